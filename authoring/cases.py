"""Cases beside the rules: what is given, what a rule must conclude from it, why, and which article says so.

A folder of rules has its cases in ``cases/*.yaml`` (the national ruleset in the ``cases`` folder beside its
``rules``). A case is a small facts file and an expectation; the engine runs them, see ``engine.casework``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from pydantic import Field, ValidationError, field_validator, model_validator

from ..facts.affair.affair import Affair
from ..facts.affair.builder import build_affair
from ..facts.errors import InputError, Problem, RulesetError, ShikiiError, shorten
from ..facts.frozen import Frozen
from ..facts.vocabulary import Scope
from ..facts.yaml_source import Located, read_yaml
from ..rulesets.language.grammar import Decide, Judge
from ..rulesets.program.measure_counts import DECLARED, DENIED, RISK, STATES, STRENGTHS
from .case_expectations import Expected, Wrong, read_expect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ..rulesets.language.grammar import Statement
    from ..rulesets.loader import Ruleset

__all__ = ["GIVEN", "Case", "case_folder", "load_cases", "read_cases"]

#: What a case of a ``judge`` rule gives; what is open follows from the rest.
GIVEN: Final = frozenset(f"{strength}.{state}" for strength in STRENGTHS for state in STATES)
_UNDER_GIVEN: Final = re.compile(r"(\$\.cases\[\d+\](?:\.cases\[\d+\])?)\.given(.*)", re.DOTALL)


def _listed(raw: Any) -> Any:
    return (raw,) if isinstance(raw, str) else raw


class _Case(Frozen):
    """One case as written; what the group says stands for it unless it says otherwise."""

    given: dict[str, Any] = {}
    others: tuple[dict[str, Any], ...] = ()
    expect: Any
    why: str = Field(min_length=1)
    as_of: dt.date | None = None
    article: tuple[str, ...] = ()

    _articles = field_validator("article", mode="before")(_listed)


class _Group(Frozen):
    """The cases of one rule, with what they share."""

    rule: str
    article: tuple[str, ...] = ()
    given: dict[str, Any] = {}
    as_of: dt.date | None = None
    cases: tuple[_Case, ...] = Field(min_length=1)

    _articles = field_validator("article", mode="before")(_listed)

    @model_validator(mode="before")
    @classmethod
    def _single(cls, data: Any) -> Any:
        """Read a case that stands alone as a group of one."""
        if not isinstance(data, dict) or "cases" in data:
            return data
        own = {k: data[k] for k in ("expect", "why") if k in data}
        return {**{k: v for k, v in data.items() if k not in own}, "cases": [own]}


class _File(Frozen):
    """A file of cases; ``as_of`` is the day of every case that names none."""

    as_of: dt.date
    cases: tuple[Any, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Case:
    """One case, ready to run.

    ``rule`` is the id as written, a row of a table perhaps; ``counts`` and ``declared`` (the answer, and whether the
    risk applies) are what a case of a ``judge`` rule gives.
    ``home`` is the folder whose rules the case stands beside; ``others`` are the other affairs of the run, for a
    rule that compares affairs.
    """

    rule: str
    statement: Statement
    affair: Affair
    counts: Mapping[str, int]
    as_of: dt.date
    expected: Expected
    why: str
    article: tuple[str, ...]
    given: Mapping[str, Any]
    expect: Any
    place: str
    home: str
    others: tuple[Affair, ...] = ()
    declared: Mapping[str, str] = field(default_factory=dict)


def case_folder(directory: Path) -> Path:
    """Return where the cases of a folder of rules stand."""
    inside = directory / "cases"
    return directory.parent / "cases" if directory.name == "rules" and not inside.is_dir() else inside


def load_cases(ruleset: Ruleset, directory: Path) -> tuple[Case, ...]:
    """Load the cases of one folder of rules, to be run with a ruleset that holds those rules.

    Raises:
        RulesetError: every problem found, with file and line.

    """
    folder = case_folder(directory)
    files = [(f"cases/{p.name}", p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.yaml"))]
    return read_cases(files, ruleset, directory.name)


def read_cases(files: Sequence[tuple[str, str]], ruleset: Ruleset, home: str) -> tuple[Case, ...]:
    """Read cases from (name, text) pairs.

    Raises:
        RulesetError: every problem found, with file and line.

    """
    reader = _Reader(ruleset, home)
    cases = tuple(case for name, text in files for case in reader.file(name, text))
    if reader.problems:
        raise RulesetError(reader.problems)
    return cases


class _Reader:
    def __init__(self, ruleset: Ruleset, home: str) -> None:
        self.home = home
        self.vocabulary = ruleset.vocabulary
        self.rules: dict[str, Statement] = {s.id: s for s in ruleset.statements}
        self.rules |= {row.id: s for s in ruleset.of(Decide) for row in s.rows}
        self.problems: list[Problem] = []
        self.given: dict[str, dict[str, int]] = {}

    def file(self, name: str, text: str) -> Iterator[Case]:
        """Yield the cases of one file."""
        try:
            located = read_yaml(text, name)
        except ShikiiError as error:
            self.problems.extend(error.problems)
            return
        if not isinstance(located.data, dict):
            self.problem("cases.shape", f"{name}:1", "", "not a file of cases", "write `as_of:` and `cases:`")
            return
        try:
            whole = _File.model_validate(located.data)
        except ValidationError as error:
            self.invalid(error, located, "$", name)
            return
        self.given = _given_lines(located)
        for i, raw in enumerate(whole.cases):
            path = f"$.cases[{i}]"
            try:
                group = _Group.model_validate(raw)
            except ValidationError as error:
                self.invalid(error, located, path, name)
                continue
            yield from self.group(group, located, path, name, whole.as_of)

    def group(self, group: _Group, located: Located, path: str, name: str, day: dt.date) -> Iterator[Case]:
        """Yield the cases of one rule."""
        rule = self.rules.get(group.rule)
        if rule is None:
            near = get_close_matches(group.rule, self.rules, n=1)
            remedy = f"did you mean `{near[0]}`?" if near else "see `shikii rules list`"
            place = f"{name}:{located.line(f'{path}.rule')}"
            self.problem("cases.unknown-rule", place, group.rule, "no rule has this id", remedy)
            return
        single = f"{path}.cases" not in located.lines
        for j, raw in enumerate(group.cases):
            case = self.case(
                group, raw, rule, located, path, path if single else f"{path}.cases[{j}]", name, day
            )
            if case is not None:
                yield case

    def case(
        self,
        group: _Group,
        raw: _Case,
        rule: Statement,
        located: Located,
        above: str,
        path: str,
        name: str,
        day: dt.date,
    ) -> Case | None:
        """Read one case with what its group says."""
        place = f"{name}:{located.line(path)}"
        article = raw.article or group.article
        if not article:
            remedy = "write `article:` at the case or at its rule"
            self.problem("cases.field", place, group.rule, "a case lacks the article it rests on", remedy)
        try:
            expected = read_expect(raw.expect, rule, self.vocabulary)
        except Wrong as error:
            at = f"{name}:{located.line(f'{path}.expect')}"
            self.problem(
                "cases.expect", at, str(raw.expect), f"no answer that {_a(rule.kind)} rule gives", str(error)
            )
            return None
        lines = {"$": located.line(path)} | self.given.get(above, {}) | self.given.get(path, {})
        given = _merged(group.given, raw.given)
        counts: dict[str, int] = {}
        declared: dict[str, str] = {}
        affair = Affair(source=place)
        others: tuple[Affair, ...] = ()
        if isinstance(rule, Judge):
            apart = DECLARED if rule.judge == "finding" else ()
            declared = self.declared({k: given[k] for k in apart if k in given}, lines, name)
            known = GIVEN | {f"{s}.{DENIED}" for s in STRENGTHS if apart}
            counts = self.counts({k: v for k, v in given.items() if k not in apart}, lines, name, known)
        else:
            try:
                affair = build_affair(Located(given, lines), name)
                others = tuple(
                    build_affair(Located(one, {"$": lines["$"]}), name) for n, one in enumerate(raw.others)
                )
            except InputError as error:
                self.problems.extend(self.told(p) for p in error.problems)
                return None
        return Case(
            rule=group.rule,
            statement=rule,
            affair=affair,
            counts=counts,
            as_of=raw.as_of or group.as_of or day,
            expected=expected,
            why=raw.why,
            article=article,
            given=given,
            expect=raw.expect,
            place=place,
            home=self.home,
            others=others,
            declared=declared,
        )

    def told(self, problem: Problem) -> Problem:
        """Say of a fact that rules conclude that it cannot be given; leave any other problem as it is."""
        names = (problem.value, *(f"{scope}.{problem.value}" for scope in Scope))
        if problem.id != "facts.unknown-key" or not any(
            n in self.vocabulary and self.vocabulary[n].derived for n in names
        ):
            return problem
        return Problem(
            "cases.given",
            problem.place,
            problem.value,
            "a fact that rules conclude",
            "give the facts it follows from",
        )

    def declared(self, given: Mapping[str, Any], lines: Mapping[str, int], name: str) -> dict[str, str]:
        """Read what a case of a ``judge`` rule that finds gives besides the counts."""
        out = {}
        for key, raw in given.items():
            fact, word = RISK[key], str(raw)
            known = [o.id for o in fact.options] or ["yes", "no"]
            if word in known:
                out[key] = word
            else:
                at = f"{name}:{lines.get(f'$.{key}', lines['$'])}"
                remedy = f"write one of: {', '.join(known)}"
                self.problem("cases.given", at, f"{key}: {word}", "no answer to this question", remedy)
        return out

    def counts(
        self, given: Mapping[str, Any], lines: Mapping[str, int], name: str, names: frozenset[str]
    ) -> dict[str, int]:
        """Read what a case of a ``judge`` rule gives."""
        for key, value in given.items():
            known, whole = (
                key in names,
                isinstance(value, int) and not isinstance(value, bool) and value >= 0,
            )
            if not known or not whole:
                self.problem(
                    "cases.given",
                    f"{name}:{lines.get(f'$.{key}', lines['$'])}",
                    f"{key}: {value}",
                    "not a number of measures in a state",
                    "write counts such as `required.not_stated: 2`",
                )
        return {k: v for k, v in given.items() if k in names and isinstance(v, int)}

    def invalid(self, error: ValidationError, located: Located, path: str, name: str) -> None:
        """Say which field of a case is wrong, and on which line."""
        for detail in error.errors():
            if detail["type"] == "too_short" and detail.get("input"):
                continue  # the cases that are there are wrong themselves, and named
            where = path + "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in detail["loc"])
            last = str(detail["loc"][-1]) if detail["loc"] else ""
            message = {
                "extra_forbidden": "unknown key",
                "missing": f"a case lacks `{last}`",
                "dict_type": "not names and values",
                "too_short": "no case stands here",
            }.get(detail["type"], detail["msg"].removeprefix("Value error, "))
            value = "" if detail["type"] == "missing" else shorten(detail.get("input", ""))
            self.problem(
                "cases.field",
                f"{name}:{located.line(where)}",
                value,
                message[:1].lower() + message[1:],
                "a case has `rule`, `article`, `given`, `expect`, `why`, and perhaps `as_of`",
            )

    def problem(self, id_: str, place: str, value: str, message: str, remedy: str) -> None:
        """Keep a problem."""
        self.problems.append(Problem(id_, place, value, message, remedy))


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Lay what a case gives over what its group gives; groups of facts are merged, lists are replaced."""
    out = dict(base)
    for key, value in own.items():
        known = out.get(key)
        if isinstance(known, Mapping) and isinstance(value, Mapping):
            value = _merged(known, value)
        out[key] = value
    return out


def _given_lines(located: Located) -> dict[str, dict[str, int]]:
    """Return the lines under each `given`, as if it stood alone, by the path of its case or group."""
    out: dict[str, dict[str, int]] = {}
    for path, line in located.lines.items():
        match = _UNDER_GIVEN.match(path)
        if match:
            out.setdefault(match[1], {})[f"${match[2]}"] = line
    return out
