"""The grammar of rulesets: six kinds of statement over one grammar of conditions.

``define`` a fact, ``decide`` by a table, ``oblige`` a duty, ``expect`` a measure, ``check`` for a contradiction
or an omission, ``judge`` adequacy. The models hold what a rule file says; conditions stay as written and are
read against the vocabulary by :mod:`.program`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from ...facts.frozen import Frozen
from ...facts.vocabulary import Fact, Kind, Option, Scope
from .closed_days import ClosedDays
from .derivation import Derivation, Mentions, Over

__all__ = [
    "Across", "Check", "Confidence", "Decide", "Define", "Derivation", "Due", "Expect",
    "Force", "Judge", "LegalForce", "Mentions", "Oblige", "Over", "Phrase", "RowRule", "Severity", "Statement",
    "Strength",
]  # fmt: skip

Confidence = Literal["confirmed", "known", "unsure"]
Severity = Literal["error", "warning", "note"]
Strength = Literal["required", "expected", "desirable"]
LegalForce = Literal["law", "guideline", "example", "ours"]
Raw = Any
_ID = r"[a-z0-9][a-z0-9._-]*"


class Force(Frozen):
    """Days on which a statement is in force, both included; open where not given."""

    from_: dt.date | None = Field(default=None, alias="from")
    to: dt.date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError("`to` lies before `from`")
        return self

    def meets(self, other: Force) -> bool:
        """Whether some day lies in both."""
        first = max((d for d in (self.from_, other.from_) if d), default=None)
        last = min((d for d in (self.to, other.to) if d), default=None)
        return first is None or last is None or first <= last

    def covers(self, day: dt.date) -> bool:
        """Whether the day lies inside."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)


class Statement(Frozen):
    """What every statement carries: id, words, basis, confidence of that basis, days in force."""

    kind: ClassVar[str]

    id: str = Field(pattern=_ID)
    title: str
    title_en: str = ""
    basis: tuple[str, ...] = Field(min_length=1)
    confidence: Confidence
    note: str = ""
    because: str = ""  # the sentence of an explanation, with {fact} for values
    because_en: str = ""
    in_force: Force = Force()
    file: str = ""  # where the statement stands; filled in by the loader
    line: int = 0


class NewFact(Frozen):
    """The words and type of a fact a ruleset adds to the vocabulary.

    ``inner`` ones are steps no record shows; ``presume`` is what holds unless a record claims otherwise.
    """

    kind: Kind = Kind.YESNO
    ja: str
    en: str = ""
    unit: str = ""
    options: tuple[Option, ...] = ()
    inner: bool = False
    presume: str | None = None


class Define(Statement):
    """A derived fact, or a bound on a fact that may also be given."""

    kind: ClassVar[str] = "define"

    define: str
    fact: NewFact | None = None
    by: Derivation

    def declared(self) -> Fact | None:
        """Return the fact this definition adds to the vocabulary."""
        if self.fact is None:
            return None
        prefix = self.define.split(".", 1)[0]
        scope = Scope(prefix) if prefix in {s.value for s in Scope} and "." in self.define else Scope.AFFAIR
        words = {"ja": self.fact.ja, "en": self.fact.en or self.define}
        return Fact(
            name=self.define,
            scope=scope,
            kind=self.fact.kind,
            unit=self.fact.unit,
            options=self.fact.options,
            derived=True,
            inner=self.fact.inner,
            presume=self.fact.presume,
            **words,
        )


class RowRule(Frozen):
    """One row of a decision table; it carries its own basis and confidence."""

    id: str = Field(pattern=_ID)
    when: Raw
    then: str
    title: str
    title_en: str = ""
    basis: tuple[str, ...] = Field(min_length=1)
    confidence: Confidence
    note: str = ""
    in_force: Force = Force()
    because: str = ""
    because_en: str = ""


class Phrase(Frozen):
    """The official words of an outcome, per form."""

    id: str
    ja: str
    en: str
    phrase: str
    phrases: dict[str, str] = {}


class Decide(Statement):
    """A table that concludes one of several ordered outcomes; exactly one row holds for complete facts."""

    kind: ClassVar[str] = "decide"

    decide: str
    scope: Scope = Field(default=Scope.AFFAIR, alias="for")
    outcomes: tuple[Phrase, ...] = Field(min_length=2)
    rows: tuple[RowRule, ...] = Field(min_length=1)

    def declared(self) -> Fact:
        """Return the fact the table concludes."""
        options = tuple(Option(id=o.id, ja=o.ja, en=o.en) for o in self.outcomes)
        return Fact(
            name=self.decide,
            scope=self.scope,
            kind=Kind.CHOICE,
            ja=self.title,
            en=self.title_en,
            options=options,
            derived=True,
        )


class Due(Frozen):
    """A day counted from a date fact: years, months and days ``after`` it, or ``before`` it.

    Counted as 民法第140条・第143条 count: the first day is left out and a term of years or months ends with the
    day before the one that corresponds to its beginning. ``days: 1`` with ``before`` is the day before. ``bound``
    says what the day is where the fact only stands in for the one the law names. A day on which offices are
    ``closed`` moves to the next working day.
    """

    after: str | None = None
    before: str | None = None
    years: int = 0
    months: int = 0
    days: int = 0
    bound: Literal["exact", "at_latest", "at_earliest"] = "exact"
    closed: ClosedDays | None = None
    note: str = ""
    note_en: str = ""

    @model_validator(mode="after")
    def _one_start(self) -> Self:
        if (self.after is None) is (self.before is None):
            raise ValueError("a due date is counted either `after` a fact or `before` one")
        return self

    @property
    def fact(self) -> str:
        """The date fact counted from."""
        return self.after or self.before or ""


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


Dues = Annotated[tuple[Due, ...], BeforeValidator(_listed)]


class Oblige(Statement):
    """A duty (義務) or an effort (努力義務): when it applies, what meets it, and what comes before it.

    ``due`` lists ways to count the deadline: of events to be ``before`` the earliest, else the first that gives one
    day; ``until`` is the day on which the duty itself ends. ``after`` names the duties that must be done before; one that ``recurs`` falls due again
    when it was met. ``round`` names the table that says to which round of the procedure the duty belongs now; its
    first outcome is the ordinary round, which no report names.
    """

    kind: ClassVar[str] = "oblige"

    oblige: Literal["duty", "effort"]
    scope: Scope = Field(default=Scope.AFFAIR, alias="for")
    when: Raw
    met: Raw
    due: Dues = ()
    until: Dues = ()
    after: tuple[str, ...] = ()
    recurs: bool = False
    round: str = ""
    advice: str = ""
    severity: Severity = "warning"


class Across(Frozen):
    """Compares one affair with the others of a run that agree with it in ``same``.

    The rule's ``when`` says which affairs take part. One of them gets a finding where its value of ``differ`` is
    settled (and is ``here``, where given) and another's is settled otherwise. ``latest`` keeps, of several records
    of one affair, the one with the latest date; with ``following`` only another whose date is not before this
    one's, and within ``years`` of it, counts. ``there`` is what must hold of the other; with ``apart`` only one that
    differs in that fact counts, as sister documents differ in their form.
    """

    same: tuple[str, ...] = Field(min_length=1)
    differ: str
    here: str | None = None
    apart: str | None = None
    latest: str | None = None
    following: str | None = None
    years: int | None = None
    there: Raw = None


class Check(Statement):
    """A contradiction or an omission in the record; a finding where the condition certainly holds.

    ``gather`` makes one finding of all rows it holds for: the detail of the first, the places of all. The kind
    ``comparison`` says what follows from what differs between two records; `shikii compare` alone asks for it.
    """

    kind: ClassVar[str] = "check"

    check: Literal["level", "procedure", "form", "consistency", "adequacy", "reassessment", "comparison"]
    scope: Scope = Field(default=Scope.AFFAIR, alias="for")
    severity: Severity
    when: Raw
    detail: str
    advice: str
    evidence: tuple[str, ...] = ()
    risk: str | None = None
    gather: bool = False
    across: Across | None = None


class Expect(Statement):
    """A measure expected against risks, how strongly, and the words that show it.

    A ``weak`` one has patterns that are too often wrong: where they strike is shown, and nothing is settled.
    A text that only denies what the patterns find is no word that the measure is not done: it may deny a part of it.
    ``may_show`` are words that people use of the measure in other sentences than those foreseen: where they stand, a
    person has to read, and nobody may say that the measure is not to be found.

    ``force`` is where the measure comes from: a ``law``, the main text of a ``guideline`` that obliges, an ``example``
    or recommendation in it, or the authors of the rules (``ours``). ``field`` says whether the form asks for it: where
    it does not, a text that is silent says nothing of it.
    """

    kind: ClassVar[str] = "expect"

    expect: Strength
    force: LegalForce = "ours"
    field: bool = True
    when: Raw = None
    risks: tuple[str, ...] = Field(min_length=1)
    shown_by: Mentions
    may_show: Mentions | None = None
    shows: tuple[str, ...] = Field(min_length=1)
    near_misses: tuple[str, ...] = ()
    advice: str = ""
    weak: bool = False
    # what the sentences hold that come nearest to a measure not stated, read by the loader off what shows it
    _nearest: Mentions | None = PrivateAttr(default=None)

    @property
    def nearest(self) -> Mentions | None:
        """What a sentence mentions that speaks of the same thing and does not show the measure."""
        return self._nearest

    def set_nearest(self, mentions: Mentions | None) -> None:
        """Keep what was read off ``shown_by``; only the loader does."""
        self._nearest = mentions


class Judge(Statement):
    """What the states of its measures say of a risk: a bound of its adequacy, or that the declared answer is in doubt.

    Conditions read counts such as ``required.open``; see :mod:`.counts`. A ``floor`` or ``ceiling`` gives ``then``.
    """

    kind: ClassVar[str] = "judge"

    judge: Literal["floor", "ceiling", "finding"]
    then: Literal["lacking", "sufficient", "strong"] | None = None
    when: Raw
    severity: Severity = "note"
    detail: str = ""
    advice: str = ""
    evidence: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        if self.judge == "finding" and (self.then or not self.detail):
            raise ValueError("a finding needs `detail`, and no `then`")
        if self.judge != "finding" and (not self.then or self.detail or self.advice or self.evidence):
            raise ValueError(f"a {self.judge} needs `then`, and nothing a finding has")
        return self
