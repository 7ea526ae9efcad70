"""The check sheet as a workbook: one sheet per assessment, with choices for the reviewers."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

from ..checklist import (
    counted,
    cover,
    fact_label,
    found,
    notes,
    nothing,
    open_points,
    place,
    short,
    tell,
    title_of,
)
from ..files.workbook_in_place import new_workbook
from ..wording.labels import say
from ..wording.words import Words
from .workbook_style import FONT, Sheet, clean_cell, cut, formats_of, height_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..checklist import Checklist, Item

__all__ = ["write_checklist_xlsx"]

_WIDTHS: Final = (6, 10, 58, 40, 26, 7, 8, 30)
_LAST: Final = len(_WIDTHS) - 1
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_LONGEST_NAME: Final = 31
_MARK: Final = "○"


def write_checklist_xlsx(path: Path, checklists: Sequence[Checklist], *, lang: str = "ja") -> None:
    """Write check sheets to a path."""
    with new_workbook(path) as book:
        first = checklists[0].assessment
        stamp = f"{first.ruleset.id} {first.ruleset.version} {first.ruleset.hash}"
        created = dt.datetime.combine(first.as_of, dt.time())
        book.set_properties({"title": tell("title", lang), "comments": stamp, "created": created})
        formats = formats_of(book)
        base = {
            "font_name": FONT,
            "font_size": 10,
            "valign": "top",
            "text_wrap": True,
            "border": 1,
            "border_color": "#C9CFD6",
        }
        formats["view"] = book.add_format({**base, "bold": True, "bg_color": "#E3E9F1"})
        formats["group"] = book.add_format({**base, "bold": True, "bg_color": "#F4F6F9"})
        formats["mark"] = book.add_format({**base, "align": "center", "bg_color": "#FFFDF3"})
        for number, checklist in enumerate(checklists, 1):
            _Page(book, formats, checklist, number, lang).write()


class _Page:
    """One sheet being written, row by row."""

    def __init__(
        self, book: Any, formats: dict[str, Any], checklist: Checklist, number: int, lang: str
    ) -> None:
        self.formats = formats
        self.checklist = checklist
        self.lang = lang
        self.words = Words(lang)
        self.at = 0
        affair = _NOT_IN_NAMES.sub("", short(checklist.assessment.affair, 24)) or tell("sheet", lang)
        self.sheet = book.add_worksheet(cut(f"{number} {affair}", _LONGEST_NAME).rstrip(), Sheet)

    def write(self) -> None:
        """Write cover, viewpoints with their findings, and open points."""
        sheet, lang = self.sheet, self.lang
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, tell("title", lang), self.formats["title"])
        self.at = 2
        for label, value in cover(self.checklist, lang):
            self.pair(label, value)
        for key in ("reviewed_by", "reviewed_on"):
            self.pair(tell(key, lang), "", own=True)
        self.at += 1
        for text in notes(self.checklist, lang):
            sheet.write_string(self.at, 0, f"・{text}", self.formats["note"])
            self.at += 1
        self.at += 1
        self.viewpoints()
        self.open()
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L&9 {tell('title', lang)}")
        sheet.set_footer("&C&9 &P / &N")

    def pair(self, label: str, value: str, *, own: bool = False) -> None:
        """Write a line of the cover."""
        self.sheet.merge_range(self.at, 0, self.at, 1, clean_cell(label), self.formats["label"])
        style = self.formats["own"] if own else self.formats["cell"]
        self.sheet.merge_range(self.at, 2, self.at, 3, clean_cell(value), style)
        if own:
            self.sheet.set_row(self.at, 26)
        self.at += 1

    def viewpoints(self) -> None:
        """Write the table: a row per viewpoint to be judged, below it the findings that belong to it."""
        names = ("number", "severity", "finding", "place", "basis", "pass", "improve", "remark")
        for column, name in enumerate(names):
            style = self.formats["own_head"] if column > 4 else self.formats["head"]
            self.sheet.write_string(self.at, column, tell(name, self.lang), style)
        self.sheet.repeat_rows(self.at)
        self.sheet.freeze_panes(self.at + 1, 0)
        first = self.at = self.at + 1
        group = ""
        for item in self.checklist.items:
            if item.viewpoint.group != group:
                group = item.viewpoint.group
                text = say("checklist.yaml", "group", group, self.lang)
                self.sheet.merge_range(self.at, 0, self.at, _LAST, text, self.formats["group"])
                self.at += 1
            self.item(item)
        rule = {"validate": "list", "source": [_MARK], "show_error": False}
        self.sheet.data_validation(first, 5, self.at - 1, 6, rule)

    def item(self, item: Item) -> None:
        """Write one viewpoint."""
        v, lang = item.viewpoint, self.lang
        source = self.checklist.assessment.source
        title = v.title if lang == "ja" else v.title_en
        look = f"{tell('look', lang)}：{v.look}" if v.look else ""
        sure = "" if v.confidence == "confirmed" else say("checklist.yaml", "confidence", v.confidence, lang)
        self.row((f"({v.number})", counted(item, lang), title, look, sure), "view")
        for f in item.facts:
            said = f"{tell('fact', lang)}：{fact_label(f)} ＝ {short(f.value)}"
            self.row(("", "", said, place(f.place, lang, source), ""), "cell", marks=False)
        for o in item.duties:
            due = f"（{tell('due', lang)} {self.words.day(o.due)}）" if o.due else ""
            said = f"{self.words.strength(o.strength)}：{title_of(o, lang)}{due}"
            self.row(
                ("", self.words.status(o.status), said, "", short("、".join(o.basis))), "cell", marks=False
            )
        for hit in item.findings:
            where = place(hit.evidence[0] if hit.evidence else None, lang, source)
            texts = (
                "",
                self.words.severity(hit.severity),
                found(hit, lang),
                where,
                short("、".join(hit.basis)),
            )
            self.row(texts, "cell")
        if not item.findings:
            self.row(("", "", nothing(self.checklist, item, lang), "", ""), "cell", marks=False)

    def row(self, texts: Sequence[str], style: str, *, marks: bool = True) -> None:
        """Write one row, with cells to fill in where something is to be judged."""
        self.sheet.set_row(self.at, height_of(zip(texts, _WIDTHS, strict=False)))
        for column, text in enumerate(texts):
            self.sheet.write_string(self.at, column, clean_cell(text), self.formats[style])
        for column in range(len(texts), _LAST + 1):
            self.sheet.write_blank(self.at, column, None, self.formats["mark" if marks else "cell"])
        self.at += 1

    def open(self) -> None:
        """Write what could not be confirmed."""
        points = list(open_points(self.checklist, self.lang))
        if not points:
            return
        self.at += 1
        self.sheet.merge_range(self.at, 0, self.at, _LAST, tell("open", self.lang), self.formats["group"])
        self.at += 1
        for about, subject, reason in points:
            self.row(("", about, subject, reason, ""), "cell", marks=False)
