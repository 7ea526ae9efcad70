"""The ways in which a sentence speaks of what was found in it; see :mod:`.denial` for how they are told apart."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Reading"]


class Reading(StrEnum):
    """What a sentence says of something found in it."""

    AFFIRMED = "affirmed"
    DENIED = "denied"
    PLANNED = "planned"
    OWED = "owed"  # required, wished or asked for; not said to be done
    PARTLY = "partly"  # so of some, at times, or by the word of others
    REFERRED = "referred"  # said to stand elsewhere
    POSSIBLE = "possible"  # perhaps said, in words that no pattern foresees
    NEAREST = "nearest"  # of the same thing; it does not say so
