"""Places of documents without lines: what was read on a line of rows is told by its page, sheet or table and cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from .result_parts import Evidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...facts.affair.affair import Place
    from ...facts.documents.doors.as_lines import LaidOut
    from ...facts.documents.doors.cells import Place as CellPlace

__all__ = ["evidence_at", "placed"]

_T = TypeVar("_T")


def evidence_at(place: Place, *, text: str = "", fact: str = "") -> Evidence:
    """Return the evidence of a place where a fact was read."""
    found = Evidence(document=place.document, line=place.line, text=text, fact=fact)
    return found if place.at is None else _at(found, place.at)


def placed(result: _T, laid_out: Mapping[str, LaidOut]) -> _T:
    """Return a result in which every line of a document without lines is a place of that document.

    >>> placed(Evidence(document="a.pdf", line=3), {}).line
    3
    """
    return _placed(result, laid_out) if laid_out else result


def _placed(value: Any, laid_out: Mapping[str, LaidOut]) -> Any:
    if isinstance(value, Evidence):
        document = laid_out.get(value.document)
        if document is None or value.line is None:
            return value
        marked = value.text[slice(*value.mark)] if value.mark else value.text
        place = document.place(value.line, marked)
        return value.model_copy(update={"line": None}) if place is None else _at(value, place)
    if isinstance(value, BaseModel):
        found = {name: _placed(old, laid_out) for name, old in value}
        changed = {name: new for name, new in found.items() if new is not getattr(value, name)}
        return value.model_copy(update=changed) if changed else value
    if isinstance(value, tuple):
        items = tuple(_placed(item, laid_out) for item in value)
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    return value


def _at(evidence: Evidence, place: CellPlace) -> Evidence:
    return evidence.model_copy(
        update={
            "line": place.line,
            "page": place.page,
            "box": place.box,
            "sheet": place.sheet,
            "cell": place.cell,
            "table": place.table,
            "row": place.row,
            "place": place.words(),
            "place_en": place.words("en"),
        }
    )
