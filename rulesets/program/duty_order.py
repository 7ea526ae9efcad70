"""The order among duties, and the days their deadlines are counted from: checked, and made ready to use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...facts.vocabulary import Kind
from ..language.grammar import Check, Oblige
from ..language.problems import problem_of, unknown_fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ...facts.errors import Problem
    from ...facts.vocabulary import Fact, Vocabulary
    from ..language.grammar import Statement

__all__ = ["date_problems", "in_order", "round_problems"]


def in_order(
    statements: Sequence[Statement], known: frozenset[str]
) -> tuple[tuple[tuple[Oblige, int], ...], list[Problem]]:
    """Sort duties so that each comes after those it names, by steps.

    The step is 1 for a duty that waits for none, else one more than the latest it waits for. Within a step duties
    come before efforts, and otherwise in the order of the files. A duty that is not in force is not waited for;
    ``known`` names the duties of every day.
    """
    duties = {s.id: s for s in statements if isinstance(s, Oblige)}
    problems = [
        problem_of(
            s, "ruleset.unknown-duty", other, "waits for a duty that there is none of", "name a duty's id"
        )
        for s in duties.values()
        for other in s.after
        if other not in known
    ]
    steps: dict[str, int] = {}
    order: list[tuple[Oblige, int]] = []
    waiting = dict(duties)
    while waiting:
        ready = [s for s in waiting.values() if not any(a in waiting for a in s.after)]
        if not ready:
            stuck = list(_circle(waiting))
            problems.append(
                problem_of(
                    waiting[stuck[0]],
                    "ruleset.duty-cycle",
                    " → ".join((*stuck, stuck[0])),
                    "duties wait for one another",
                    "break the circle: take one id out of an `after`",
                )
            )
            break
        first = ready[0]
        steps[first.id] = 1 + max((steps[a] for a in first.after if a in steps), default=0)
        order.append((first, steps[first.id]))
        del waiting[first.id]
    return tuple(sorted(order, key=lambda pair: (pair[1], pair[0].oblige == "effort"))), problems


def _circle(waiting: dict[str, Oblige]) -> Iterator[str]:
    """Walk from duty to duty that waits until one comes again, and yield that circle."""
    path = [next(iter(waiting))]
    while (following := next(a for a in waiting[path[-1]].after if a in waiting)) not in path:
        path.append(following)
    yield from path[path.index(following) :]


def round_problems(s: Oblige, vocabulary: Vocabulary) -> list[Problem]:
    """Say what is wrong with the table that a duty names for its round of the procedure."""
    fact = vocabulary.by_name.get(s.round)
    if not s.round or (fact is not None and fact.kind is Kind.CHOICE):
        return []
    remedy = "name the fact a table decides, or leave `round` out"
    return [problem_of(s, "ruleset.round", s.round, "no table decides this round", remedy)]


def date_problems(
    s: Oblige | Check, vocabulary: Vocabulary, readable: Callable[[Fact], bool]
) -> Iterator[Problem]:
    """Yield what is wrong with the facts that deadlines and comparisons read."""
    names: list[tuple[str, bool]] = []
    if isinstance(s, Oblige):
        names = [(due.fact, True) for due in (*s.due, *s.until)]
    elif s.across:
        names = [(name, False) for name in (*s.across.same, s.across.differ)]
        names += [(name, True) for name in (s.across.latest, s.across.following) if name]
    for name, date in names:
        if name not in vocabulary:
            yield unknown_fact(s, name, vocabulary)
        elif not readable(vocabulary[name]):
            yield problem_of(
                s,
                "ruleset.due",
                name,
                "a fact that cannot be read here",
                "set `for:` to the scope of the fact",
            )
        elif date and vocabulary[name].kind is not Kind.DATE:
            yield problem_of(
                s, "ruleset.due", name, "not a date", "count from a date fact, or compare by one"
            )
