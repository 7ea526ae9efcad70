"""Files against risks: what is declared, what the text bears out, as cells to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.results.assessment import Measure, RiskSheet

__all__ = ["Cell", "HeatMap", "Line", "heat_map"]

_OPEN: Final = ("not_done", "not_stated", "unknown", "done")
_STRENGTH: Final = ("required", "expected", "desirable")
Tone = Literal["borne", "open", "over", "under", "blank", "none"]
_TONE: Final[dict[str, Tone]] = {
    "borne_out": "borne",
    "more_than_shown": "over",
    "less_than_shown": "under",
    "not_applicable": "none",
    "cannot_tell": "open",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One file and risk: ``tone`` says how the declared answer relates to what the text shows.

    ``found`` of the ``counted`` required and expected measures are stated; desirable ones, and those that the form has
    no field for, stand in the list alone.
    ``measures`` come with what is open first; ``ways`` are the smallest sets of them that settle the derived answer.
    """

    id: str
    sheet: RiskSheet | None
    tone: Tone
    found: int = 0
    counted: int = 0
    measures: tuple[Measure, ...] = ()
    ways: tuple[tuple[Measure, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One risk over all files."""

    risk: str
    title: str
    title_en: str
    section: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Risks down, files across."""

    files: tuple[str, ...]
    lines: tuple[Line, ...]


def heat_map(sheets: Sequence[RiskSheet], prefix: str) -> HeatMap:
    """Arrange risk sheets; ``prefix`` keeps the ids of several affairs on one page apart."""
    files = tuple(dict.fromkeys(s.file or "" for s in sheets))
    risks = dict.fromkeys(s.risk for s in sheets)
    by_place = {(s.file or "", s.risk): s for s in sheets}
    lines = []
    for risk in risks:
        any_sheet = next(s for s in sheets if s.risk == risk)
        cells = tuple(
            _cell(f"{prefix}-{number}-{risk}", by_place.get((file, risk)))
            for number, file in enumerate(files)
        )
        lines.append(Line(risk, any_sheet.title, any_sheet.title_en, any_sheet.section, cells))
    return HeatMap(files, tuple(lines))


def _cell(id_: str, sheet: RiskSheet | None) -> Cell:
    if sheet is None:
        return Cell(id_, None, "none")
    asked = [m for m in sheet.sheet if m.expected == "yes" and m.strength != "desirable" and m.field]
    by_id = {measure.id: measure for measure in sheet.sheet}
    return Cell(
        id_,
        sheet,
        _tone(sheet),
        sum(m.state == "done" for m in asked),
        len(asked),
        tuple(sorted(sheet.sheet, key=lambda one: (_OPEN.index(one.state), _STRENGTH.index(one.strength)))),
        tuple(tuple(by_id[id_] for id_ in way if id_ in by_id) for way in sheet.settling),
    )


def _tone(sheet: RiskSheet) -> Tone:
    if sheet.declared is None and sheet.applicable != "no":
        return "blank"
    return _TONE.get(sheet.comparison, "blank")
