"""Protects the heat map: every file meets every risk once, and the tone compares answer and text rightly."""

import pytest

from shikii.engine.findings.adequacy import Answer, compared
from shikii.engine.results.assessment import Measure, RiskSheet, Spread
from shikii.reports.page.risk_heat_map import heat_map


def sheet(file="a", risk="in-1", declared="sufficient", floor="lacking", ceiling="strong", applicable="yes"):
    derived = Spread(floor=floor, ceiling=ceiling)
    return RiskSheet(
        file=file, risk=risk, title=risk, applicable=applicable, declared=declared, derived=derived,
        comparison=compared(Answer(declared, applicable), derived),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "tone"),
    [
        (sheet(), "open"),
        (sheet(floor="sufficient"), "borne"),
        (sheet(floor="sufficient", ceiling="sufficient"), "borne"),
        (sheet(ceiling="lacking"), "over"),
        (sheet(floor="strong"), "under"),
        (sheet(declared="lacking"), "open"),
        (sheet(declared="lacking", ceiling="lacking"), "borne"),
        (sheet(declared="lacking", floor="sufficient"), "under"),
        (sheet(declared=None), "blank"),
        (sheet(applicable="no"), "none"),
    ],
)
def test_tone(sheet, tone):
    assert heat_map([sheet], "x").lines[0].cells[0].tone == tone


def test_every_file_meets_every_risk_once():
    heat = heat_map([sheet("a", "in-1"), sheet("b", "in-2"), sheet("a", "in-2")], "x")
    assert heat.files == ("a", "b")
    assert [[c.tone for c in line.cells] for line in heat.lines] == [["open", "none"], ["open", "open"]]
    ids = [c.id for line in heat.lines for c in line.cells]
    assert len(ids) == len(set(ids)) == 4


def test_a_cell_lists_what_is_open_first_and_what_would_settle_it():
    def measure(id_, state, strength="required"):
        return Measure(id=id_, title=id_, strength=strength, state=state, expected="yes")

    measures = measure("a", "done"), measure("b", "not_stated", "desirable"), measure("c", "not_stated")
    one = sheet().model_copy(update={"sheet": measures, "settling": (("c",), ("a", "b"))})
    cell = heat_map([one], "x").lines[0].cells[0]
    assert [m.id for m in cell.measures] == ["c", "b", "a"]
    assert [[m.id for m in way] for way in cell.ways] == [["c"], ["a", "b"]]
