"""The results sessions asked for last, kept beside the sessions: a result is large, a session only knows facts."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from ...rulesets.program.law_of_day import ByHash
from ..analysis.grid import Identity
from ..assess import assess

if TYPE_CHECKING:
    import datetime as dt

    from ...facts.affair.affair import Affair
    from ...rulesets.loader import Ruleset
    from ..results.assessment import Assessment

__all__ = ["assessed"]

_MOST: Final = 64
_LOCK: Final = threading.Lock()
_RESULTS: Final[OrderedDict[tuple[Identity, ByHash, dt.date], Assessment]] = OrderedDict()


def assessed(affair: Affair, ruleset: Ruleset, as_of: dt.date) -> Assessment:
    """Assess what a session knows; the same affair, asked about again soon, is not assessed again."""
    key = (Identity(affair), ByHash(ruleset), as_of)
    with _LOCK:
        known = _RESULTS.get(key)
        if known is not None:
            _RESULTS.move_to_end(key)
            return known
    result = assess(affair, as_of=as_of, ruleset=ruleset, executor="session")
    with _LOCK:
        _RESULTS[key] = result
        while len(_RESULTS) > _MOST:
            _RESULTS.popitem(last=False)
    return result
