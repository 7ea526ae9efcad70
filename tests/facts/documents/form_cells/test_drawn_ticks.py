"""Protects: where marks are drawn as shapes, a box that no cell marks is not known to be empty."""

import pytest

from shikii.facts.documents.collector import Sheet
from shikii.facts.documents.document_facts import Reading
from shikii.facts.documents.doors.as_lines import lay_out_rows
from shikii.facts.documents.doors.cells import Cell, DoorNote, OpenedDocument, Page, Place, Row
from shikii.facts.documents.form_cells.drawn_ticks import withdraw_undrawn


def sheet_of(*notes):
    row = Row((Cell("監査", Place(sheet="Ⅳ", cell="A1")), Cell("[ ] 自己点検", Place(sheet="Ⅳ", cell="C1"))))
    laid_out = lay_out_rows(OpenedDocument("workbook", (Page((row,)),), notes))
    facts = {
        "audit": Reading("audit", (), 1, "", "certain"),
        "methods": Reading("methods", ("紙",), 1, "", "certain"),
    }
    sheet = Sheet(None, facts)
    withdraw_undrawn(sheet, laid_out)
    return sheet


@pytest.mark.parametrize("kind", ["drawn-marks", "form-controls"])
def test_unmarked_boxes_beside_drawn_marks_are_not_known(kind):
    sheet = sheet_of(DoorNote(kind, Place(sheet="Ⅳ"), "3"))
    assert [*sheet.facts] == ["methods"]
    assert "図形" in sheet.open["audit"].reason


@pytest.mark.parametrize(
    "notes",
    [(), (DoorNote("drawn-marks", Place(sheet="表紙"), "1"),), (DoorNote("hidden-sheet", Place(sheet="Ⅳ")),)],
)
def test_unmarked_boxes_elsewhere_stay_empty(notes):
    assert [*sheet_of(*notes).facts] == ["audit", "methods"]
