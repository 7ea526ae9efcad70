"""Protects: every required field of the forms is asked for, and a check made from a form speaks only of a blank.

The records are built here from the YAML of the forms and nothing else; the generator is not consulted.
"""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from shikii.engine.assess import program_of
from shikii.engine.evaluation.prepare import prepare
from shikii.engine.evaluation.truth import Truth
from shikii.engine.executors.reference import evaluate
from shikii.facts.affair.builder import read_affair
from shikii.facts.vocabulary import Kind, load_vocabulary
from shikii.rulesets.language.grammar import Check
from shikii.rulesets.loader import FORMS, load_ruleset
from shikii.rulesets.program.program_slice import asked_for

RULESET = load_ruleset()
PROGRAM = program_of(RULESET, dt.date(2025, 4, 1))
VOCABULARY = load_vocabulary()
MADE = {s.id: s for s in RULESET.statements if not s.file}
#: Words that answer a field's own condition, and words that do not.
ANSWERS = {
    "nws_linkage": ("実施する", "実施しない"),
    "entrusts": ("委託する", "委託しない"),
    "body_is_local": ("地方公共団体", "行政機関"),
    "register": ("行っている", "行っていない"),
    "submits": ("基礎項目評価書", "基礎項目評価書及び全項目評価書"),
    "form_version": ("令和7年5月様式2", "平成31年1月様式2"),
}
#: Fields whose fact is the text of a narrative, a list, or not in the vocabulary: no blank can be proved.
UNPROVABLE = {
    "files",
    "systems",
    "department_head",
    "file_department",
    "audit",
}
UNPROVABLE |= {"third_party.method", "fee"}
UNPROVABLE |= {"entrustments[i].methods"}
RENAMED = {"hearing": "hearing.from", "entrustments": "entrusted_items"}


def fields():
    """Yield (form, fact as facts files write it, risk, conditions) for every required field a fact stands for."""
    for path in sorted(Path(FORMS).glob("*.yaml")):
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        if "sections" not in form:
            continue
        for section in form["sections"]:
            for part in section["parts"]:
                for risk in part.get("risks", ()):
                    for item in risk["fields"]:
                        yield from field(form["id"], part, risk["id"], item)
                for item in part.get("fields", ()):
                    yield from field(form["id"], part, None, item)


def field(form, part, risk, item):
    if "required" not in item:
        return
    conditions = {}
    for required in (part.get("required"), item["required"]):
        conditions |= required if isinstance(required, dict) else {}
    if part.get("since") == "令和6年10月":
        conditions["form_version"] = "yes"  # asked for from that version on
    if item.get("question"):
        name = f"answers.{item['id']}"
    elif item["id"] == "adequacy":
        name = f"risks.{risk}.adequacy"
    elif "path" in item and item["path"] not in UNPROVABLE:
        name = RENAMED.get(item["path"], item["path"])
    else:
        return
    if part.get("since") and not in_vocabulary(name):
        return  # the parts added in 2024 are not all facts
    yield form, name, risk, conditions


def in_vocabulary(name):
    return name in VOCABULARY or f"file.{name}" in VOCABULARY


def fact_of(name):
    bare = name.replace("systems[i].", "system.").replace("entrustments[i].", "entrustment.")
    return next(VOCABULARY[n] for n in (bare, f"file.{bare}") if n in VOCABULARY)


FIELDS = sorted({(f, n, r, tuple(sorted(c.items()))) for f, n, r, c in fields()}, key=str)


def stated(fact):
    return {
        Kind.COUNT: 1000,
        Kind.DATE: "2025-04-01",
        Kind.YESNO: fact.yes,
        Kind.TEXT: "記載",
        Kind.CHOICE: fact.options[0].ja if fact.options else None,
        Kind.TICKS: [fact.options[0].ja] if fact.options else None,
    }[fact.kind]


def facts(form, name, risk, conditions, value, *, applicable="該当", fulfilled=True):
    """Write a facts file in which one field is as wanted and its conditions are fulfilled, or not."""
    given = {"form": {"basic": "様式2", "key": "様式3", "full": "様式4"}[form]}
    for condition, wanted in conditions:
        yes, no = ANSWERS[condition]
        key = "organization_kind" if condition == "body_is_local" else condition
        given[key] = yes if fulfilled is (wanted not in (False, "no")) else no
    if risk is not None:
        given[f"risks.{risk}.applicable"] = applicable
    group, _, leaf = name.partition("[i].")
    given |= {group: [{leaf: value} if value is not None else {}]} if leaf else {name: value}
    if fact_of(name).scope == "file" and risk is None and value is None:
        given["kind"] = "システム用ファイル" if name != "kind" else None
        given["files"] = ["甲"]
    return given


def finds(form, name, given):
    """Return the truths of the check for a field, by row."""
    fact = fact_of(name)
    rule = f"form.{form}.{fact.name.removeprefix('file.').replace('_', '-')}-blank"
    program = asked_for(PROGRAM, {rule})
    record = prepare(program, read_affair(given, "x")).record
    truths = evaluate(program, record).truths
    return [truth for (r, _, _), truth in truths.items() if r == rule]


@pytest.mark.parametrize(("form", "name", "risk", "conditions"), FIELDS, ids=str)
def test_a_required_field_is_reported_when_blank_and_only_then(form, name, risk, conditions):
    def truths(value, **more):
        return finds(form, name, facts(form, name, risk, conditions, value, **more))

    assert truths("空欄") == [Truth.TRUE]
    assert truths(stated(fact_of(name))) == [Truth.FALSE]
    assert truths(None) == [Truth.UNKNOWN]
    other = "key" if form != "key" else "full"
    moved = facts(form, name, risk, conditions, "空欄") | {"form": {"key": "様式3", "full": "様式4"}[other]}
    assert finds(form, name, moved) == [Truth.FALSE]
    if risk is not None:
        assert truths("空欄", applicable="該当しない") == [Truth.FALSE]
        assert truths("空欄", applicable=None) == [Truth.UNKNOWN]
    if conditions:
        # a version that is none of the later ones is not known to be an earlier one either
        open_ = [Truth.UNKNOWN] if [c for c, _ in conditions] == ["form_version"] else []
        assert truths("空欄", fulfilled=False) in ([Truth.FALSE], open_)


def test_every_check_made_from_a_form_belongs_to_one_of_these_fields():
    wanted = {
        f"form.{f}.{fact_of(n).name.removeprefix('file.').replace('_', '-')}-blank" for f, n, _, _ in FIELDS
    }
    assert {i for i, s in MADE.items() if isinstance(s, Check)} == wanted
