"""An empty table of affairs to fill in: drop-downs, a word of help at every cell, and a sheet that explains the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from ...facts.readers.affair_tables import EXPLAINS
from ...facts.vocabulary import Kind, load_vocabulary
from ..wording.labels import say
from .workbook_style import FONT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ...facts.vocabulary import Fact

__all__ = ["COLUMNS", "write_affairs_template"]

#: The facts that decide the level and what falls due, in the order in which an office knows them.
COLUMNS: Final = (
    "affair",
    "organization",
    "department",
    "number",
    "form",
    "published",
    "headcount",
    "headcount_as_of",
    "handlers",
    "handlers_as_of",
    "incident_within_1y",
    "exemption",
    "declared_result",
)
_NEEDED: Final = frozenset({"affair", "headcount", "handlers", "incident_within_1y"})
_ROWS: Final = 200
_WIDTHS: Final = {
    "affair": 40,
    "organization": 18,
    "department": 18,
    "headcount": 26,
    "declared_result": 30,
    "exemption": 26,
}
#: What a spreadsheet shows beside a cell at most.
_MOST_TITLE, _MOST_HELP = 32, 255


def write_affairs_template(path: Path, lang: str = "ja", names: Sequence[str] = COLUMNS) -> None:
    """Write the workbook, with a column for each fact of ``names``."""
    vocabulary = load_vocabulary()
    facts = [vocabulary[name] for name in names]
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        base = {"font_name": FONT, "font_size": 10, "valign": "top", "text_wrap": True, "border": 1}
        head = book.add_format({**base, "bold": True, "bg_color": "#E2ECF5"})
        need = book.add_format({**base, "bold": True, "bg_color": "#FFF3CD"})
        cell = book.add_format(base)
        number = book.add_format({**base, "num_format": "#,##0"})
        day = book.add_format({**base, "num_format": "yyyy-mm-dd"})
        table = book.add_worksheet(say("workbook.yaml", "template", "table", lang))
        lists = book.add_worksheet(say("workbook.yaml", "template", "help", lang))
        lines = _explain(lists, facts, lang, head, cell)
        for column, fact in enumerate(facts):
            format_ = {Kind.COUNT: number, Kind.DATE: day}.get(fact.kind, cell)
            table.set_column(column, column, _WIDTHS.get(fact.name, 16))
            table.write_string(0, column, fact.ja, need if fact.name in _NEEDED else head)
            for row in range(1, _ROWS + 1):
                table.write_blank(row, column, None, format_)
            table.data_validation(
                1, column, _ROWS, column, _validation(fact, lists.get_name(), lines.get(fact.name))
            )
        table.freeze_panes(1, 1)
        table.set_landscape()
        table.set_paper(9)
        table.fit_to_pages(1, 0)
        table.repeat_rows(0)


def _validation(fact: Fact, sheet: str, lines: tuple[int, int] | None) -> dict[str, Any]:
    """Return what a cell offers and says; no value is refused, since numbers and bands both serve."""
    help_ = " ".join(p for p in (fact.ask, fact.how) if p) or fact.ja
    shown = {"input_title": fact.ja[:_MOST_TITLE], "input_message": help_[:_MOST_HELP], "show_error": False}
    if lines is None:
        return {"validate": "any", **shown}
    first, last = lines
    return {"validate": "list", "source": f"='{sheet}'!$F${first}:$F${last}", **shown}


def _explain(
    sheet: Any, facts: Sequence[Fact], lang: str, head: Any, cell: Any
) -> dict[str, tuple[int, int]]:
    """Write the sheet of explanations; return the lines (from 1) on which the options of each column stand."""
    for column, width in enumerate((26, 44, 44, 24, 3, 40)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, EXPLAINS, head)
    sheet.write_string(1, 0, say("workbook.yaml", "template", "lead", lang), cell)
    for column, key in enumerate(("column", "question", "how", "form")):
        sheet.write_string(3, column, say("workbook.yaml", "template", key, lang), head)
    sheet.write_string(3, 5, say("workbook.yaml", "template", "options", lang), head)
    lines: dict[str, tuple[int, int]] = {}
    at = 4
    for row, fact in enumerate(facts, start=4):
        for column, text in enumerate(
            (fact.ja, fact.ask or fact.ja, fact.how or _manner(fact, lang), fact.form)
        ):
            sheet.write_string(row, column, text, cell)
        options = _options(fact)
        for option in options:
            sheet.write_string(at, 5, option, cell)
            at += 1
        if options:
            lines[fact.name] = (at - len(options) + 1, at)
    return lines


def _options(fact: Fact) -> list[str]:
    if fact.kind is Kind.YESNO:
        return [fact.yes, fact.no]
    if fact.kind is Kind.CHOICE:
        return [option.ja for option in fact.options]
    if fact.kind is Kind.COUNT:
        return _bands(fact)
    return []


def _bands(fact: Fact) -> list[str]:
    """Return the bands in which the form asks for a number, as the form prints them."""
    from ...facts.forms.model import load_forms
    from ...rulesets.loader import FORMS

    forms = load_forms(FORMS)
    asked = next((f for f in forms["basic"].fields if f.path == fact.name and f.options), None)
    return [o for o in forms.option_sets[asked.options] if "(" not in o] if asked and asked.options else []


def _manner(fact: Fact, lang: str) -> str:
    key = {Kind.COUNT: "count", Kind.DATE: "date", Kind.TEXT: "text"}.get(fact.kind, "choice")
    return say("workbook.yaml", "template", key, lang)
