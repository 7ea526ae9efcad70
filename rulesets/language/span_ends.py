"""Spans as rule files and their cases write them: ``2024-04-01..2025-03-31``, ``..500``, ``full..``."""

from __future__ import annotations

__all__ = ["ends_of"]


def ends_of(text: str) -> tuple[str, str] | None:
    """Return the two ends of a span as they are written, an open end empty; None where the text is no span.

    >>> ends_of("100000 .. 299999"), ends_of("..2030-04-01"), ends_of("full")
    (('100000', '299999'), ('', '2030-04-01'), None)
    """
    low, dots, high = (part.strip() for part in text.partition(".."))
    if not dots or len(low.split()) > 1 or len(high.split()) > 1:
        return None
    return low, high
