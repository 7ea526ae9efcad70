"""Four ways to put texts of one record side by side, as a definition of a rule file says them.

They say where to look and what counts as the same; :mod:`.comparing` does the looking. None of them judges.
"""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from .own_patterns import Owned

__all__ = ["Cites", "Comparison", "Differs", "Mutual", "Names"]


class Names(Owned):
    """Names in narrative text that stand nowhere they should: no judgement, only where they are and are not.

    Every pattern has one group, the name. A name that matches ``unless`` is left out. It should stand in a text
    fact of ``facts`` or in one of the ``home`` sections of the same file. ``elsewhere`` asks besides that it
    stands in the home of another file, as after copying.
    """

    sections: tuple[str, ...] = Field(min_length=1)
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


Comparison = Names | Cites | Differs | Mutual
