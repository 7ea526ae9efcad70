"""Results as a workbook: summary, affairs, findings, duties, measures.

Text from facts stays text: no cell becomes a formula, a link or a number, and characters a workbook cannot hold
are replaced.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from ..facts.vocabulary import load_vocabulary
from .words import Words

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from .tables import BatchResult

__all__ = ["clean_cell", "write_findings_xlsx"]

_MOST_CHARACTERS: Final = 32_000
_MOST_ROWS: Final = 200_000
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SEVERITY: Final = {"error": "#F8D7DA", "warning": "#FFF3CD", "note": "#E2ECF5"}
_WIDE: Final = {
    "title": 46,
    "detail": 52,
    "text": 50,
    "basis": 32,
    "advice": 40,
    "phrase": 44,
    "affair": 26,
    "source": 30,
    "document": 30,
    "missing": 20,
}
_COLUMN_WORDS: Final = {
    "affair": "事務", "organization": "評価実施機関", "source": "出典", "level_floor": "水準（下限）", "level_ceiling": "水準（上限）",
    "level_rule": "決め手のルール", "phrase": "しきい値判断結果", "findings_error": "要修正", "findings_warning": "要確認",
    "findings_note": "参考", "obligations_unmet": "未の義務", "form": "様式", "declared": "記載された結果", "missing": "未確認の事実",
    "basis": "根拠", "rule": "ルール", "kind": "種類", "severity": "重要度", "file": "ファイル", "risk": "リスク", "title": "指摘・題名",
    "detail": "内容", "document": "文書", "line": "行", "text": "箇所の文言", "advice": "助言", "confidence": "根拠の確かさ",
    "duty": "義務", "strength": "強さ", "status": "状態", "due": "期限", "measure": "措置", "state": "記載の状態", "expected": "期待される",
    "question": "次に確認すること", "watch_fact": "境目に近い事実", "watch_value": "現在の値", "watch_line": "境目",
    "watch_distance": "境目まで", "watch_level": "越えた先の水準", "watch_share": "境目に対する差",
    "watch_earlier": "前回の値", "watch_trend": "前回からの増減",
}  # fmt: skip


def clean_cell(value: object) -> str:
    """Make a text that any workbook can hold.

    >>> clean_cell("=1+1" + chr(0))
    '=1+1�'
    """
    text = _ILLEGAL.sub("\ufffd", str(value))
    return text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + "…"


def write_findings_xlsx(path: Path, result: BatchResult, *, lang: str = "ja") -> None:
    """Write the workbook to a path."""
    words = Words(lang)
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties(
            {"title": words.ui("batch_title"), "comments": f"{result.stamp.id} {result.stamp.version}"}
        )
        formats = _formats(book)
        _summary(book, formats, result, words)
        sheets = (
            ("事務" if lang == "ja" else "affairs", result.affairs),
            ("指摘" if lang == "ja" else "findings", result.findings),
            ("義務" if lang == "ja" else "duties", result.duties),
            ("措置" if lang == "ja" else "measures", result.measures),
        )
        for name, frame in sheets:
            _sheet(book, formats, name, frame, words)


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "Yu Gothic", "font_size": 10, "valign": "top"}
    return {
        "cell": book.add_format({**base, "text_wrap": True}),
        "date": book.add_format({**base, "num_format": "yyyy-mm-dd"}),
        "number": book.add_format({**base, "num_format": "#,##0"}),
        "percent": book.add_format({**base, "num_format": "0.0%"}),
        "head": book.add_format(
            {
                **base,
                "bold": True,
                "bg_color": "#1F3A5F",
                "font_color": "#FFFFFF",
                "text_wrap": True,
                "valign": "vcenter",
            }
        ),
        "title": book.add_format({**base, "bold": True, "font_size": 15}),
        "label": book.add_format({**base, "bold": True}),
        **{s: book.add_format({"bg_color": colour}) for s, colour in _SEVERITY.items()},
    }


def _summary(book: Any, formats: dict[str, Any], result: BatchResult, words: Words) -> None:
    sheet = book.add_worksheet("概要" if words.lang == "ja" else "summary")
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, words.ui("batch_title"), formats["title"])
    levels = (
        result.affairs.group_by("level_floor", "level_ceiling").len().sort("level_floor", "level_ceiling")
    )
    rows: list[tuple[str, str]] = [
        (words.ui("as_of"), result.as_of.isoformat()),
        (words.ui("ruleset"), f"{result.stamp.id} {result.stamp.version} {result.stamp.hash}"),
        (words.ui("executor"), result.executor),
        (words.ui("affairs"), f"{result.affairs.height:,}"),
        *((_span(words, floor, ceiling), f"{n:,}") for floor, ceiling, n in levels.iter_rows()),
        *(
            (words.severity(s), f"{result.findings.filter(severity=s).height:,}")
            for s in ("error", "warning", "note")
        ),
        ("", words.ui("careful")),
    ]
    rows += [
        (words.ui("problems"), f"{p.place}: {p.message} {p.value} / {p.remedy}")
        for p in result.problems[:200]
    ]
    for i, (label, value) in enumerate(rows, 2):
        sheet.write_string(i, 0, clean_cell(label), formats["label"])
        sheet.write_string(i, 1, clean_cell(value), formats["cell"])
    _print_setup(sheet, 0)


def _span(words: Words, floor: str, ceiling: str) -> str:
    return words.level(floor) if floor == ceiling else f"{words.level(floor)} ～ {words.level(ceiling)}"


def _sheet(book: Any, formats: dict[str, Any], name: str, frame: pl.DataFrame, words: Words) -> None:
    sheet = book.add_worksheet(name)
    for column, title in enumerate(frame.columns):
        head = _COLUMN_WORDS.get(title, title) if words.lang == "ja" else title
        sheet.write_string(0, column, head, formats["head"])
        sheet.set_column(column, column, _WIDE.get(title, 14))
    for row, values in enumerate(frame.head(_MOST_ROWS).iter_rows(), 1):
        for column, value in enumerate(values):
            _write(sheet, row, column, frame.columns[column], value, formats, words)
    last = max(1, min(frame.height, _MOST_ROWS))
    if frame.height > _MOST_ROWS:
        sheet.write_string(
            last + 1, 0, f"… {frame.height - _MOST_ROWS:,} more rows are in the parquet file", formats["cell"]
        )
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, max(0, frame.width - 1))
    if "severity" in frame.columns:
        at = frame.columns.index("severity")
        for severity in _SEVERITY:
            rule = {
                "type": "cell",
                "criteria": "==",
                "value": f'"{words.severity(severity)}"',
                "format": formats[severity],
            }
            sheet.conditional_format(1, at, last, at, rule)
    _print_setup(sheet, 1)


def _write(
    sheet: Any, row: int, column: int, name: str, value: object, formats: dict[str, Any], words: Words
) -> None:
    if value is None:
        sheet.write_blank(row, column, None, formats["cell"])
    elif isinstance(value, bool):
        sheet.write_string(row, column, str(value), formats["cell"])
    elif isinstance(value, int):
        sheet.write_number(row, column, value, formats["number"])
    elif isinstance(value, float):
        sheet.write_number(row, column, value, formats["percent"])
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), formats["date"])  # noqa: DTZ001 - a day
    else:
        sheet.write_string(row, column, clean_cell(_word(name, str(value), words)), formats["cell"])


def _word(name: str, value: str, words: Words) -> str:
    """Turn ids of known columns into words."""
    if name == "watch_level":
        return words.span(value)
    if name == "watch_fact" and value in load_vocabulary():
        return load_vocabulary()[value].ja if words.lang == "ja" else load_vocabulary()[value].en
    groups = {
        "severity": "severity",
        "kind": "kind",
        "status": "status",
        "strength": "strength",
        "state": "state",
        "expected": "applicable",
        "level_floor": "level",
        "level_ceiling": "level",
        "declared": "level",
    }
    group = groups.get(name)
    return str(getattr(words, group)(value)) if group else value


def _print_setup(sheet: Any, header: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if header:
        sheet.repeat_rows(0)
    sheet.set_footer("&C&P / &N")
