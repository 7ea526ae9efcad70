"""Results as a workbook to work through: summary, affairs, findings, duties, measures, sources, basis of the rules.

Officials judge findings, duties and measures in columns of their own; a hidden key brings their words back on the next
run (:mod:`.carry`). Text from facts stays text: no cell becomes a formula, a link or a number, and characters a
workbook cannot hold are replaced.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

from ..files.workbook_in_place import new_workbook
from ..tables.line_keys import key_of
from ..tables.sheet_columns import (
    AFFAIRS,
    CHOICES,
    DUTIES,
    FACTS,
    FINDINGS,
    LOST,
    MEASURES,
    RULES,
    rules_of,
    shown_rows,
)
from ..wording.labels import column_label, say
from ..wording.words import Words
from .judgements import SHEETS, WORDS, Carried
from .summary_sheet import write_summary
from .workbook_style import Sheet, clean_cell, formats_of, height_of, print_setup, shade

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

    from ..tables.result_tables import BatchResult
    from ..tables.sheet_columns import Layout
    from .judgements import Kept

__all__ = ["clean_cell", "write_findings_xlsx"]

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_FIRST_YEAR: Final = 1900
_DATES: Final = ("due_by", "judged_on")
_GROUPS: Final = {
    "severity": "severity", "kind": "kind", "status": "status", "strength": "strength", "state": "state",
    "expected": "applicable", "level_floor": "level", "level_ceiling": "level", "declared": "level", "form": "level",
    "comparison": "comparison", "confidence": "confidence", "watch_fact": "fact", "watch_level": "span",
    "due_state": "due_state",
}  # fmt: skip


def write_findings_xlsx(
    path: Path,
    result: BatchResult,
    *,
    lang: str = "ja",
    carried: Carried | None = None,
    scratch: Path | None = None,
) -> None:
    """Write the workbook to a path, with the words people wrote before where ``carried`` brings some.

    ``scratch`` is a folder for files in between, by default where the system keeps such.
    """
    with new_workbook(path, row_by_row=True, scratch=scratch) as book:
        Writer(book, result, lang, carried or Carried()).write()


class Writer:
    """One workbook being written."""

    def __init__(self, book: Any, result: BatchResult, lang: str, carried: Carried) -> None:
        self.book = book
        self.result = result
        self.lang = lang
        self.carried = carried
        self.words = Words(lang)
        self.formats = formats_of(book)
        self._known: dict[tuple[str, str], str] = {}

    def write(self) -> None:
        """Write every sheet, in the order people read them."""
        result = self.result
        created = dt.datetime.combine(result.as_of, dt.time())
        stamp = f"{result.stamp.id} {result.stamp.version} {result.stamp.hash}"
        self.book.set_properties(
            {"title": self.words.ui("batch_title"), "comments": stamp, "created": created}
        )
        write_summary(self.add("summary"), result, self.carried, self.formats, self.lang)
        self.table(AFFAIRS, result.affairs)
        self.table(FINDINGS, result.findings)
        self.table(DUTIES, result.duties)
        self.table(MEASURES, result.measures)
        self.table(FACTS, result.facts)
        self.table(RULES, rules_of(result))
        if self.carried.lost:
            self.lost(self.carried.lost)

    def add(self, name: str) -> Any:
        """Add a sheet by its name in the words of the language."""
        return self.book.add_worksheet(say("workbook.yaml", "sheet", name, self.lang), Sheet)

    def table(self, layout: Layout, frame: pl.DataFrame) -> None:
        """Write one table as a sheet."""
        always = frozenset(n for s, n in self.carried.words if s == layout.name)
        rows = shown_rows(layout, frame, always)
        sheet, names, widths = self.head(layout)
        at = 0
        chosen = frame[rows]
        for at, (n, row) in enumerate(zip(rows, chosen.iter_rows(named=True), strict=True), 1):
            self.row(
                sheet, at, names, widths, row if not layout.filled else {**row, **self.filled(layout, n, row)}
            )
        self.finish(sheet, layout, names, max(1, at))
        if frame.height > len(rows):
            kind = "rest" if layout.rest else "rest_assess"
            note = say(
                "workbook.yaml", "note", kind, self.lang, n=f"{frame.height - len(rows):,}", file=layout.rest
            )
            sheet.write_string(at + 1, 0, note, self.formats["note"])

    def filled(self, layout: Layout, n: int, row: Mapping[str, object]) -> dict[str, str]:
        """Return the key of a row, and the words carried over to it."""
        words, changed = self.carried.words.get((layout.name, n), (None, False))
        out = {"key": key_of(layout.name, row).text}
        if words:
            out |= {w: getattr(words, w) for w in WORDS}
            out["carried"] = say("workbook.yaml", "carried", "changed" if changed else "same", self.lang)
        return out

    def lost(self, kept: tuple[Kept, ...]) -> None:
        """List what was written before and finds no line now."""
        sheet, names, widths = self.head(LOST)
        for at, k in enumerate(kept, 1):
            words = {w: getattr(k.words, w) for w in WORDS}
            why = say("workbook.yaml", "why", k.why or "gone", self.lang)
            if k.origin:
                why = f"{why}（{k.origin}）"
            self.row(
                sheet, at, names, widths, {**k.shown, **words, "why": why, "key": k.key.text if k.key else ""}
            )
        self.finish(sheet, LOST, names, len(kept))

    def head(self, layout: Layout) -> tuple[Any, list[str], list[int]]:
        """Add a sheet with its header row and widths; return it with the names of its columns and the widths printed."""
        sheet = self.add(layout.name)
        columns = [*layout.columns, *([("key", 8)] if layout.filled else [])]
        for at, (name, width) in enumerate(columns):
            own = self.formats["own_head"] if name in WORDS else self.formats["head"]
            options = {"hidden": 1} if name == "key" else {}
            sheet.set_column(at, at, width, None, options)
            sheet.write_string(0, at, column_label(name, self.lang, layout.name), own)
        sheet.set_row(0, 30)
        printed = len(layout.printed) + (len(WORDS) if layout.filled else 0)
        return sheet, [name for name, _ in columns], [width for _, width in columns[:printed]]

    def row(
        self, sheet: Any, at: int, names: list[str], widths: list[int], row: Mapping[str, object]
    ) -> None:
        """Write one row, as high as the longest text of its printed part folds.

        An empty cell has its frame in the printed part and is not written beside it: of a nation's affairs these are
        most cells.
        """
        cells = [(name, (self.lang == "en" and row.get(f"{name}_en")) or row.get(name)) for name in names]
        texts = ((v, w) for (_, v), w in zip(cells, widths, strict=False) if isinstance(v, str))
        sheet.set_row(at, height_of(texts))
        for column, (name, value) in enumerate(cells):
            if column < len(widths) or (value is not None and value != ""):
                self.cell(sheet, at, column, name, value)

    def cell(self, sheet: Any, row: int, column: int, name: str, value: object) -> None:
        """Write one cell; what people wrote keeps every character."""
        if name in WORDS:
            self.own(sheet, row, column, name, str(value or ""))
        elif value is None or value == "":
            sheet.write_blank(row, column, None, self.formats["cell"])
        elif isinstance(value, int) and not isinstance(value, bool):
            sheet.write_number(row, column, value, self.formats["number"])
        elif isinstance(value, float):
            sheet.write_number(row, column, value, self.formats["percent"])
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), self.formats["date"])
        else:
            text = self.word(name, str(value)) if name in _GROUPS else str(value)
            sheet.write_string(row, column, clean_cell(text), self.formats["cell"])

    def word(self, name: str, value: str) -> str:
        """Say an id of a column in words."""
        known = self._known.get((name, value))
        if known is None:
            known = self._known[name, value] = str(getattr(self.words, _GROUPS[name])(value))
        return known

    def own(self, sheet: Any, row: int, column: int, name: str, text: str) -> None:
        """Write a cell that people fill in."""
        style = self.formats["own_date"] if name in _DATES else self.formats["own"]
        day = _day(text) if name in _DATES else None
        if day:
            sheet.write_datetime(row, column, day, style)
            return
        if text:
            sheet.write_string(row, column, clean_cell(text, whole=True), style)
        else:
            sheet.write_blank(row, column, None, style)

    def finish(self, sheet: Any, layout: Layout, names: list[str], last: int) -> None:
        """Freeze, filter, colour, offer choices, set up the print."""
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(names) - 1)
        shade(sheet, names, last, self.formats, self.lang, self.result.as_of)
        if layout.name in SHEETS:
            at = names.index("judgement")
            sheet.data_validation(1, at, last, at, {
                "validate": "list",
                "source": [say("workbook.yaml", "choice", c, self.lang) for c in CHOICES[layout.name]],
                "input_message": say("workbook.yaml", "note", "judgement", self.lang),
                "show_error": False,
            })  # fmt: skip
        printed = len(layout.printed) + (len(WORDS) if layout.filled else 0)
        print_setup(sheet, self.result, say("workbook.yaml", "sheet", layout.name, self.lang))
        sheet.print_area(0, 0, last, printed - 1)
        sheet.repeat_rows(0)


def _day(text: str) -> dt.datetime | None:
    """Return a date as a workbook counts it, which begins in 1900."""
    try:
        day = dt.date.fromisoformat(text) if _DAY.match(text) else None
    except ValueError:
        return None
    return dt.datetime.combine(day, dt.time()) if day and day.year >= _FIRST_YEAR else None
