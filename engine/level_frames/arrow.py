"""Frames of other libraries, taken in through the Arrow PyCapsule interface: none of them is needed to do so."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import polars as pl

from ...facts.arguments import instance_of

__all__ = ["ArrowStream", "polars_frame"]


@runtime_checkable
class ArrowStream(Protocol):
    """A table that gives itself as an Arrow stream: of pandas, DuckDB, pyarrow, and others."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return a PyCapsule."""


def polars_frame(frame: object) -> pl.DataFrame | pl.LazyFrame:
    """Return a frame as a polars frame; what is one already is not copied.

    >>> polars_frame(pl.DataFrame({"headcount": [5]})).height
    1

    Raises:
        UsageError: it gives no Arrow stream.
    """
    if isinstance(frame, (pl.DataFrame, pl.LazyFrame)):
        return frame
    remedy = "give a frame of polars or pandas, a relation of DuckDB, or an Arrow table"
    stream = instance_of(frame, ArrowStream, "frame", remedy)  # type: ignore[type-abstract]  # checked at run time
    return pl.DataFrame(stream)
