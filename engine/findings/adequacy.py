"""What the states of its measures say of a risk: the adequacy they bear out, how that compares, which answers are in doubt."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ...facts.values import NO, YES, Options, Range
from ...rulesets.language.conditions import atoms, read_condition
from ...rulesets.language.grammar import Judge
from ...rulesets.program.measure_counts import ADEQUACY, COUNTS, OPEN, RISK, STATES, STRENGTHS
from ..analysis.grid import Identity
from ..analysis.open_adequacy import least_looks, sets_of
from ..evaluation.truth import Truth, truth_of
from ..results.assessment import Spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...facts.values import Possible
    from ...rulesets.language.conditions import Condition
    from ...rulesets.program.program import Program
    from ..results.assessment import Comparison

    Judges = Sequence[tuple[Judge, Condition]]

__all__ = ["Answer", "compared", "derived_adequacy", "doubts", "settling"]

_SHOWN: Final = ("done", "not_done")
#: No fact of these conditions is a date, so that none is counted from the day.
_NO_DAY: Final = dt.date.min
_TOP: Final = len(ADEQUACY) - 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What a document says of a risk itself; None where that was not read.

    ``blank`` says that the answer was read and is empty.
    """

    declared: str | None = None
    applicable: str | None = None
    blank: bool = False

    @property
    def facts(self) -> dict[str, Possible]:
        """The answer as what is possible of it."""
        applies: dict[str | None, Possible] = {"yes": YES, "no": NO}
        return {
            "declared": Options.of(self.declared) if self.declared else RISK["declared"].anything,
            "applicable": applies.get(self.applicable, RISK["applicable"].anything),
        }


def derived_adequacy(program: Program, counts: Mapping[str, int]) -> Spread:
    """Return the range of adequacy that numbers of measures (``required.not_stated``, …) bear out."""
    low, high = _ranks(_judges(Identity(program.statements)), Counter(counts))
    return Spread.model_validate({"floor": ADEQUACY[low], "ceiling": ADEQUACY[high]})


def compared(answer: Answer, derived: Spread) -> Comparison:
    """Compare the declared answer with what the measures bear out.

    >>> answer = Answer("sufficient", "yes")
    >>> compared(answer, Spread(floor="sufficient")), compared(answer, Spread(ceiling="lacking")), compared(answer, Spread())
    ('borne_out', 'more_than_shown', 'cannot_tell')
    """
    if answer.applicable == "no":
        return "not_applicable"
    if answer.declared is None:
        return "blank" if answer.blank else "cannot_tell"
    declared = ADEQUACY.index(answer.declared)
    low, high = ADEQUACY.index(derived.floor), ADEQUACY.index(derived.ceiling)
    if declared > high:
        return "more_than_shown"
    if declared < low:
        return "less_than_shown"
    # that issues remain is borne out only where nothing higher is possible: the lowest floor says nothing
    borne_out = high == 0 if declared == 0 else low == declared
    return "borne_out" if borne_out else "cannot_tell"


def doubts(program: Program, counts: Mapping[str, int], answer: Answer) -> Iterable[tuple[Judge, Truth]]:
    """Yield every rule that may find something in a declared answer, with its truth for the states of the measures."""
    known = answer.facts
    numbers = _opened(Counter(counts))

    def look(name: str) -> Possible:
        return known[name] if name in known else Range(numbers[name], numbers[name])

    for s, when in _finders(Identity(program.statements)):
        yield s, truth_of(when, look)


def settling(
    program: Program, open_: Mapping[str, Sequence[str]], known: Mapping[str, int]
) -> tuple[tuple[str, ...], ...]:
    """Return the smallest sets of open measures that settle the derived adequacy once it is known whether they are done.

    Args:
        program: the ruleset made ready.
        open_: by strength, the measures that are expected and not settled.
        known: the counts of all others. Where some are undecided nothing settles it: do not ask then.
    """
    if not any(open_.values()):
        return ()
    judges = _judges(Identity(program.statements))
    read = tuple(
        s for s in STRENGTHS if s in {a.fact.split(".")[0] for _, when in judges for a in atoms(when)}
    )
    names = [open_.get(s, ()) for s in read]
    sizes = tuple(len(n) for n in names)
    return sets_of(names, _looks(Identity(program.statements), read, sizes, tuple(sorted(known.items()))))


@lru_cache(maxsize=4_096)
def _looks(
    statements: Identity,
    read: tuple[str, ...],
    sizes: tuple[int, ...],
    known: tuple[tuple[str, int], ...],
) -> tuple[tuple[int, ...], ...]:
    judges = _judges(statements)

    def derive(done: tuple[int, ...]) -> tuple[int, int]:
        counts = Counter(dict(known))
        for strength, n, of in zip(read, done, sizes, strict=True):
            counts[f"{strength}.done"] += n
            counts[f"{strength}.not_done"] += of - n
        return _ranks(judges, counts)

    return least_looks(sizes, derive)


@lru_cache(maxsize=64)
def _judges(statements: Identity) -> Judges:
    return [
        (s, read_condition(s.when, COUNTS, _NO_DAY))
        for s in statements.value
        if isinstance(s, Judge) and s.then
    ]


@lru_cache(maxsize=64)
def _finders(statements: Identity) -> Judges:
    return [
        (s, read_condition(s.when, RISK, _NO_DAY))
        for s in statements.value
        if isinstance(s, Judge) and s.judge == "finding"
    ]


def _opened(counts: Counter[str]) -> Counter[str]:
    for strength in STRENGTHS:
        counts[f"{strength}.{OPEN}"] = sum(
            counts[f"{strength}.{state}"] for state in STATES if state not in _SHOWN
        )
    return counts


def _ranks(judges: Judges, counts: Counter[str]) -> tuple[int, int]:
    """Narrow lacking…strong by every rule that certainly holds for the counts."""
    floor, ceiling = 0, _TOP
    if not any(counts.values()):
        return floor, ceiling
    numbers = _opened(counts)
    for s, when in judges:
        if (
            s.then is None
            or truth_of(when, lambda name: Range(numbers[name], numbers[name])) is not Truth.TRUE
        ):
            continue
        rank = ADEQUACY.index(s.then)
        floor, ceiling = (max(floor, rank), ceiling) if s.judge == "floor" else (floor, min(ceiling, rank))
    return min(floor, ceiling), ceiling  # a measure stated as not done outweighs any number of others
