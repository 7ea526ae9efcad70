"""Protects: a ruleset laid over the law never lowers a level or loosens a rule without saying so."""

import copy
import datetime as dt
from functools import cache

import pytest
import yaml

from shikii import assess, load_ruleset, read_affair
from shikii.facts.errors import RulesetError
from shikii.facts.yaml_source import read_yaml
from shikii.rulesets.loader import DEFAULT

DAY = dt.date(2026, 4, 1)
LAW = load_ruleset()
AFFAIR = read_affair(
    {"affair": "甲", "headcount": 400_000, "handlers": 10, "incident_within_1y": "no"}, "a.yaml"
)
HEAD = {"title": "当市", "basis": ["当市要綱第1条"], "confidence": "confirmed"}


def folder(path, *rules, name="city", header=None):
    """Write a ruleset of some rules."""
    path = path / name
    path.mkdir()
    (path / "ruleset.yaml").write_text(
        yaml.safe_dump({"ruleset": header or {"id": "city", "title": "当市の基準", "version": "1"}}), "utf-8"
    )
    (path / "rules.yaml").write_text(yaml.safe_dump({"rules": list(rules)}, allow_unicode=True), "utf-8")
    return path


@cache
def national():
    """Return every national rule as its file writes it."""
    files = [read_yaml(path.read_text("utf-8"), path.name).data for path in sorted(DEFAULT.glob("*.yaml"))]
    return {rule["id"]: rule for data in files for rule in data.get("rules", ()) if "id" in rule}


def law(rule_id):
    """Return a national rule as its file writes it."""
    return copy.deepcopy(national()[rule_id])


def refused(*paths):
    with pytest.raises(RulesetError) as caught:
        load_ruleset(over=paths)
    return [(p.id, p.value) for p in caught.value.problems]


def weaker(*paths, day=DAY):
    return [(w.rule, w.replaces) for w in load_ruleset(over=paths).weaker_on(day)]


def define(fact, by, **more):
    return {"define": fact, "id": "city.own", **HEAD, "by": by, **more}


# ---- without `replaces:`


def test_a_check_a_measure_and_a_duty_may_be_added(tmp_path):
    check = {
        "check": "consistency",
        "id": "city.more",
        **HEAD,
        "severity": "note",
        "when": {"headcount": ">= 10"},
        "detail": "文",
        "advice": "助言",
    }
    duty = {
        "oblige": "duty",
        "id": "city.duty",
        **HEAD,
        "when": {"required_level": "not none"},
        "met": {"reviewed_on": "stated"},
    }
    over = load_ruleset(over=[folder(tmp_path, check, duty)])
    assert over.weaker == ()
    assert [x.id for x in over.layers] == ["my-number-pia", "city"]
    assert over.layers[0].hash == LAW.hash
    result = assess(AFFAIR, as_of=DAY, ruleset=over, executor="reference")
    assert {"city.more"} <= {f.rule for f in result.findings}
    assert result.level == assess(AFFAIR, as_of=DAY, executor="reference").level
    assert "overlay.weaker" not in {f.rule for f in result.findings}


def test_a_table_without_replaces_takes_no_place(tmp_path):
    table = law("threshold") | {"id": "city.threshold"}
    assert refused(folder(tmp_path, table)) == [("ruleset.loosens", "city.threshold")]


@pytest.mark.parametrize(
    ("fact", "by"),
    [
        ("incident_within_1y", {"no_if": {"headcount": ">= 1"}}),
        ("incident_within_1y", {"when": {"headcount": "< 5"}}),
        ("incident.serious", {"no_if": {"incident.persons": "< 1000"}}),  # two steps below the level
        ("incident.serious_by_reporting", {"no_if": {"incident.persons": "< 1000"}}),
        ("listed_incident_counts", {"no_if": {"headcount": ">= 1"}}),
        ("handlers", {"at_most": {"max": ["file.users"]}}),
        ("headcount", {"at_most": {"sum": ["file.persons"]}}),
        ("exemption", {"when": {"headcount": ">= 1"}}),
        ("body_is_local", {"no_if": {"headcount": ">= 1"}}),
        ("name_is_local", {"mentions": {"fields": ["organization"], "patterns": ["市"]}}),
    ],
)
def test_a_definition_that_could_lower_or_loosen_is_refused(tmp_path, fact, by):
    assert ("ruleset.loosens", "city.own") in refused(folder(tmp_path, define(fact, by)))


def test_a_definition_that_only_raises_may_be_added(tmp_path):
    raised = define("handlers", {"at_least": {"max": ["file.users"]}})
    over = load_ruleset(over=[folder(tmp_path, raised)])
    assert over.weaker == ()


def test_a_definition_only_in_force_in_the_past_is_refused_too(tmp_path):
    past = define(
        "incident_within_1y",
        {"no_if": {"headcount": ">= 1"}},
        in_force={"from": "2022-01-01", "to": "2022-12-31"},
    )
    assert refused(folder(tmp_path, past)) == [("ruleset.loosens", "city.own")]


def test_an_adequacy_may_be_capped_but_not_raised(tmp_path):
    floor = {
        "judge": "floor",
        "id": "city.floor",
        **HEAD,
        "then": "strong",
        "when": {"required.done": ">= 0"},
    }
    assert refused(folder(tmp_path, floor)) == [("ruleset.loosens", "city.floor")]
    assert load_ruleset(over=[folder(tmp_path, floor | {"judge": "ceiling"}, name="cap")]).weaker == ()


def test_a_second_layer_is_held_against_the_law_too(tmp_path):
    first = folder(
        tmp_path,
        define("city_fact", {"when": {"headcount": ">= 10"}}) | {"fact": {"kind": "yesno", "ja": "当市"}},
    )
    second = folder(
        tmp_path,
        define("incident_within_1y", {"no_if": {"city_fact": "yes"}}) | {"id": "ward.own"},
        name="ward",
    )
    assert refused(first, second) == [("ruleset.loosens", "ward.own")]


def test_a_rule_that_replaces_none_there_is_is_named(tmp_path):
    rule = law("incident.recent") | {"replaces": "incident.recnt"}
    assert ("ruleset.replaces", "incident.recnt") in refused(folder(tmp_path, rule))


# ---- with `replaces:`


def replacing(rule_id, **changes):
    return law(rule_id) | {"replaces": rule_id} | changes


def lowered():
    """Return the national table with the row from 300,000 persons on giving nothing."""
    table = replacing("threshold")
    return table | {
        "rows": [r | {"then": "none"} if r["id"] == "threshold.300k" else r for r in table["rows"]]
    }


def raised():
    """Return the national table with the row from 10,000 persons on giving the key assessment."""
    table = replacing("threshold")
    return table | {
        "rows": [r | {"then": "key"} if r["id"] == "threshold.10k-light" else r for r in table["rows"]]
    }


def test_a_stricter_table_is_not_called_weaker(tmp_path):
    assert weaker(folder(tmp_path, raised())) == []


def test_the_same_rule_again_is_not_called_weaker(tmp_path):
    rules = ("incident.recent", "duty.publish-basic", "threshold")
    known = [r for r in rules if any(s.id == r for s in LAW.statements)]
    assert weaker(folder(tmp_path, *(replacing(r) for r in known))) == []


def test_a_lower_table_is_named_in_every_result(tmp_path):
    over = load_ruleset(over=[folder(tmp_path, lowered())])
    result = assess(AFFAIR, as_of=DAY, ruleset=over, executor="reference")
    assert result.level.possible == ("none",)
    (said,) = [f for f in result.findings if f.rule == "overlay.weaker"]
    assert (said.title, said.title_en) == ("国の基準より緩い: threshold", "weaker than national: threshold")
    assert "none instead of full: exemption=none, headcount=300000" in said.detail
    assert [w.replaces for w in result.ruleset.weaker] == ["threshold"]
    assert [x.hash.startswith("sha256:") for x in result.ruleset.layers] == [True, True]


def test_the_days_of_a_weaker_rule_are_its_own(tmp_path):
    path = folder(tmp_path, lowered() | {"in_force": {"from": "2027-01-01"}})
    assert weaker(path) == []
    assert weaker(path, day=dt.date(2027, 1, 1)) == [("threshold", "threshold")]


def test_another_name_or_another_layer_hides_nothing(tmp_path):
    first = folder(tmp_path, raised() | {"id": "city.table"})
    second = folder(tmp_path, lowered() | {"id": "ward.table", "replaces": "city.table"}, name="ward")
    assert weaker(first) == []
    assert weaker(first, second) == [("ward.table", "threshold")]


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("incident.recent", {"by": {"when": {"incident.occurred": "within 1 year before as_of"}}}),
        (
            "incident.serious-lax",
            {"by": {"when": {"incident.my_number": True, "incident.persons": ">= 1000"}}},
        ),
        ("incident.report-first", {"oblige": "effort"}),
        ("incident.report-first", {"when": {"incident.reportable": True, "headcount": ">= 1000"}}),
        (
            "incident.report-first",
            {"met": {"any": [{"incident.reported_first_on": "on or before as_of"}, {"headcount": ">= 1"}]}},
        ),
        ("incident.report-first", {"due": {"after": "incident.learned", "days": 40}}),
        ("keep-recurrence", {"expect": "desirable"}),
        ("keep-recurrence", {"when": {"headcount": ">= 1000000"}}),
        ("level.headcount-conflict", {"severity": "note"}),
        ("adequacy.required-not-done", {"then": "sufficient"}),
    ],
)
def test_what_is_narrowed_is_called_weaker(tmp_path, rule, changes):
    assert weaker(folder(tmp_path, replacing(rule, **changes))) == [(rule, rule)]


def test_a_duty_of_more_affairs_is_not_called_weaker(tmp_path):
    assert weaker(
        folder(tmp_path, replacing("incident.report-first", when={"incident.my_number": True}))
    ) == [
        ("incident.report-first", "incident.report-first")
    ]  # reportable may be told without it: not shown to be as strict
    more = {"any": [{"incident.reportable": True}, {"incident.my_number": True}]}
    assert weaker(folder(tmp_path, replacing("incident.report-first", when=more), name="more")) == []


def test_a_level_table_cannot_be_replaced_by_something_else(tmp_path):
    check = {
        "check": "consistency",
        "id": "city.none",
        **HEAD,
        "severity": "note",
        "when": {"headcount": ">= 10"},
        "detail": "文",
        "advice": "助言",
        "replaces": "threshold",
    }
    assert refused(folder(tmp_path, check)) == [("ruleset.loosens", "city.none")]


def test_a_layer_cannot_pass_for_the_law(tmp_path):
    path = folder(tmp_path, lowered(), name="rules", header={"id": "my-number-pia", "title": LAW.title})
    over = load_ruleset(over=[path])
    assert (over.id, over.title) == (LAW.id, LAW.title)
    assert len({x.hash for x in over.layers}) == 2
    assert [w.rule for w in over.weaker] == ["threshold"]


def test_the_law_alone_has_one_layer_and_says_nothing_of_it():
    assert [x.hash for x in LAW.layers] == [LAW.hash]
    stamp = assess(AFFAIR, as_of=DAY, executor="reference").ruleset
    assert (stamp.layers, stamp.weaker) == ((), ())
