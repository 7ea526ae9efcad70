"""What a pattern can cost: whether the ways to match one text double with its length, and how many there can be.

A backtracking search tries every way in which a pattern can match before it gives up. Two answers are given of a
pattern, both on the safe side:

* *explosive*: a repetition can take the same stretch of text in two ways, as in ``(?:a|a)+``, ``(?:a+)+`` or
  ``(?:市|市区|区市)+``. Every further character may double the ways. Found on the automaton of the pattern (Weideman et
  al., "Analyzing matching time behavior of backtracking regular expression matchers", 2016: exponential ambiguity).
* *bounded*: the number of ways on a field of 4,000 characters is small, by a bound that multiplies along a
  sequence and adds over alternatives.

What is neither is matched under a time limit (:mod:`.matching`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from .regex_syntax import parsed, sre

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .regex_syntax import Item

__all__ = ["FIELD", "Cost", "cost"]

#: The length of a field that a bound is for.
FIELD: Final = 4_000
#: Ways to match such a field, beyond which a pattern counts as bounded no more: some tenths of a second.
_FEW: Final = 20_000_000
#: Repetitions beyond which a loop is taken to have no end.
_SHORT: Final = 9
#: Parts of a pattern beyond which it is not analysed.
_PARTS: Final = 600


_REPEATS: Final = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT) if sre else ()


class Cost(Enum):
    """What a search for a pattern can cost."""

    BOUNDED = "bounded"
    UNCERTAIN = "uncertain"
    EXPLOSIVE = "explosive"


@lru_cache(maxsize=4096)
def cost(pattern: str) -> Cost:
    """Say what a pattern can cost.

    >>> [cost(p).value for p in ("(?:a|a){1,60}b", "二要素.{0,30}認証", "a*b*c*d")]
    ['explosive', 'bounded', 'uncertain']

    Raises:
        re.error: no regular expression.
    """
    read = parsed(pattern)
    if read is None:  # pragma: no cover - see :mod:`.sre`
        return Cost.UNCERTAIN
    items, literal = read
    try:
        if any(_explodes(sequence) for sequence in _apart(items)):
            return Cost.EXPLOSIVE
    except _TooLarge:
        return Cost.UNCERTAIN
    return Cost.BOUNDED if literal and FIELD * _ways(items) <= _FEW else Cost.UNCERTAIN


class _TooLarge(Exception):
    """The pattern has more parts than are looked at."""


def _apart(items: Sequence[Item]) -> Iterable[Sequence[Item]]:
    """Yield a pattern, and each that stands in it to look ahead or behind: those are searched on their own."""
    yield items
    for op, value in items:
        if op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _apart(list(value[1]))
        else:
            for inner in _inside(op, value):
                yield from list(_apart(inner))[1:]


def _inside(op: Any, value: Any) -> list[list[Item]]:
    """Return the sequences inside an item."""
    if op is sre.SUBPATTERN:
        return [list(value[3])]
    if op is sre.BRANCH:
        return [list(branch) for branch in value[1]]
    if op in _REPEATS:
        return [list(value[2])]
    if op is sre.ATOMIC_GROUP:
        return [list(value)]
    if op is sre.GROUPREF_EXISTS:
        return [list(part) for part in value[1:] if part is not None]
    return []


# ---- the number of ways


def _ways(items: Iterable[Item]) -> int:
    """Bound the ways in which a sequence can match from one place on."""
    total = 1
    for op, value in items:
        total = min(total * _ways_of(op, value), _FEW + 1)
    return total


def _ways_of(op: Any, value: Any) -> int:
    if op in _REPEATS:
        low, high, body = value
        each, most = _ways(body), min(high, FIELD)
        if each == 1:
            return int(most - low + 1)
        # beyond so many rounds the bound is passed anyway
        return int(sum(min(each**n, _FEW) for n in range(low, min(most, low + 30) + 1)))
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return _ways(value[1])
    if op is sre.GROUPREF:
        return FIELD  # compares up to a whole field
    inner = _inside(op, value)
    return sum(map(_ways, inner)) if inner else 1


# ---- two ways through a loop


#: Places of an automaton with the number of ways to come to them, where more than two count as two.
_Places = dict[int, int]


@dataclass
class _Automaton:
    """The letters of a pattern as places, and which may follow which; ``twice`` are steps there are two ways for."""

    letters: list[_Letters] = field(default_factory=list)
    follow: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    twice: set[tuple[int, int]] = field(default_factory=set)

    def place(self, letters: _Letters) -> int:
        if len(self.letters) == _PARTS:
            raise _TooLarge
        self.letters.append(letters)
        return len(self.letters) - 1

    def join(self, lasts: _Places, firsts: _Places) -> None:
        for a, m in lasts.items():
            for b, n in firsts.items():
                if m * n > 1 or b in self.follow[a]:
                    self.twice.add((a, b))
                self.follow[a].add(b)


@dataclass(frozen=True)
class _Part:
    """A part of a pattern: the places it begins and ends with, and in how many ways it matches nothing."""

    first: _Places
    last: _Places
    empty: int = 0


_NOTHING: Final = _Part({}, {}, 1)


def _sum(one: _Places, other: _Places, times: int = 1) -> _Places:
    """Add the ways to come to the places of one and, so many times, to those of the other."""
    if not times:
        return one
    return one | {p: min(2, one.get(p, 0) + n * times) for p, n in other.items()}


def _explodes(items: Sequence[Item]) -> bool:
    if not _has_loop(items):
        return False
    automaton = _Automaton()
    _sequence(automaton, items)
    for loop in _loops(automaton.follow, range(len(automaton.letters))):
        if any(a in loop and b in loop for a, b in automaton.twice):
            return True
        if len(loop) > 1 and _two_ways(automaton, loop):
            return True
    return False


def _has_loop(items: Iterable[Item]) -> bool:
    """Whether something other than a single letter is repeated; a letter has one way only."""
    for op, value in items:
        if op in _REPEATS and value[1] > _SHORT and (len(value[2]) > 1 or _inside(*value[2][0])):
            return True
        if any(map(_has_loop, _inside(op, value))):
            return True
    return False


def _sequence(automaton: _Automaton, items: Iterable[Item]) -> _Part:
    whole = _NOTHING
    for op, value in items:
        part = _part(automaton, op, value)
        automaton.join(whole.last, part.first)
        whole = _Part(
            _sum(whole.first, part.first, whole.empty),
            _sum(part.last, whole.last, part.empty),
            min(2, whole.empty * part.empty),
        )
    return whole


def _part(automaton: _Automaton, op: Any, value: Any) -> _Part:
    if op in _REPEATS:
        low, high, body = value
        part = _sequence(automaton, body)
        if high > _SHORT:
            automaton.join(part.last, part.first)
        return _Part(part.first, part.last, min(2, part.empty + (low == 0)))
    inner = _inside(op, value)
    if inner:
        whole = _Part({}, {}, 0)
        for sequence in inner:
            part = _sequence(automaton, sequence)
            whole = _Part(
                _sum(whole.first, part.first), _sum(whole.last, part.last), min(2, whole.empty + part.empty)
            )
        return whole
    letters = _letters(op, value)
    if letters is None:
        return _NOTHING
    place = automaton.place(letters)
    return _Part({place: 1}, {place: 1})


def _two_ways(automaton: _Automaton, loop: frozenset[int]) -> bool:
    """Whether two different ways lead from some place of a loop back to it over the same text."""
    meets = {(a, b): a == b or automaton.letters[a].meets(automaton.letters[b]) for a in loop for b in loop}
    steps = {
        pair: {
            (a, b)
            for a in automaton.follow[pair[0]] & loop
            for b in automaton.follow[pair[1]] & loop
            if meets[a, b]
        }
        for pair, met in meets.items()
        if met
    }
    pairs = _loops(steps, steps)
    return any(any(a == b for a, b in there) and any(a != b for a, b in there) for there in pairs)


def _loops(follow: Any, nodes: Iterable[Any]) -> list[frozenset[Any]]:
    """Return the strongly connected components that have a step inside (Tarjan's algorithm without recursion)."""
    index: dict[Any, int] = {}
    low: dict[Any, int] = {}
    stack: list[Any] = []
    on: set[Any] = set()
    found: list[frozenset[Any]] = []
    for root in nodes:
        if root in index:
            continue
        work = [(root, iter(follow.get(root, ())))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on.add(root)
        while work:
            node, rest = work[-1]
            for after in rest:
                if after not in index:
                    index[after] = low[after] = len(index)
                    stack.append(after)
                    on.add(after)
                    work.append((after, iter(follow.get(after, ()))))
                    break
                if after in on:
                    low[node] = min(low[node], index[after])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component = frozenset(stack[stack.index(node) :])
                    del stack[stack.index(node) :]
                    on -= component
                    if len(component) > 1 or node in follow.get(node, ()):
                        found.append(component)
    return found


# ---- which letters two places have in common


@dataclass(frozen=True)
class _Letters:
    """What a place of a pattern can match: these stretches of characters, or all but these; categories may be all."""

    spans: tuple[tuple[int, int], ...] = ()
    but: bool = False
    anything: bool = False

    def meets(self, other: _Letters) -> bool:
        """Whether one character may fit both; where that cannot be told, it may."""
        if self.anything or other.anything or (self.but and other.but):
            return True
        if self.but or other.but:
            kept, left_out = (other, self) if self.but else (self, other)
            return any(not any(a <= low and high <= b for a, b in left_out.spans) for low, high in kept.spans)
        return any(a <= d and c <= b for a, b in self.spans for c, d in other.spans)


#: All that `\\s` matches in a text.
_SPACES: Final = (
    (0x09, 0x0D), (0x1C, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029),
    (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000),
)  # fmt: skip
#: More than these categories hold, and what they hold for certain.
_CATEGORIES: Final = (
    {
        sre.CATEGORY_DIGIT: (((0x30, 0x39), (0x660, 0x1FFFF)), ((0x30, 0x39),)),
        sre.CATEGORY_SPACE: (_SPACES, _SPACES),
    }
    if sre
    else {}
)
_OTHERS: Final = (
    {sre.CATEGORY_NOT_DIGIT: sre.CATEGORY_DIGIT, sre.CATEGORY_NOT_SPACE: sre.CATEGORY_SPACE} if sre else {}
)


def _letters(op: Any, value: Any) -> _Letters | None:
    """Return what one item matches; None for one that takes no text."""
    if op is sre.LITERAL:
        return _Letters(((value, value),))
    if op is sre.NOT_LITERAL:
        return _Letters(((value, value),), but=True)
    if op is sre.ANY:
        return _Letters(((10, 10),), but=True)
    if op is sre.IN:
        return _class(value)
    if op is sre.GROUPREF:
        return _Letters(anything=True)
    return None


def _class(items: Sequence[Item]) -> _Letters:
    if len(items) == 1 and items[0][1] in _OTHERS:
        items = [(sre.NEGATE, None), (sre.CATEGORY, _OTHERS[items[0][1]])]
    spans: list[tuple[int, int]] = []
    but = False
    for op, value in items:
        if op is sre.NEGATE:
            but = True
        elif op is sre.LITERAL:
            spans.append((value, value))
        elif op is sre.RANGE:
            spans.append(value)
        elif value in _CATEGORIES:
            # what may be in the class, or, where the class is all but these, what is left out for certain
            spans += _CATEGORIES[value][but]
        else:
            return _Letters(anything=True)
    return _Letters(tuple(spans), but)
