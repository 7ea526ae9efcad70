"""How the workbook looks: fonts, colours by state, print set-up on A4."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet

from ..wording.labels import say
from ..wording.words import Words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from ..tables.result_tables import BatchResult

__all__ = ["FONT", "Sheet", "clean_cell", "cut", "formats_of", "height_of", "print_setup", "shade"]

FONT: Final = "Yu Gothic"
_LINE: Final = 15.5
_TALLEST: Final = 409.0
_MOST_CHARACTERS: Final = 32_000
_LIMIT: Final = 32_767
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NOT_XML: Final = re.compile("[\ufffe\uffff\ud800-\udfff]")
_RED, _YELLOW, _GREEN, _BLUE = "#F8D7DA", "#FFF3CD", "#DDEFE0", "#E2ECF5"
#: Which word of which column gets which colour.
_SHADES: Final = {
    "severity": {"error": _RED, "warning": _YELLOW, "note": _BLUE},
    "status": {"unmet": _RED, "unknown": _YELLOW, "met": _GREEN},
    "state": {"not_done": _RED, "not_stated": _YELLOW, "unknown": _YELLOW, "done": _GREEN},
}
#: The kinds of cells that are written here, and which texts are kept: no longer ones, and no more of them.
_PLAIN: Final = ("String", "Blank")
_OFTEN: Final = 200
_MOST_TEXTS: Final = 20_000
_SETTLED: Final = ("done", "not_needed", "not_applicable", "in_place_kept")


def clean_cell(value: object, *, whole: bool = False) -> str:
    """Make a text that any workbook can hold.

    ``whole`` is for what people wrote: every character a workbook can hold stays.

    >>> clean_cell("=1+1" + chr(0))
    '=1+1�'
    """
    if whole:
        return cut(_NOT_XML.sub("\ufffd", str(value)), _LIMIT)
    text = _ILLEGAL.sub("\ufffd", str(value))
    short = cut(text, _MOST_CHARACTERS)
    return text if short == text else short + "…"


def cut(text: str, most: int) -> str:
    """Cut a text to a number of UTF-16 units, which is how spreadsheets count.

    >>> len(cut("🍀" * 50, 31))
    15
    """
    if len(text) * 2 <= most:
        return text
    return text.encode("utf-16-le")[: most * 2].decode("utf-16-le", "ignore")


class Sheet(Worksheet):  # type: ignore[misc]  # the package ships no types
    """A worksheet whose row heights are a start, not a rule: a row grows again when somebody writes more into it.

    The library marks every height as set by hand, after which spreadsheets keep it for good; without any height not
    all of them fold long text when the file is opened.

    Most texts of a table stand in it many times; what a text is in XML is worked out once.
    """

    def __init__(self) -> None:
        super().__init__()
        self._tails: dict[str, str] = {}

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = type(cell).__name__
        if not self.constant_memory or not cell.format or kind not in _PLAIN:
            super()._write_cell(row, col, cell)
            return
        head = f'<c r="{xl_rowcol_to_cell_fast(row, col)}" s="{cell.format._get_xf_index()}"'
        if kind == "Blank":
            self.fh.write(f"{head}/>")
            return
        tail = self._tails.get(cell.string)
        if tail is None:
            text = self._escape_control_characters(cell.string)
            if text.startswith("<r>"):  # the library takes it for one it has formatted itself
                super()._write_cell(row, col, cell)
                return
            space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
            tail = f' t="inlineStr"><is><t{space}>{self._escape_data(text)}</t></is></c>'
            if len(text) <= _OFTEN:
                if len(self._tails) >= _MOST_TEXTS:
                    self._tails.clear()
                self._tails[cell.string] = tail
        self.fh.write(head + tail)

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]] | None = None) -> None:
        if tag == "row" and attributes:
            attributes = [a for a in attributes if a[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes or [])


def height_of(texts: Iterable[tuple[str, float]]) -> float:
    """Estimate the height of a row, in points, from its texts and the widths of their columns.

    >>> height_of([("記載欄が空欄：評価書番号", 12)])
    34.0
    """
    lines = 1
    for text, width in texts:
        if len(text) * 2 > width or "\n" in text:
            folded = 0
            for line in text.split("\n", 30):
                # one cell for a Latin letter, two for a Japanese one
                cells = (len(line.encode("utf-8", "replace")) + len(line)) / 2
                folded += max(1, -int(-cells // (width * 1.08)))
            lines = max(lines, folded)
    return min(_TALLEST, lines * _LINE + 3)


def formats_of(book: Any) -> dict[str, Any]:
    """Return the cell formats by name."""
    base = {"font_name": FONT, "font_size": 10, "valign": "top"}
    thin = {"border": 1, "border_color": "#C9CFD6"}
    own = {**base, **thin, "text_wrap": True, "bg_color": "#FFFDF3"}
    head = {**base, **thin, "bold": True, "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
    return {
        "cell": book.add_format({**base, **thin, "text_wrap": True}),
        "plain": book.add_format({**base, "text_wrap": True}),
        "date": book.add_format({**base, **thin, "num_format": "yyyy-mm-dd", "align": "left"}),
        "percent": book.add_format({**base, **thin, "num_format": "0.0%", "align": "center"}),
        "number": book.add_format({**base, **thin, "num_format": "#,##0", "align": "center"}),
        "own": book.add_format(own),
        "own_date": book.add_format({**own, "num_format": "yyyy-mm-dd", "align": "left"}),
        "head": book.add_format({**head, "bg_color": "#1F3A5F"}),
        "own_head": book.add_format({**head, "bg_color": "#7A5C00"}),
        "title": book.add_format({**base, "bold": True, "font_size": 15}),
        "label": book.add_format({**base, **thin, "bold": True, "bg_color": "#EEF2F7", "text_wrap": True}),
        "note": book.add_format({**base, "italic": True, "font_color": "#555555"}),
        "settled": book.add_format({"font_color": "#8A8F96"}),
        "late": book.add_format({"font_color": "#B00020", "bold": True}),
        **{colour: book.add_format({"bg_color": colour}) for colour in (_RED, _YELLOW, _GREEN, _BLUE)},
    }


def shade(
    sheet: Any, names: list[str], last: int, formats: dict[str, Any], lang: str, as_of: dt.date
) -> None:
    """Colour states by their words, dates that have passed, and rows people have settled."""
    words = Words(lang)
    for name, shades in _SHADES.items():
        if name not in names:
            continue
        at = names.index(name)
        for key, colour in shades.items():
            value = f'"{getattr(words, name)(key)}"'
            rule = {"type": "cell", "criteria": "==", "value": value, "format": formats[colour]}
            sheet.conditional_format(1, at, last, at, rule)
    today = f"DATE({as_of.year},{as_of.month},{as_of.day})"
    for name in ("due_on", "due_by"):
        if name in names:
            at = names.index(name)
            cell = f"${xl_col_to_name(at)}2"
            formula = f"=AND(ISNUMBER({cell}),{cell}<{today})"
            sheet.conditional_format(
                1, at, last, at, {"type": "formula", "criteria": formula, "format": formats["late"]}
            )
    if "judgement" in names:
        cell = f"${xl_col_to_name(names.index('judgement'))}2"
        said = ",".join(f'{cell}="{say("workbook.yaml", "choice", c, lang)}"' for c in _SETTLED)
        rule = {"type": "formula", "criteria": f"=OR({said})", "format": formats["settled"]}
        sheet.conditional_format(1, 0, last, len(names) - 1, rule)


def print_setup(sheet: Any, result: BatchResult, name: str) -> None:
    """Set up A4 landscape, one page wide, with the sheet's name and the page number on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    # a space behind each size: a text that begins with a digit would become part of it
    stamp = f"{result.stamp.id} {result.stamp.version}".replace("&", "&&")
    sheet.set_header(f"&L&9 {name}&R&9 {result.as_of.isoformat()}")
    sheet.set_footer(f"&L&8 {stamp}&C&9 &P / &N&R&8 {result.stamp.hash[:19]}")
