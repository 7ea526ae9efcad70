"""Values as other libraries hold them (numpy, pandas, decimal), as plain Python; and which of them say nothing.

None of these libraries is imported: their values are told by what they can do.
"""

from __future__ import annotations

import datetime as dt
import decimal
import math
import numbers
from typing import Final

__all__ = ["is_missing", "native"]

#: Types whose one value means that a value is missing.
_MISSING_TYPES: Final = frozenset({"NoneType", "NAType", "NaTType"})
_DATES_OF_NUMPY: Final = frozenset({"datetime64", "timedelta64"})


def native(raw: object) -> object:
    """Return a scalar of another library as the plain value it holds; anything else as it is.

    >>> from decimal import Decimal
    >>> native(Decimal("250000.0")), native(Decimal("0.5"))
    (250000, 0.5)
    """
    if raw is None or isinstance(raw, (str, bool, dt.date)) or type(raw) in (int, float):
        return raw
    if type(raw).__name__ in _DATES_OF_NUMPY:
        return str(raw)  # its item() may be nanoseconds
    if isinstance(raw, numbers.Integral):
        return int(raw)
    if isinstance(raw, decimal.Decimal):
        whole = raw.is_finite() and raw.adjusted() < 30 and raw == raw.to_integral_value()
        return int(raw) if whole else float(raw) if not raw.is_snan() else math.nan
    if isinstance(raw, numbers.Rational):
        return int(raw.numerator) if raw.denominator == 1 else int(raw.numerator) / int(raw.denominator)
    item = getattr(raw, "item", None)
    if getattr(raw, "shape", None) == () and callable(item):
        return native(item())
    return raw


def is_missing(raw: object) -> bool:
    """Say whether a value stands for one that is not there: None, NaN, NaT, NA.

    >>> is_missing(None), is_missing(float("nan")), is_missing(0), is_missing("NaN")
    (True, True, False, False)
    """
    if type(raw).__name__ in _MISSING_TYPES:
        return True
    value = native(raw)
    return (isinstance(value, float) and math.isnan(value)) or (
        isinstance(value, str) and value == "NaT" and not isinstance(raw, str)
    )
