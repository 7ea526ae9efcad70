"""Protects what programs that embed the package rely on: round trips, frozen values, checked arguments."""

import copy
import datetime as dt
import inspect
import json
from pathlib import Path

import jsonschema
import pytest
from example_affair import AFFAIR, DAY, FACTS, again

import shikii
from shikii import (
    Affair,
    Assessment,
    Session,
    UsageError,
    assess,
    assess_all,
    assess_frame,
    compare,
    explain,
    load_ruleset,
    merge_affairs,
    read_affair,
    read_document,
    read_facts,
    read_table,
    run_batch,
)
from shikii.engine.portfolio import schedule
from shikii.engine.results import assessment as results
from shikii.engine.results import version_comparison as comparison
from shikii.facts.values import Range

ROOT = Path(__file__).parents[1]

# ---- results as JSON


def test_results_read_back_from_the_json_they_write():
    older = read_affair({**FACTS, "nws_linkage": "実施しない"}, "old")
    whole = assess(AFFAIR, as_of=DAY)
    report = compare([older], [AFFAIR], as_of=DAY)
    plan = schedule.schedule_of([whole], [], as_of=DAY, through=dt.date(2027, 4, 1), ruleset=whole.ruleset)
    for value, schema in (
        (whole, results.json_schema),
        (report, comparison.json_schema),
        (plan, schedule.json_schema),
    ):
        text = value.model_dump_json()
        assert type(value).model_validate_json(text) == value
        assert type(value).model_validate(json.loads(json.dumps(value.model_dump(mode="json")))) == value
        data = json.loads(text)
        jsonschema.validate([data] if isinstance(value, Assessment) else data, schema())
    for part in (whole.level, *whole.obligations[:5], *whole.findings, *whole.conflicts):
        assert type(part).model_validate_json(part.model_dump_json()) == part
    assert again(whole) == whole
    assert hash(whole) == hash(copy.deepcopy(whole))


# ---- frozen


def test_nothing_an_affair_holds_can_be_written():
    before = assess(AFFAIR, as_of=DAY).level.possible
    mappings = [
        AFFAIR.values,
        AFFAIR.places,
        AFFAIR.sources,
        AFFAIR.unknown_reasons,
        AFFAIR.files[0].values,
        AFFAIR.files[0].measures,
    ]
    for mapping in mappings:
        key = next(iter(mapping), "x")
        for change in (
            lambda m=mapping, k=key: m.__setitem__(k, None),
            lambda m=mapping, k=key: m.__delitem__(k),
            lambda m=mapping: m.update(x=1),
            lambda m=mapping, k=key: m.pop(k, None),
            lambda m=mapping: m.clear(),
            lambda m=mapping: m.setdefault("x", 1),
            lambda m=mapping: m.popitem(),
            lambda m=mapping: m.__ior__({"x": 1}),
        ):
            with pytest.raises(TypeError):
                change()
    with pytest.raises(AttributeError):
        AFFAIR.values = {}
    assert assess(AFFAIR, as_of=DAY).level.possible == before
    assert {**AFFAIR.values, "x": 1}["x"] == 1


def test_what_is_given_can_be_changed_afterwards_without_effect():
    own = {"headcount": Range(5, 5)}
    affair = Affair(values=own)
    own["headcount"] = Range(10**6, 10**6)
    assert affair.headcount == Range(5, 5)


def test_a_session_can_be_copied_and_pickled():
    session = Session(as_of=DAY).tell(headcount=250_000)
    for other in (copy.copy(session), copy.deepcopy(session), again(session)):
        assert other.level() == session.level()
        other.tell(handlers=500)
    assert session.level().possible == ("key", "full")


# ---- arguments

WRONG = [
    None,
    "2026-04-01",
    5,
    5.0,
    True,
    [],
    ["x"],
    {},
    (),
    object(),
    dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC),
    Path("nowhere"),
    b"x",
    AFFAIR,
]
DOORS = {
    "assess.affair": lambda x: assess(x, as_of=DAY),
    "assess.as_of": lambda x: assess(AFFAIR, as_of=x),
    "assess.ruleset": lambda x: assess(AFFAIR, as_of=DAY, ruleset=x),
    "assess.executor": lambda x: assess(AFFAIR, as_of=DAY, executor=x),
    "assess_all.affairs": lambda x: assess_all(x, as_of=DAY),
    "assess_all.one": lambda x: assess_all([x], as_of=DAY),
    "assess_all.as_of": lambda x: assess_all([AFFAIR], as_of=x),
    "assess_all.executor": lambda x: assess_all([AFFAIR], as_of=DAY, executor=x),
    "assess_all.ruleset": lambda x: assess_all([AFFAIR], as_of=DAY, ruleset=x),
    "assess_frame.frame": lambda x: assess_frame(x, as_of=DAY),
    "assess_frame.as_of": lambda x: assess_frame(read_table(ROOT / "examples/affairs.csv").frame, as_of=x),
    "compare.old": lambda x: compare(x, [AFFAIR], as_of=DAY),
    "compare.new": lambda x: compare([AFFAIR], x, as_of=DAY),
    "compare.as_of": lambda x: compare([AFFAIR], [AFFAIR], as_of=x),
    "explain.affair": lambda x: explain(x, as_of=DAY),
    "explain.name": lambda x: explain(AFFAIR, x, as_of=DAY),
    "explain.as_of": lambda x: explain(AFFAIR, as_of=x),
    "explain.ruleset": lambda x: explain(AFFAIR, as_of=DAY, ruleset=x),
    "load_ruleset": load_ruleset,
    "load_ruleset.over": lambda x: load_ruleset(over=x),
    "load_ruleset.over.one": lambda x: load_ruleset(over=[x]),
    "load_ruleset.replacing_national": lambda x: load_ruleset(replacing_national=x),
    "merge_affairs": merge_affairs,
    "read_affair.data": lambda x: read_affair(x, "x"),
    "read_affair.source": lambda x: read_affair({"headcount": 5}, x),
    "read_document": read_document,
    "read_facts": read_facts,
    "read_table": read_table,
    "run_batch.paths": lambda x: run_batch(x, as_of=DAY),
    "run_batch.path": lambda x: run_batch([x], as_of=DAY),
    "run_batch.as_of": lambda x: run_batch([ROOT / "examples/affairs.csv"], as_of=x),
    "Session.as_of": lambda x: Session(as_of=x),
    "Session.ruleset": lambda x: Session(as_of=DAY, ruleset=x),
    "Session.affair": lambda x: Session(as_of=DAY, affair=x),
    "Session.tell": lambda x: Session(as_of=DAY).tell(x),
    "Session.learn": lambda x: Session(as_of=DAY).learn(x),
    "Session.retract": lambda x: Session(as_of=DAY).retract(x),
    "Session.listen": lambda x: Session(as_of=DAY).listen(x),
    "Session.why": lambda x: Session(as_of=DAY).why(x),
    "Affair.telling": lambda x: AFFAIR.telling(headcount=x),
}


def refusals(door):
    """What each wrong value is told; any error but ours comes through and fails the test."""
    for value in WRONG:
        try:
            DOORS[door](value)
        except shikii.ShikiiError as error:
            yield error


@pytest.mark.parametrize("door", DOORS)
def test_wrong_arguments_are_named_with_value_and_remedy(door):
    told = list(refusals(door))
    assert len(told) >= 5
    assert all(p.place and p.remedy and p.message for error in told for p in error.problems)


def test_the_plain_mistakes_are_usage_errors():
    for wrong in (
        lambda: assess(AFFAIR, as_of="2026-04-01"),
        lambda: assess(AFFAIR, as_of=dt.datetime(2026, 4, 1, tzinfo=dt.UTC)),
        lambda: assess(AFFAIR, as_of=DAY, executor="fast"),
        lambda: assess({"headcount": 1}, as_of=DAY),
        lambda: assess(AFFAIR, as_of=DAY, ruleset="rules"),
        lambda: compare(AFFAIR, AFFAIR, as_of=DAY),
        merge_affairs,
        lambda: load_ruleset(Path("own")),
        lambda: load_ruleset(over=[Path("nowhere")]),
    ):
        with pytest.raises(UsageError) as caught:
            wrong()
        assert all(p.remedy for p in caught.value.problems)


# ---- rulesets


def test_own_rules_lie_over_the_national_ones_and_replace_them_only_by_name(tmp_path):
    (tmp_path / "ruleset.yaml").write_text(
        "ruleset: {version: '1'}\nrules:\n  - check: consistency\n    id: city.more\n    title: 当市の確認\n    severity: note\n"
        "    when: {headcount: '>= 10'}\n    detail: 文\n    advice: 助言\n    basis: [規則第4条]\n    confidence: known\n",
        "utf-8",
    )
    both = load_ruleset(over=[str(tmp_path)])
    assert "city.more" in {f.rule for f in assess(AFFAIR, as_of=DAY, ruleset=both).findings}
    assert len(both.statements) == len(load_ruleset().statements) + 1
    with pytest.raises(UsageError, match="over="):
        load_ruleset(tmp_path)


# ---- the module


def test_every_public_name_is_listed_documented_and_there():
    assert set(shikii.__all__) <= set(dir(shikii))
    text = (ROOT / "docs" / "embedding.md").read_text("utf-8")
    for name in shikii.__all__:
        assert getattr(shikii, name) is not None
        assert f"`{name}" in text or f" {name}" in text, f"{name} is not in docs/embedding.md"
    for name in (
        "assess",
        "read_affair",
        "read_document",
        "read_table",
        "run_batch",
        "write_batch",
        "load_ruleset",
    ):
        assert inspect.getdoc(getattr(shikii, name))


def test_a_batch_of_files_and_folders(tmp_path):
    batch = run_batch([ROOT / "examples" / "affairs.csv", str(ROOT / "examples" / "facts")], as_of=DAY)
    assert batch.results
    assert batch.tables.affairs.height > len(batch.results)
    assert not batch.problems
    written = shikii.write_batch(tmp_path / "out", batch.tables, results=batch.results)
    assert {p.name for p in written} >= {"affairs.parquet", "report.html"}


def test_what_cannot_be_read_in_a_batch_is_told(tmp_path):
    (tmp_path / "a.yaml").write_text("headcount: 5\n", "utf-8")
    (tmp_path / "b.yaml").write_text("headcount: -5\n", "utf-8")
    (tmp_path / "c.yaml").write_text("version: 3\nservices: {}\n", "utf-8")
    batch = run_batch([tmp_path], as_of=DAY)
    assert len(batch.results) == 1
    assert [p.id for p in batch.problems] == ["facts.value"]
    assert [p.name for p in batch.left_out] == ["c.yaml"]


def test_a_batch_leaves_out_what_the_command_leaves_out(tmp_path):
    (tmp_path / "a.yaml").write_text("headcount: 5\n", "utf-8")
    (tmp_path / "a.rtf").write_text("x", "utf-8")
    earlier = run_batch([tmp_path / "a.yaml"], as_of=DAY)
    shikii.write_batch(tmp_path / "out", earlier.tables, results=earlier.results)
    batch = run_batch([tmp_path], as_of=DAY)
    assert len(batch.results) == batch.tables.affairs.height == 1
    assert {Path(place).name: reason for place, reason in batch.tables.left_out} == {
        "a.rtf": "a file of this kind cannot be read",
        "out": "it is the report of a run",
    }
