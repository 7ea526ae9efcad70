"""重大事故 over the affairs of one body: 規則第4条第8号ロ speaks of 当該行政機関の長等において, not of the affair.

What one affair knows of today is known of every affair of the same body. A yes and a no contradict one another, whichever
affair each was told of; an incident whose seriousness is open keeps the answer open.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .affairs import assess, incident_evidence
from .known import EITHER, NO, YES, Choice, choices

if TYPE_CHECKING:
    import datetime as dt

    from .affairs import Affair, Verdict
    from .readings import Reading


def alone(affair: Affair, as_of: dt.date, reading: Reading) -> tuple[Choice | None, bool]:
    """Return what an affair knows of its body's incidents by itself (None is nothing), and whether it contradicts itself."""
    told, derived = incident_evidence(affair, as_of, reading)
    if not told and not derived:
        return (EITHER if affair.incidents else None), False
    found, apart = choices(told, derived, EITHER)
    return frozenset[str]().union(*found), apart


def of_one_body(affairs: list[Affair], as_of: dt.date, reading: Reading) -> list[Verdict]:
    """Return what follows for each affair of one body, of which every record speaks of today.

    >>> import datetime as dt
    >>> from .affairs import Affair
    >>> from .readings import Reading
    >>> two = [Affair(headcount=((50_000, 50_000),), handlers=((9, 9),), incident_within_1y=t) for t in ((YES,), ())]
    >>> [sorted(v.levels) for v in of_one_body(two, dt.date(2026, 4, 1), Reading())]
    [['key'], ['key']]
    """
    own = [alone(a, as_of, reading) for a in affairs]
    known = [answer for answer, _ in own]
    if YES in known and NO in known:
        shared: Choice | None = EITHER
    elif YES in known:
        shared = YES
    elif EITHER in known:
        shared = EITHER
    else:
        shared = NO if NO in known and reading.no_travels else None
    out = []
    for affair, (answer, apart) in zip(affairs, own, strict=True):
        # sources of one record that contradict one another are not settled by another record
        now = answer if apart or shared is None else shared
        told = () if now is None else (now,)
        out.append(assess(replace(affair, incident_within_1y=told, incidents=None), as_of, reading))
    return out
