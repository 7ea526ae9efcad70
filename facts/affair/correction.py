"""A fact of a document that a person put right: what stood there, what is right, who says so, when and why."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic reads it
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from ..frozen import Frozen

__all__ = ["Correction", "read_corrections"]


class Correction(Frozen):
    """One correction, as it was applied to a document.

    ``read`` is what had been read when it was made, ``found`` what is read in the document as it is; None where nothing
    is. ``state``: ``applied``; ``agrees`` (the document says the same by now); ``contradicts`` (the document says
    something that the person had not seen: neither stands alone); ``unmatched`` (the document has no such file).
    """

    path: str
    label: str
    value: str
    read: str | None = None
    found: str | None = None
    state: Literal["applied", "agrees", "contradicts", "unmatched"]
    by: str
    on: dt.date
    reason: str
    document: str
    line: int | None = None

    @property
    def is_outdated(self) -> bool:
        """Whether a person must look at it again.

        >>> Correction(
        ...     path="headcount", label="対象人数", value="5", state="applied", by="山田", on="2026-12-01", reason="誤読", document="a"
        ... ).is_outdated
        False
        """
        return self.state in ("contradicts", "unmatched")


def read_corrections(
    raw: object,
) -> tuple[tuple[Correction, ...], tuple[str, object, str] | None]:
    """Read corrections as they are written in a facts file; what is wrong with them as place, value and reason.

    >>> read_corrections(None), read_corrections([{}])[1][0]
    (((), None), '.0.path')
    """
    if raw is None:
        return (), None
    try:
        return TypeAdapter(tuple[Correction, ...]).validate_python(raw), None
    except ValidationError as error:
        first = error.errors()[0]
        return (), ("".join(f".{step}" for step in first["loc"]), first.get("input"), first["msg"])
