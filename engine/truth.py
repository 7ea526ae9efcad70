"""Kleene's three truth values."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Truth", "all_of", "any_of", "negate"]


class Truth(StrEnum):
    """True for every possible value, false for every one, or not known.

    >>> all_of([Truth.TRUE, Truth.UNKNOWN]).value, any_of([Truth.TRUE, Truth.UNKNOWN]).value
    ('unknown', 'true')
    """

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


def all_of(truths: Iterable[Truth]) -> Truth:
    """False if any is false, true if all are true, else unknown."""
    found = set(truths)
    return Truth.FALSE if Truth.FALSE in found else Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.TRUE


def any_of(truths: Iterable[Truth]) -> Truth:
    """True if any is true, false if all are false, else unknown."""
    return negate(all_of(negate(t) for t in truths))


def negate(truth: Truth) -> Truth:
    """Swap true and false."""
    return {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}[truth]
