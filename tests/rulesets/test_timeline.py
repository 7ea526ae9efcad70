"""Protects: the law of every day is the law of that day: spans, rows, renumbered citations, versions, laid-over dates."""

import datetime as dt

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from shikii.facts.errors import RulesetError, UsageError
from shikii.rulesets.language.grammar import Decide, Expect, Force
from shikii.rulesets.loader import load_ruleset, read_ruleset
from shikii.rulesets.program.program import compile_program
from shikii.rulesets.timeline import Numbering, changed_ids, pieces

LAW = load_ruleset()
ONE = dt.timedelta(days=1)
FIRST = LAW.versions[0].from_
DAYS = st.dates(FIRST, dt.date(2031, 12, 31))
RULE = """\
  - check: consistency
    id: x.rule
    title: {title}
    severity: note
    when: {{headcount: ">= 10"}}
    detail: d
    advice: a
    basis: [番号法第28条第1項]
    confidence: confirmed
    in_force: {span}
"""


def rules(*spans, name="r.yaml", extra=""):
    text = "rules:\n" + "".join(RULE.format(title=f"t{i}", span=s) for i, s in enumerate(spans)) + extra
    return name, text


def titles(ruleset, day):
    return [s.title for s in ruleset.on(dt.date.fromisoformat(day))]


def test_an_id_may_stand_on_days_that_do_not_overlap():
    ruleset = read_ruleset(
        [rules("{to: 2020-03-31}", "{from: 2020-04-01, to: 2021-03-31}", "{from: 2022-01-01}")]
    )
    assert titles(ruleset, "2020-03-31") == ["t0"]
    assert titles(ruleset, "2020-04-01") == ["t1"]
    assert titles(ruleset, "2021-04-01") == []  # a gap is fine
    assert titles(ruleset, "2022-01-01") == ["t2"]
    assert ruleset["x.rule"].title == "t2"


@pytest.mark.parametrize("spans", [("{to: 2020-04-01}", "{from: 2020-04-01}"), ("{}", "{from: 2030-01-01}")])
def test_days_that_overlap_are_refused(spans):
    with pytest.raises(RulesetError) as caught:
        read_ruleset([rules(*spans)])
    assert [p.id for p in caught.value.problems] == ["ruleset.duplicate-id"]


def test_a_span_may_not_be_upside_down():
    with pytest.raises(RulesetError) as caught:
        read_ruleset([rules("{from: 2020-04-02, to: 2020-04-01}")])
    assert [p.id for p in caught.value.problems] == ["ruleset.field"]


def test_a_rule_laid_over_takes_the_place_on_its_own_days_only():
    own = rules("{from: 2020-01-01, to: 2020-12-31}\n    replaces: x.rule", name="own.yaml")
    ruleset = read_ruleset([rules("{}"), (own[0], own[1].replace("t0", "own"))])
    assert [titles(ruleset, d) for d in ("2019-12-31", "2020-01-01", "2020-12-31", "2021-01-01")] == [
        ["t0"],
        ["own"],
        ["own"],
        ["t0"],
    ]


@given(*(st.tuples(st.none() | st.integers(0, 40), st.none() | st.integers(0, 40)) for _ in range(2)))
def test_what_is_left_of_a_span_is_exactly_the_rest(whole, taken):
    def force(pair):
        first, last = ((None if n is None else FIRST + n * ONE) for n in pair)
        if first and last and last < first:
            first, last = last, first
        return Force.model_validate({"from": first, "to": last})

    a, b = force(whole), force(taken)
    left = pieces(a, b) if a.meets(b) else (a,)
    for n in range(-1, 42):
        day = FIRST + n * ONE
        assert sum(p.covers(day) for p in left) == (a.covers(day) and not b.covers(day))
        assert a.meets(b) or not (a.covers(day) and b.covers(day))


def test_rows_of_a_table_may_have_days_of_their_own():
    text = """\
rules:
  - decide: outcome
    id: t
    title: t
    basis: [x]
    confidence: confirmed
    outcomes: [{id: a, ja: a, en: a, phrase: a}, {id: b, ja: b, en: b, phrase: b}]
    rows:
      - {id: r0, title: t, when: {headcount: "< 10"}, then: a, basis: [x], confidence: confirmed}
      - {id: r1, title: t, when: {headcount: ">= 10"}, then: a, basis: [x], confidence: confirmed, in_force: {to: 2020-12-31}}
      - {id: r2, title: t, when: {headcount: ">= 10"}, then: b, basis: [x], confidence: confirmed, in_force: {from: 2021-01-01}}
"""
    ruleset = read_ruleset([("t.yaml", text)])
    for day, rows in (("2020-12-31", ["r0", "r1"]), ("2021-01-01", ["r0", "r2"])):
        program = compile_program(ruleset, dt.date.fromisoformat(day))
        assert [r.id for r in program.strata[0][0].table.rows] == rows
    assert ruleset.days_of_change() == (dt.date(2021, 1, 1),)


def numbering(**more):
    return Numbering.model_validate(
        {"id": "n", "title": "t", "from": "2017-05-30", "confidence": "known", **more}
    )


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("番号法第28条第1項から第4項まで", "番号法第27条第1項から第4項まで"),
        ("番号法第27条・第28条", "番号法第26条・第27条"),
        ("番号法第28条の4", "番号法第28条の4"),
        ("番号法第285条", "番号法第285条"),
        ("個人情報保護法第28条", "個人情報保護法第28条"),
    ],
)
def test_articles_are_renamed_whole_and_at_once(now, before):
    table = numbering(law="番号法", renames={"第27条": "第26条", "第28条": "第27条"})
    assert table.basis(now) == (before, before != now)


def test_an_article_that_did_not_exist_is_left_out_and_names_are_those_of_the_day():
    table = numbering(law="規則", absent=["第9条の2"])
    assert table.basis("規則第9条の2") == (None, False)
    assert table.basis("規則第9条第2項") == ("規則第9条第2項", False)
    names = numbering(words={"個人情報保護委員会": "特定個人情報保護委員会"})
    assert (
        names.reword("個人情報保護委員会と特定個人情報保護委員会")
        == "特定個人情報保護委員会と特定個人情報保護委員会"
    )


def test_a_renumbered_basis_is_no_better_known_than_the_renumbering():
    text = rules("{}", extra="")[1] + (
        "numbering:\n  - {id: n, title: t, from: 2017-05-30, law: 番号法, renames: {第28条: 第27条}, confidence: known}\n"
    )
    ruleset = read_ruleset([("r.yaml", text)])
    (before,), (after,) = ruleset.on(dt.date(2017, 5, 29)), ruleset.on(dt.date(2017, 5, 30))
    assert (before.basis, before.confidence) == (("番号法第27条第1項",), "known")
    assert (after.basis, after.confidence) == (("番号法第28条第1項",), "confirmed")


# ---- the law that ships


def test_before_the_first_version_there_is_no_law():
    with pytest.raises(UsageError) as caught:
        compile_program(LAW, FIRST - ONE)
    assert caught.value.problems[0].id == "ruleset.no-law"
    assert compile_program(LAW, FIRST).statements


@examples(15)
@given(DAYS)
def test_every_day_compiles_and_nothing_changes_between_versions(day):
    compile_program(LAW, day)
    version = LAW.version_on(day)
    assert version.from_ <= day
    assert changed_ids(LAW.on(version.from_), LAW.on(day)) == {}


def test_every_day_of_change_is_the_first_day_of_a_version():
    assert set(LAW.days_of_change()) <= {v.from_ for v in LAW.versions}


def touched(day):
    """The rules whose days begin or end on a day, and those whose citations change then."""
    ids = set()
    for s in LAW.statements:
        for one in (s, *(s.rows if isinstance(s, Decide) else ())):
            if one.in_force.from_ == day or one.in_force.to == day - ONE:
                ids.add(one.id)
    return ids, [n for n in LAW.numbering if n.from_ == day]


@pytest.mark.parametrize("version", LAW.versions[1:], ids=lambda v: v.id)
def test_on_the_first_day_of_a_version_exactly_the_dated_rules_change(version):
    ids, renumbered = touched(version.from_)
    before, after = LAW.on(version.from_ - ONE), LAW.on(version.from_)
    changed = changed_ids(before, after)
    assert ids <= set(changed)
    rest = set(changed) - ids
    assert bool(rest) <= bool(renumbered)
    by_id = [{one.id: one for s in side for one in (s, *getattr(s, "rows", ()))} for side in (before, after)]
    for rule in rest:
        a, b = (side[rule] for side in by_id)
        assert a.model_dump(include={"when", "met", "by", "then"}) == b.model_dump(
            include={"when", "met", "by", "then"}
        )
        assert any(
            n.basis(text) != (text, False)
            for n in renumbered
            for text in (*b.basis, b.title, b.note, *_more(b))
        ), rule


def _more(rule):
    return [getattr(rule, name, "") for name in ("detail", "advice")]


def test_versions_that_change_no_rule_say_so():
    silent = {v.id for v in LAW.versions[1:] if not changed_ids(LAW.on(v.from_ - ONE), LAW.on(v.from_))}
    assert silent <= {"2024-04", "2025-05"}
    assert all(v.note for v in LAW.versions if v.id in silent)


def test_measures_are_not_dated():
    for s in LAW.of(Expect):
        assert s.in_force == Force()
    first, last = ([s for s in LAW.on(d) if isinstance(s, Expect)] for d in (FIRST, dt.date(2026, 4, 1)))
    assert first == last


def test_no_rule_ever_loses_its_basis():
    for day in (FIRST, *(d for d in LAW.days_of_change())):
        for s in LAW.on(day):
            absent = [a for n in LAW.numbering if day < n.from_ for a in n.absent]
            assert not any(
                b.startswith(n.law) and b.endswith(a)
                for n in LAW.numbering
                if n.law
                for b in s.basis
                for a in absent
                if a in n.absent
            )


@pytest.mark.parametrize(
    ("day", "version", "basis"),
    [
        ("2014-04-20", "2014-04", "番号法第27条第1項（行政機関等）"),
        ("2017-05-29", "2016-01", "番号法第27条第1項（行政機関等）"),
        ("2017-05-30", "2017-05", "番号法第28条第1項（行政機関等）"),
        ("2025-05-25", "2025-04", "番号法第28条第1項（行政機関等）"),
        ("2025-05-26", "2025-05", "番号法第28条第1項（行政機関等）"),
    ],
)
def test_citations_and_version_are_those_of_the_day(day, version, basis):
    day = dt.date.fromisoformat(day)
    table = next(s for s in LAW.on(day) if s.id == "threshold")
    assert basis in next(r for r in table.rows if r.id == "threshold.300k").basis
    assert LAW.version_id(day) == version


def test_the_commission_has_the_name_of_the_day():
    before, after = (
        next(s for s in LAW.on(d) if s.id == "duty.commission-approval").title
        for d in (dt.date(2015, 12, 31), dt.date(2016, 1, 1))
    )
    assert before.startswith("特定個人情報保護委員会")
    assert after.startswith("個人情報保護委員会")


@pytest.mark.parametrize(
    "text",
    [
        "ruleset: hello",
        "ruleset: {id: x, versions: 5}",
        'ruleset: {id: x, versions: [{id: "2020-1", from: 2020-01-01, title: t, confidence: known}]}',
        'ruleset: {id: x, versions: [{id: "2020-01", title: t, confidence: known}]}',
        "numbering: {a: b}",
        "numbering: [{id: n, title: t, from: 2020-01-01, renames: {a: b}, confidence: known}]",
        "numbering: [{id: n, title: t, from: 2020-01-01, law: 番号法, confidence: known}]",
    ],
)
def test_a_wrong_header_or_numbering_is_an_error_with_its_line(text):
    with pytest.raises(RulesetError) as caught:
        read_ruleset([("r.yaml", text)])
    assert {p.id for p in caught.value.problems} <= {"ruleset.shape", "ruleset.field"}
    assert all(p.place == "r.yaml:1" for p in caught.value.problems)


def test_versions_are_listed_once():
    law = 'ruleset: {id: x, versions: [{id: "2020-01", from: 2020-01-01, title: t, confidence: known}]}'
    with pytest.raises(RulesetError) as caught:
        read_ruleset([("a/r.yaml", law), ("b/r.yaml", law)])
    assert [(p.id, p.place) for p in caught.value.problems] == [("ruleset.shape", "b/r.yaml:1")]
