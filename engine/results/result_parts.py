"""Parts of a result that say why, what to ask, and what would change it; where things were read."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict

from ...facts.frozen import Frozen

__all__ = [
    "Change",
    "Conflict",
    "ConflictSource",
    "Counterfactual",
    "Evidence",
    "Explanation",
    "GridBand",
    "GridRow",
    "Irrelevant",
    "Judgement",
    "Level",
    "Missing",
    "Reason",
    "ResultValue",
    "Threshold",
    "ThresholdGrid",
    "WhyNot",
    "WhyNotRow",
]

#: The id of an outcome of the table that decides the level: a ruleset names its own.
Level = str


class ResultValue(Frozen):
    """A part of a result: frozen, without anything else in it; what it writes, it reads."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True, validate_by_alias=True)


class Evidence(ResultValue):
    """Where a fact was read; ``mark`` says which characters of the text are the words looked for, the rest is context.

    In a document without lines (a workbook, a PDF, a Word file) ``line`` is None; page and box (in points from the lower
    left corner), sheet and cell, or table and row say the place, and ``place`` says it in words. ``lacks`` names what the
    text would have to say, too, to state a measure it comes near to.
    """

    document: str
    line: int | None = None
    text: str = ""
    fact: str = ""
    mark: tuple[int, int] | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    sheet: str | None = None
    cell: str | None = None
    table: int | None = None
    row: int | None = None
    place: str = ""
    place_en: str = ""
    lacks: tuple[str, ...] = ()


class Judgement(ResultValue):
    """What a person wrote of a line in the workbook of an earlier run: the judgement, by whom, when, and why.

    ``dismisses`` says that the line does not apply, with a reason, and has not changed since: it is then in no count
    and fails no run. ``changed`` says that the line says something else now.
    """

    judgement: str = ""
    owner: str = ""
    due_by: str = ""
    remark: str = ""
    judged_by: str = ""
    judged_on: str = ""
    changed: bool = False
    dismisses: bool = False


class Reason(ResultValue):
    """One fact a row read: what it asked, what was known, and how that answered."""

    fact: str
    label: str
    test: str
    value: str
    truth: Literal["true", "false", "unknown"]
    label_en: str = ""
    test_en: str = ""
    value_en: str = ""


class Missing(ResultValue):
    """A fact that would narrow the answer, with the question to ask a person.

    ``path`` is where the fact stands in the record; ``expected`` the number of questions expected when this one is
    asked first (none where that is not computed); ``lines`` the values at which the answer changes; ``via`` other
    facts it can be concluded from.
    """

    fact: str
    label: str
    question: str
    cost: int = 3
    label_en: str = ""
    question_en: str = ""
    path: str = ""
    expected: float | None = None
    lines: tuple[str, ...] = ()
    lines_en: tuple[str, ...] = ()
    via: tuple[str, ...] = ()


class Irrelevant(ResultValue):
    """A fact that can no longer change the outcome, and why."""

    fact: str
    label: str
    why: str
    why_en: str = ""


class WhyNotRow(ResultValue):
    """One row of a level that was not reached, test by test."""

    rule: str
    title: str
    reasons: tuple[Reason, ...] = ()


class WhyNot(ResultValue):
    """Why a level was not reached: the tests of its nearest row that fail, then every row of it, test by test."""

    level: str
    rule: str
    title: str
    reasons: tuple[Reason, ...] = ()
    rows: tuple[WhyNotRow, ...] = ()


class Change(ResultValue):
    """One fact taken elsewhere: the nearest values, and how far a number must move.

    ``distance`` is exact; where the fact is known as a band, ``between`` bounds it (its upper end is open when null).
    """

    fact: str
    label: str
    change: str
    change_en: str = ""
    lo: int | None = None
    hi: int | None = None
    options: tuple[str, ...] = ()
    distance: int | None = None
    between: tuple[int, int | None] | None = None


class Counterfactual(ResultValue):
    """A smallest change, of one fact or of two together, that certainly moves the level."""

    fact: str
    label: str
    change: str
    level: str
    distance: int | None = None
    direction: Literal["raises", "lowers", "moves"] = "moves"
    changes: tuple[Change, ...] = ()


class Threshold(ResultValue):
    """The nearest line above or below a number beyond which other levels are possible."""

    fact: str
    label: str
    side: Literal["above", "below"]
    line: int
    distance: int | None = None
    possible: tuple[str, ...] = ()
    text: str = ""
    text_en: str = ""


class GridBand(ResultValue):
    """One band of the number a level mainly depends on; ``hi`` None is open above."""

    label: str
    label_en: str = ""
    lo: int
    hi: int | None = None
    here: bool = False


class GridRow(ResultValue):
    """What the other facts are, and the level that follows in each band."""

    label: str
    label_en: str = ""
    outcomes: tuple[Level, ...]
    here: bool = False


class ThresholdGrid(ResultValue):
    """The table of levels as a grid; ``here`` marks where this affair may lie."""

    fact: str
    label: str
    label_en: str = ""
    bands: tuple[GridBand, ...]
    rows: tuple[GridRow, ...]


class ConflictSource(ResultValue):
    """What one source says of a fact: a value, where it was read or the rule that concludes it."""

    value: str
    place: Evidence | None = None
    rule: str | None = None
    title: str = ""
    value_en: str = ""
    title_en: str = ""


class Conflict(ResultValue):
    """A fact whose sources contradict one another; only what holds under each of them was concluded."""

    fact: str
    label: str
    path: str
    value: str
    sources: tuple[ConflictSource, ...]
    value_en: str = ""


class Explanation(ResultValue):
    """Why something was concluded: a sentence, and what it rests on, down to the facts as they were read."""

    kind: Literal["level", "row", "test", "fact", "definition", "duty", "finding", "measure", "group", "note"]
    id: str = ""
    text: str
    text_en: str = ""
    truth: Literal["true", "false", "unknown"] | None = None
    basis: tuple[str, ...] = ()
    confidence: str = ""
    place: Evidence | None = None
    children: tuple[Explanation, ...] = ()
