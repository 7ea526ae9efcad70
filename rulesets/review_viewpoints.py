"""審査の観点 as data: which findings, facts and duties a committee looks at together.

A finding lands at exactly one viewpoint, so that nobody reads it twice and none is forgotten.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

from pydantic import Field, ValidationError

from ..facts.errors import Problem, RulesetError
from ..facts.frozen import Frozen
from ..facts.yaml_source import read_yaml
from .language.grammar import Check, Confidence, Oblige

if TYPE_CHECKING:
    from .loader import Ruleset

__all__ = [
    "KINDS",
    "VIEWPOINTS",
    "Viewpoint",
    "Viewpoints",
    "load_viewpoints",
    "read_viewpoints",
    "viewpoint_problems",
]

#: The viewpoints that ship with the package.
VIEWPOINTS: Final = Path(__file__).parent / "my-number-pia" / "viewpoints.yaml"
#: Every kind a finding can have: those of checks, and the measures a text does not show.
# what follows from a comparison is no finding about a document
_CHECKS: Final = tuple(k for k in get_args(Check.model_fields["check"].annotation) if k != "comparison")
KINDS: Final[tuple[str, ...]] = (*_CHECKS, "measure")


class Viewpoint(Frozen):
    """One viewpoint: its words, how sure they are, where to look, and what belongs to it."""

    id: str
    number: int
    group: Literal["conformity", "validity"]
    title: str
    title_en: str
    confidence: Confidence
    look: str = ""
    kinds: tuple[str, ...] = ()
    kinds_about_risks: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()

    @property
    def checked(self) -> bool:
        """Whether any rule of the ruleset speaks to this viewpoint."""
        return bool(self.kinds or self.kinds_about_risks or self.rules)


class Viewpoints(Frozen):
    """All viewpoints with the basis they come from."""

    basis: str
    viewpoints: tuple[Viewpoint, ...] = Field(min_length=1)

    def landing(self, rule: str, kind: str, risk: str | None) -> Viewpoint:
        """Return the viewpoint a finding belongs to.

        >>> load_viewpoints().landing("level.headcount-conflict", "consistency", None).number
        1
        >>> load_viewpoints().landing("my.own-rule", "consistency", "out").number
        9
        """
        named = [(len(p), v) for v in self.viewpoints for p in v.rules if rule.startswith(p)]
        if named:
            return max(named, key=lambda pair: pair[0])[1]
        if risk is not None:
            for v in self.viewpoints:
                if kind in v.kinds_about_risks:
                    return v
        return next(v for v in self.viewpoints if kind in v.kinds)


@lru_cache(maxsize=1)
def load_viewpoints() -> Viewpoints:
    """Load the viewpoints that ship with the package."""
    return read_viewpoints(VIEWPOINTS.read_text("utf-8"), VIEWPOINTS.name)


def read_viewpoints(text: str, name: str) -> Viewpoints:
    """Read viewpoints and refuse a file that leaves a kind of finding nowhere, or at two places.

    Raises:
        RulesetError: every problem found.
    """
    located = read_yaml(text, name)
    try:
        out = Viewpoints.model_validate(located.data)
    except ValidationError as error:
        problems = []
        for detail in error.errors():
            where = "$" + "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in detail["loc"])
            field = next((p for p in reversed(detail["loc"]) if isinstance(p, str)), "")
            message = f"`{field}`: {detail['msg'].removeprefix('Value error, ').lower()}"
            problems.append(_problem(f"{name}:{located.line(where)}", "", message, "mend the viewpoint"))
        raise RulesetError(problems) from None
    found = list(_places(out, name))
    if found:
        raise RulesetError(found)
    return out


def _places(viewpoints: Viewpoints, name: str) -> list[Problem]:
    problems = []
    for kind in KINDS:
        at = [v.id for v in viewpoints.viewpoints if kind in v.kinds]
        if len(at) != 1:
            message = f"findings of kind {kind} land at {len(at)} viewpoints"
            problems.append(_problem(name, "、".join(at), message, "name the kind at exactly one viewpoint"))
    for what in ("rules", "kinds_about_risks", "id"):
        seen: set[str] = set()
        for v in viewpoints.viewpoints:
            for word in (v.id,) if what == "id" else getattr(v, what):
                if word in seen:
                    problems.append(_problem(name, word, f"the same {what} stands twice", "keep one of them"))
                seen.add(word)
    known = set(KINDS)
    problems += [
        _problem(name, kind, "no kind of finding", f"use one of: {', '.join(KINDS)}")
        for v in viewpoints.viewpoints
        for kind in (*v.kinds, *v.kinds_about_risks)
        if kind not in known
    ]
    return problems


def viewpoint_problems(viewpoints: Viewpoints, ruleset: Ruleset) -> list[Problem]:
    """Return what the viewpoints name and the ruleset does not have."""
    rules = [s.id for s in ruleset.statements]
    rules += [row.id for s in ruleset.statements for row in getattr(s, "rows", ())]
    duties = {s.id for s in ruleset.of(Oblige)}
    name = VIEWPOINTS.name
    problems: list[Problem] = []
    for v in viewpoints.viewpoints:
        prefixes = [p for p in v.rules if not any(r.startswith(p) for r in rules)]
        problems += [
            _problem(name, p, f"viewpoint {v.id} names rules there are none of", "correct the rule ids")
            for p in prefixes
        ]
        unowed = [d for d in v.duties if d not in duties]
        problems += [
            _problem(name, d, f"viewpoint {v.id} names a duty there is none of", "see `shikii rules list`")
            for d in unowed
        ]
        unsaid = [f for f in v.facts if f not in ruleset.vocabulary]
        problems += [
            _problem(name, f, f"viewpoint {v.id} names an unknown fact", "see `shikii facts schema`")
            for f in unsaid
        ]
    return problems


def _problem(place: str, value: str, message: str, remedy: str) -> Problem:
    return Problem("ruleset.viewpoint", place, value, message, remedy)
