"""Ticks that may be drawn as shapes or form controls: a box that no cell marks is then not known to be empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ..collector import Sheet
    from ..doors.as_lines import LaidOut

__all__ = ["withdraw_undrawn"]

_DRAWN: Final = frozenset({"drawn-marks", "form-controls"})
_REASON: Final = "図形又はフォームコントロールの印があり、この欄の印がそれであるか読み取れない"


def withdraw_undrawn(sheet: Sheet, laid_out: LaidOut | None) -> None:
    """Take back what was concluded from unmarked boxes on a sheet on which marks are drawn."""
    if laid_out is None:
        return
    sheets = {note.place.sheet for note in laid_out.notes if note.id in _DRAWN and note.place.sheet}
    if not sheets:
        return
    for path, reading in [*sheet.facts.items()]:
        if reading.value != () or reading.line is None:
            continue
        place = reading.place or laid_out.place(reading.line)
        if place is not None and place.sheet in sheets:
            del sheet.facts[path]
            sheet.miss(path, _REASON)
