"""The first sheet of the workbook: the numbers, the law applied, what the sheets are for, what could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...facts.messages.catalogue import errors_in_japanese
from ..coverage_lines import is_whole
from ..layer_lines import layers_line
from ..tables.due_tables import due_counts, without_date
from ..wording.labels import say
from ..wording.words import Words
from .workbook_style import clean_cell, height_of, print_setup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..tables.result_tables import BatchResult
    from .judgements import Carried

__all__ = ["write_summary"]

_MOST_PROBLEMS: Final = 200
_WIDTH: Final = 95


def write_summary(
    sheet: Any, result: BatchResult, carried: Carried, formats: dict[str, Any], lang: str
) -> None:
    """Write the summary onto a sheet."""
    words = Words(lang)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, _WIDTH)
    sheet.write_string(0, 0, words.ui("batch_title"), formats["title"])
    at = 2
    for lines in (
        _coverage(result, words),
        _left_out(result, words),
        _law(result, words),
        _numbers(result, words, carried, lang),
        _sheets(lang),
    ):
        block = list(lines)
        for label, value in block:
            sheet.set_row(at, height_of([(value, _WIDTH)]))
            sheet.write_string(at, 0, clean_cell(label), formats["label"])
            sheet.write_string(at, 1, clean_cell(value), formats["cell"])
            at += 1
        at += bool(block)
    for text in (words.ui("careful"), say("workbook.yaml", "note", "carry", lang)):
        sheet.set_row(at, height_of([(text, _WIDTH)]))
        sheet.write_string(at, 1, text, formats["plain"])
        at += 1
    for p in result.problems[:_MOST_PROBLEMS]:
        at += 1
        sheet.write_string(at, 0, words.ui("problems"), formats["label"])
        told = p.text(lang)
        sheet.set_row(at, height_of([(told, _WIDTH)]))
        sheet.write_string(at, 1, clean_cell(told), formats["cell"])
    print_setup(sheet, result, say("workbook.yaml", "sheet", "summary", lang))


def _coverage(result: BatchResult, words: Words) -> Iterator[tuple[str, str]]:
    """Say first which documents were not read in whole, and how much of them was."""
    left = [c for c in result.coverage if not is_whole(c)]
    if left:
        yield words.coverage("title"), words.coverage("not_whole").format(n=len(left))
    for one in left[:_MOST_PROBLEMS]:
        yield "", f"{one['source']}：{one['line']}"
    for one in result.coverage[:_MOST_PROBLEMS]:
        yield from (("", f"{one['source']}：{line}") for line in one["notes"])
    for c in result.corrections[:_MOST_PROBLEMS]:
        told = words.correction("line").format(
            field=f"{c['label']}（{c['path']}）",
            value=c["value"],
            read=c["found"] or words.correction("nothing"),
            on=c["on"],
            by=c["by"],
            reason=c["reason"],
        )
        yield words.correction("title"), f"{c['source']}：{told}{words.correction(c['state'])}"


def _left_out(result: BatchResult, words: Words) -> Iterator[tuple[str, str]]:
    """Name every file that was left out, with its reason."""
    for place, reason in result.left_out[:_MOST_PROBLEMS]:
        told = reason if words.lang == "en" else errors_in_japanese().say(reason)
        yield words.left("title"), f"{place}：{told}"


def _law(result: BatchResult, words: Words) -> Iterator[tuple[str, str]]:
    yield words.ui("as_of"), result.as_of.isoformat()
    yield words.ui("ruleset"), f"{result.stamp.title or result.stamp.id} {result.stamp.version}"
    yield "", result.stamp.hash
    if result.stamp.layers:
        yield "", layers_line(result.stamp, words.lang)
    yield words.ui("executor"), result.executor


def _numbers(result: BatchResult, words: Words, carried: Carried, lang: str) -> Iterator[tuple[str, str]]:
    yield words.ui("affairs"), f"{result.affairs.height:,}"
    levels = (
        result.affairs.group_by("level_floor", "level_ceiling").len().sort("level_floor", "level_ceiling")
    )
    for floor, ceiling, n in levels.iter_rows():
        span = words.level(floor) if floor == ceiling else f"{words.level(floor)} ～ {words.level(ceiling)}"
        yield f"　{span}", f"{n:,}"
    for severity in ("error", "warning", "note"):
        yield words.severity(severity), f"{result.open_findings.filter(severity=severity).height:,}"
    duties = result.duties
    yield words.ui("unmet"), f"{duties.filter(status='unmet', strength='duty').height:,}"
    dismissed = result.findings.height - result.open_findings.height
    if dismissed:
        yield words.ui("dismissed"), f"{dismissed:,}"
    for state, n in due_counts(result).items():
        yield words.due_state(state), f"{n:,}"
    dateless = without_date(result)
    if dateless.height:
        yield (
            words.ui("without_date"),
            f"{dateless.height:,}: {'、'.join(a or '' for a in dateless['affair'])}"[:2_000],
        )
    if carried.words or carried.lost:
        yield say("workbook.yaml", "note", "carried", lang), f"{len(carried.words):,}"
        yield say("workbook.yaml", "note", "lost_count", lang), f"{len(carried.lost):,}"


def _sheets(lang: str) -> Iterator[tuple[str, str]]:
    for name in ("affairs", "findings", "duties", "measures", "facts", "rules"):
        yield say("workbook.yaml", "sheet", name, lang), say("workbook.yaml", "note", name, lang)
