"""The interview of a pre-screening: one question at a time, the best first, every answer narrowing what is possible.

An interview is a frozen value; answering, skipping and going back return the next one, so nothing is ever lost and
any front (terminal, pipe, notebook) can drive it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Self

from ...facts.affair.affair import Affair
from ...facts.errors import InputError, Problem
from ...facts.values import Options
from ...facts.vocabulary import Kind, load_vocabulary
from ...rulesets.loader import load_ruleset
from ..assess import assess
from .answer_outcomes import Prospect, duty_states, level_of, presumed, prospects, useful

if TYPE_CHECKING:
    import datetime as dt

    from ...facts.vocabulary import Fact
    from ...rulesets.loader import Ruleset
    from ..results.assessment import Assessment, Determination

__all__ = ["Interview", "Question"]

#: What makes the record complete without bearing on the level: who, what, and when a number was counted.
_OPENING: Final = ("affair", "organization")
_COUNTED: Final = {"headcount": "headcount_as_of", "handlers": "handlers_as_of"}
#: Facts that only say which duties follow from a level.
_DUTIES: Final = ("organization_kind",)


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next: the fact, its words, the options it may take, and what each answer would lead to.

    ``text`` is the question, ``how`` what to count and which answers will do; ``matters`` is what the question is
    for: the ``level``, the ``duties``, or the ``record``.
    """

    fact: str
    label: str
    text: str
    options: tuple[str, ...]
    prospects: tuple[Prospect, ...]
    matters: str
    how: str = ""
    label_en: str = ""
    text_en: str = ""
    options_en: tuple[str, ...] = ()
    how_en: str = ""


@dataclass(frozen=True, slots=True)
class Interview:
    """Where an interview stands.

    >>> import datetime as dt
    >>> talk = Interview.start(as_of=dt.date(2026, 4, 1), record=False)
    >>> talk = talk.answer("25万人").answer("なし")
    >>> talk.question.label, [p.levels for p in talk.question.prospects]
    ('取扱者数', [('key',), ('full',)])
    """

    affair: Affair
    as_of: dt.date
    ruleset: Ruleset
    record: bool = True
    asked: tuple[str, ...] = ()
    before: Interview | None = field(default=None, repr=False, compare=False)

    @classmethod
    def start(
        cls,
        affair: Affair | None = None,
        *,
        as_of: dt.date,
        ruleset: Ruleset | None = None,
        record: bool = True,
    ) -> Self:
        """Begin, or go on from facts already known.

        ``record`` also asks what a memo to file needs: who, when numbers were counted, and at the end whether what
        was taken for granted is so.
        """
        return cls(affair or Affair(source="interview"), as_of, ruleset or load_ruleset(), record)

    @property
    def result(self) -> Assessment:
        """What follows from the answers so far."""
        return assess(self.affair, as_of=self.as_of, ruleset=self.ruleset, executor="reference")

    @property
    def level(self) -> Determination:
        """The level so far, without the rest of the result."""
        return level_of(self.affair, self.ruleset, self.as_of)

    @property
    def question(self) -> Question | None:
        """The next question that can matter, or None when nothing is left to ask."""
        for name in _OPENING if self.record else ():
            if self._open(name):
                return self._ask(name, "record")
        rest = [m.fact for m in self.level.missing if m.fact in load_vocabulary() and self._open(m.fact)]
        for name in useful(self.affair, rest, self.ruleset, self.as_of):
            return self._ask(name, "level")
        if self.record:
            for number, counted in _COUNTED.items():
                if self.affair.range(number) and self._open(counted):
                    return self._ask(counted, "record")
        for name in _DUTIES:
            if self._open(name) and self._changes_duties(name):
                return self._ask(name, "duties")
        for name in presumed(self.affair, self.ruleset, self.as_of) if self.record else ():
            if self._open(name):
                return self._ask(name, "level")
        return None

    def answer(self, text: str) -> Interview:
        """Take an answer to the question asked, as a person writes it.

        Raises:
            InputError: the answer is none the question can have; the interview stands where it stood.
        """
        question = self.question
        if question is None:
            raise InputError(
                Problem("interview.over", "interview", text, "there is nothing left to ask", "write the memo")
            )
        told = self.affair.telling(**{question.fact: text})
        return replace(self, affair=told, asked=(*self.asked, question.fact), before=self)

    def skip(self) -> Interview:
        """Leave the question open: the answer is not known."""
        question = self.question
        return self if question is None else replace(self, asked=(*self.asked, question.fact), before=self)

    def back(self) -> Interview:
        """Return to the question before, with its answer taken back; at the beginning nothing changes."""
        return self.before or self

    def _open(self, name: str) -> bool:
        return name not in self.asked and name not in self.affair.values

    def _ask(self, name: str, matters: str) -> Question:
        fact = load_vocabulary()[name]
        ahead = prospects(self.affair, fact.name, self.ruleset, self.as_of) if matters == "level" else ()
        options, options_en = _options(fact)
        return Question(
            fact=name,
            label=fact.ja,
            text=fact.ask or f"{fact.ja}を答えてください",
            options=options,
            prospects=ahead,
            matters=matters,
            how=fact.how,
            label_en=fact.en,
            text_en=fact.ask_en or f"Please give: {fact.en}",
            options_en=options_en,
            how_en=fact.how_en,
        )

    def _changes_duties(self, name: str) -> bool:
        """Whether an answer could decide a duty that is open now."""
        fact = load_vocabulary()[name]
        assert isinstance(fact.anything, Options)  # noqa: S101 - only choices are asked for duties
        told = (self.affair.telling(**{name: option}) for option in fact.anything.members)
        return len({duty_states(affair, self.ruleset, self.as_of) for affair in told}) > 1


def _options(fact: Fact) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if fact.kind is Kind.CHOICE:
        return tuple(o.ja for o in fact.options), tuple(o.en or o.ja for o in fact.options)
    return ((fact.yes, fact.no), ("yes", "no")) if fact.kind is Kind.YESNO else ((), ())
