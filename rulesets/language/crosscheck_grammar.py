"""The ways to put texts and values of one record side by side, as a definition of a rule file says them.

They say where to look and what counts as the same; :mod:`shikii.texts.text_crosschecks` and its room do the looking.
None of them judges.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from ...facts.vocabulary import Scope  # noqa: TC001 - pydantic reads the type at run time
from .own_patterns import Owned

__all__ = [
    "Again", "Calendar", "Cites", "Comparison", "Dated", "Differs", "Doubled", "Empty", "Figures", "Foreign", "Gaps",
    "Listed", "Mutual", "Names", "Near", "Numbered", "Repeats", "Sums", "Varies", "Where",
]  # fmt: skip


class Names(Owned):
    """Names in narrative text that stand nowhere they should: no judgement, only where they are and are not.

    Every pattern has one group, the name. A name that matches ``unless`` is left out. It should stand in a text
    fact of ``facts`` or in one of the ``home`` sections of the same file. ``elsewhere`` asks besides that it
    stands in the home of another file, as after copying. ``within`` names fields of the form instead of sections.
    """

    sections: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    patterns: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    elsewhere: bool = False

    @model_validator(mode="after")
    def _a_place(self) -> Self:
        if bool(self.facts) is bool(self.home):
            raise ValueError("`names` takes either `facts` or `home`")
        if self.elsewhere and not self.home:
            raise ValueError("`elsewhere` needs `home`")
        if bool(self.sections) is bool(self.within):
            raise ValueError("`names` takes either `sections` or `within`")
        return self


class Cites(Owned):
    """Two sections that cite differently: what ``pattern`` finds has a group ``key`` and a group ``value``.

    Yes where a key stands in both with no value in common.
    """

    pattern: str
    left: tuple[str, ...] = Field(min_length=1)
    right: tuple[str, ...] = Field(min_length=1)


class Differs(Owned):
    """Two text facts of one row, or of it and the affair, that name different things: after leaving out ``ignore``, neither holds the other."""

    left: str
    right: str
    ignore: tuple[str, ...] = ()
    exact: bool = False


class Mutual(Owned):
    """A row that another row names without being named back.

    ``text`` is where rows name one another by ``name``, ``open`` the box that says something stands there;
    ``ticks`` are boxes that stand for a name, with the pattern of the names they stand for.
    """

    name: str
    text: str
    open: str
    ticks: dict[str, str] = {}


class Where(Owned):
    """Places of one record: narratives by ``sections`` (``all`` for every one), or the fields of the form ``within``.

    A field belongs to the row it stands in. Where it was not read in full nothing is settled.
    """

    sections: tuple[str, ...] = ()
    within: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if bool(self.sections) is bool(self.within):
            raise ValueError("a comparison looks either in `sections` or `within` fields")
        return self


class Empty(Owned):
    """Fields of the form, with the labels to show them by, that were read in full and have no words.

    Yes where one of them is blank, or with ``every`` where all are; no where none is. With ``dashes`` a dash is blank
    too, and so are the words that say that there is nothing (なし, 該当なし).
    """

    fields: dict[str, str] = Field(min_length=1)
    every: bool = False
    dashes: bool = False


class Figures(Where):
    """A number in words that is no value of ``fact``: ``pattern`` has a group ``n``.

    What is said to be about a number may miss it by a tenth. ``spans`` gives the numbers that an option stands for;
    ``minus`` is taken from the fact and ``plus`` added, as the days of a period are counted. ``count`` takes the number
    of rows of a scope in place of a fact. Yes only where no number of the place fits.
    """

    pattern: str
    fact: str = ""
    count: Scope | None = None
    minus: str = ""
    plus: int = 0
    unless: tuple[str, ...] = ()
    spans: dict[str, tuple[int, int]] = {}

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if bool(self.fact) is (self.count is not None):
            raise ValueError("`figures` takes either `fact` or `count`")
        return self


class Dated(Where):
    """A day in words against the date ``fact``: ``pattern`` has a group ``day``.

    Yes where a day of the text lies before or after the fact, or with ``differs`` where none is the fact's. With
    ``years``, only where it lies more than so many years before or after it.
    """

    years: int = 0

    pattern: str
    fact: str
    lies: Literal["before", "after", "differs"]
    unless: tuple[str, ...] = ()


class Varies(Where):
    """One thing told with two values: ``pattern`` has a group ``value`` and, where it speaks of several, a group ``key``.

    With ``often`` the values say how often (毎月, 年に2回) and are compared as such. Names of which one holds the other
    are the same; numbers are not.
    """

    pattern: str
    often: bool = False
    unless: tuple[str, ...] = ()


class Repeats(Owned):
    """One text that answers two questions: the words of two different fields of one file are the same.

    ``least`` is how long a text must be to be no phrase. With ``rows`` the same field of two rows is compared; with
    ``part`` a text that stands whole in another one, in a field of another section, is the same too.
    """

    fields: tuple[str, ...] = Field(min_length=1)
    least: int = 40
    rows: bool = False
    part: bool = False
    unless: tuple[str, ...] = ()


class Foreign(Where):
    """The name of another row of ``name`` in the words of a place that does not name its own: as after copying.

    ``patterns`` say how a text speaks of what it is about; ``{name}`` stands for the name.
    """

    name: str
    patterns: tuple[str, ...] = Field(min_length=1)


class Near(Where):
    """A name in the text that is one letter off a name of ``facts``: which stands rarely, and the other is known.

    Every pattern has one group, the name. ``alike`` are pieces that tell two names apart (新, 旧). With ``among`` the
    names of ``facts`` are compared with one another, not with the text.
    """

    among: bool = False

    patterns: tuple[str, ...] = Field(min_length=1)
    facts: tuple[str, ...] = Field(min_length=1)
    least: int = 5
    alike: tuple[str, ...] = ()


class Calendar(Where):
    """A day that is in no calendar (``day``), whose weekday is another one, or a year of the wrong era (令和6年(2023年)).

    ``year`` finds years that an era never had (平成35年): for the days of what has been done, since plans were written so.
    """

    what: Literal["day", "weekday", "era", "year"]


class Doubled(Owned):
    """A row that says in all these facts what a row before it says."""

    facts: tuple[str, ...] = Field(min_length=1)


class Numbered(Where):
    """A row spoken of by a number that no row has: ``pattern`` has a group ``n``, ``of`` is the scope of the rows."""

    pattern: str
    of: Scope


class Again(Where):
    """A sentence of ``least`` letters that stands twice in one field or passage; with ``pattern`` its group ``item``.

    Where the pattern has a group ``n``, another list begins with the item numbered 1.
    """

    least: int = 20
    pattern: str = ""
    unless: tuple[str, ...] = ()


class Gaps(Where):
    """A number left out of a list (①②④), within one field or passage, where the numbers begin with the first."""


class Sums(Where):
    """Numbers of one sentence that do not add up: ``sum`` of its parts (3名、4名の計8名), or a ``part`` above its whole (46名中52名).

    ``units`` are the units that are counted.
    """

    what: Literal["sum", "part"]
    units: tuple[str, ...] = Field(min_length=1)


class Listed(Where):
    """The number of items listed at the end of a passage, behind its last sentence or a line that ``heading`` matches, is no value of ``fact``.

    Items are numbered from 1, or stand between 「、」.
    """

    heading: str
    fact: str


Comparison = (
    Names
    | Cites
    | Differs
    | Mutual
    | Empty
    | Figures
    | Dated
    | Varies
    | Repeats
    | Foreign
    | Near
    | Calendar
    | Doubled
    | Numbered
    | Again
    | Gaps
    | Sums
    | Listed
)
