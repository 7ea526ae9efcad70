"""What is known of one fact: the law of facts, for counts as closed intervals and for choices as sets.

Sources that agree leave what all of them allow. Sources that contradict one another leave everything any of them
allows: what is concluded then holds under each.
"""

from __future__ import annotations

from .law import MANY

Span = tuple[int, int]
Choice = frozenset[str]

ANY: Span = (0, MANY)
YES: Choice = frozenset({"yes"})
NO: Choice = frozenset({"no"})
EITHER: Choice = YES | NO


def meet_spans(spans: list[Span]) -> Span | None:
    """Return what all allow, or None.

    >>> meet_spans([(0, 499), (100, 900)]), meet_spans([(0, 499), (500, 900)])
    ((100, 499), None)
    """
    lo, hi = max(s[0] for s in spans), min(s[1] for s in spans)
    return (lo, hi) if lo <= hi else None


def hull(spans: list[Span]) -> Span:
    """Return the least interval that holds each.

    >>> hull([(0, 4), (7, 9)])
    (0, 9)
    """
    return min(s[0] for s in spans), max(s[1] for s in spans)


def spans(told: list[Span], derived: list[Span]) -> tuple[list[Span], bool]:
    """Put together what is told of a count and what follows from other facts.

    Returns what it may be, once for each source where told sources contradict one another (what is concluded must hold
    under each), and whether anything contradicts. Where a told value contradicts what follows from other facts,
    everything that either allows is left.

    >>> spans([(0, 499), (500, MANY)], [(10, 49)])
    ([(10, 49), (10, 1000000000000000000)], True)
    >>> spans([(7, 7)], [(10, 49)]), spans([(0, 20), (5, 90)], [(10, 49)])
    (([(7, 49)], True), ([(10, 20)], False))
    """
    met = meet_spans(told) if told else None
    apart = bool(told) and met is None
    out = []
    for own in [[t] for t in told] if apart else [[] if met is None else [met]]:
        every = [*own, *derived] or [ANY]
        both = meet_spans(every)
        apart |= both is None
        out.append(hull(every) if both is None else both)
    return out, apart


def choices(told: list[Choice], derived: list[Choice], unsaid: Choice) -> tuple[list[Choice], bool]:
    """The same for a choice; ``unsaid`` is what is possible where nothing is told.

    >>> choices([YES, NO], [NO], EITHER)[1], choices([], [], EITHER) == ([EITHER], False)
    (True, True)
    """
    met = frozenset.intersection(*told) if told else frozenset()
    apart = bool(told) and not met
    out = []
    for own in [[t] for t in told] if apart else [[met] if met else []]:
        every = [*own, *derived] or [unsaid]
        both = frozenset.intersection(*every)
        apart |= not both
        out.append(both or frozenset[str]().union(*every))
    return out, apart
