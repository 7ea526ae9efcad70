"""The base of every value that is read from data or given as a result."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = ["Frozen"]


class Frozen(BaseModel):
    """A value that does not change and holds nothing beyond its fields; data with an unknown key is refused.

    >>> from pydantic import ValidationError
    >>> try:
    ...     Frozen.model_validate({"unknown": 1})
    ... except ValidationError as error:
    ...     error.errors()[0]["type"]
    'extra_forbidden'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
