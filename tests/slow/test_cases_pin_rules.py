"""Protects: the cases notice any change of a rule. Every bound is moved by one, every answer turned round, every
condition and option left out, one at a time; each time a case of that rule must fail.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections import defaultdict
from dataclasses import replace

import pytest
from pydantic import ValidationError
from shipped import CASES as ALL_CASES
from shipped import RULESET

from shikii.authoring.case_runner import run_case
from shikii.facts.errors import ShikiiError
from shikii.rulesets.language.grammar import Check, Decide, Define, Derivation, Expect, Judge, Oblige, RowRule

pytestmark = pytest.mark.slow

CASES = defaultdict(list)
for case in ALL_CASES:
    CASES[case.statement.id].append(case)
RULES = [s for s in RULESET.statements if s.file]
#: Changes that change nothing, and why.
EQUIVALENT = {
    (
        "adequacy.all-shown",
        "without required.not_done",
    ): "one measure not done makes the ceiling lacking anyway",
    (
        "adequacy.all-beyond",
        "without required.not_done",
    ): "one measure not done makes the ceiling lacking anyway",
    ("threshold", "0..999 is -1..999"): "no count is below zero",
    (
        "change.listed-key",
        "without change.in_fourth",
    ): "an item that begins with Ⅳ has no marked name (unless) and no code or name of Ⅰ or Ⅱ",
    (
        "incident.count-1y",
        "without incident_within_1y",
    ): "an incident that counts makes the answer yes; only a conflict speaks against it",
    (
        "level.submits-less-than-full",
        "without {'submits': 'not full'}",
    ): "the two tests of the shared condition are the same one here",
    ("names.title", "^[0-9]{1,3} is ^[0-9]{0,3}"): "leaving out no digit leaves out nothing",
} | {
    (
        f"sister.system-{box}-differs",
        "without system.name",
    ): "a blank name is no hub's, and records are grouped by the name"
    for box in ("nws", "internal_linkage", "juki_net", "juki", "atena", "tax")
}
NUMBER = re.compile(r"(?<![\w-])\d+(?![\w-])")
DATE = re.compile(r"([<>=]+) (\d{4}-\d\d-\d\d)")
TURNED = {"yes": "no", "no": "yes", True: "no", False: "yes", "stated": "blank", "blank": "stated"}


def conditions(rule):
    """Yield each field of a rule that holds conditions, as plain data."""
    match rule:
        case Check() | Judge() | Expect():
            yield "when", rule.when
        case Oblige():
            yield "when", rule.when
            yield "met", rule.met
        case Define() if not rule.by.mentions:
            yield "by", rule.by.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
        case Decide():
            yield "rows", [row.model_dump() for row in rule.rows]


def changes(tree, path=()):
    """Yield (path, words, change) for every single change of a tree of conditions."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if isinstance(value, dict | list | tuple) or key not in ("why", "of", "then", "title", "id"):
                yield from changes(value, (*path, key))
            if len(tree) > 1:
                yield path, f"without {key}", lambda d, key=key: {k: v for k, v in d.items() if k != key}
    elif isinstance(tree, list | tuple):
        for i, value in enumerate(tree):
            yield from changes(value, (*path, i))
            if len(tree) > 1 and path:
                yield path, f"without {value}", lambda items, i=i: [v for j, v in enumerate(items) if j != i]
    else:
        for value in other(tree):
            yield path, f"{tree} is {value}", lambda _, value=value: value


def other(value):
    """Give what a test could have been written as by mistake."""
    if value in TURNED and not (isinstance(value, int) and not isinstance(value, bool)):
        return [TURNED[value]]
    if isinstance(value, int):
        return [value - 1, value + 1]
    if not isinstance(value, str):
        return []
    out = [value.replace(a, b) for a, b in (("includes", "excludes"), ("excludes", "includes")) if a in value]
    if value == "on or before as_of":
        out.append("before as_of")
    if date := DATE.fullmatch(value):
        day = dt.date.fromisoformat(date[2])
        return [f"{date[1]} {day + dt.timedelta(days)}" for days in (-1, 1)]
    for number in NUMBER.finditer(value):
        before, after = value[: number.start()], value[number.end() :]
        out += [f"{before}{int(number[0]) + step}{after}" for step in (-1, 1)]
    return out


def put(tree, path, change):
    if not path:
        return change(tree)
    tree = list(tree) if isinstance(tree, tuple) else copy.copy(tree)
    tree[path[0]] = put(tree[path[0]], path[1:], change)
    return tree


def changed(rule):
    """Yield every rule that differs from this one in one test."""
    for field, tree in conditions(rule):
        if tree is None:
            continue
        for path, words, change in changes(tree):
            if field == "rows" and path[1:2] != ("when",):
                continue
            new = put(tree, path, change)
            try:
                if field == "by":
                    new = Derivation.model_validate(new)
                elif field == "rows":
                    new = tuple(RowRule.model_validate(row) for row in new)
            except ValidationError:
                continue  # the loader would refuse it
            yield words, rule.model_copy(update={field: new})


def noticed(rule, other_rule, number):
    statements = tuple(other_rule if s is rule else s for s in RULESET.statements)
    ruleset = replace(RULESET, statements=statements, hash=f"changed {rule.id} {number}")
    try:
        return not all(run_case(replace(c, statement=other_rule), ruleset).passed for c in CASES[rule.id])
    except ShikiiError:
        return True  # the compiler refuses it: a hole, an overlap, a test that nothing passes


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_change_of_a_rule_is_noticed_by_its_cases(rule):
    unnoticed = [
        words
        for number, (words, other_rule) in enumerate(changed(rule))
        if not noticed(rule, other_rule, number) and (rule.id, words) not in EQUIVALENT
    ]
    assert not unnoticed, f"no case of {rule.id} fails when it reads: {'; '.join(unnoticed)}"


def test_changes_are_made_at_all():
    made = [words for rule in RULES for words, _ in changed(rule)]
    assert len(made) > 800
    assert ">= 500 is >= 499" in made
    assert "within 1 year before as_of is within 2 year before as_of" in made
