"""Protects: duties come in the order they are done, say what leaves them open, and tables agree with single affairs."""

import datetime as dt

import pytest

from shikii import assess, load_ruleset, read_affair
from shikii.engine.assess import program_of
from shikii.engine.portfolio.portfolio import assess_table
from shikii.facts.readers.affair_tables import read_table
from shikii.rulesets.language.grammar import Oblige

DAY = dt.date(2026, 4, 1)


def duties(facts, **more):
    result = assess(read_affair(facts, "case"), as_of=DAY, **more)
    return {o.id: o for o in result.obligations if o.status != "not_applicable"}


LOCAL = {"headcount": 400_000, "organization": "みどり市長"}


def test_each_duty_comes_after_those_it_waits_for():
    found = list(duties(LOCAL).values())
    steps = {o.id: o.step for o in found}
    place = {o.id: n for n, o in enumerate(found)}
    for duty in found:
        for before in duty.after:
            assert steps[before] < duty.step
            assert place[before] < place[duty.id]
    assert sorted(set(steps.values())) == list(range(1, max(steps.values()) + 1))
    chain = [
        "duty.public-notice",
        "duty.hearing-30-days",
        "duty.consider-opinions",
        "duty.third-party-review",
        "duty.submission-full",
        "duty.full-assessment",
    ]
    assert [steps[d] for d in chain] == sorted({steps[d] for d in chain})


def test_national_bodies_are_approved_and_local_ones_reviewed():
    local, national = duties(LOCAL), duties({"headcount": 400_000, "organization_kind": "national"})
    assert ("duty.third-party-review" in local, "duty.commission-approval" in local) == (True, False)
    assert ("duty.third-party-review" in national, "duty.commission-approval" in national) == (False, True)
    order = ["duty.submission-full", "duty.commission-approval", "duty.full-assessment"]
    assert sorted(order, key=lambda d: national[d].step) == order  # what is approved has been submitted
    assert local["duty.submission-full"].step > local["duty.third-party-review"].step
    either = duties({"headcount": 400_000})
    for name in ("duty.third-party-review", "duty.commission-approval"):
        assert (either[name].status, either[name].applies) == ("unknown", "unknown")
        assert "organization_kind" in [m.fact for m in either[name].missing]


def test_an_open_duty_names_what_to_ask_and_nothing_that_is_known():
    found = duties({**LOCAL, "hearing": {"from": "2026-01-01"}})
    assert [m.fact for m in found["duty.hearing-30-days"].missing] == [
        "hearing.to",
        "hearing.shortened_reason",
    ]
    assert found["duty.hearing-30-days"].missing[0].question == "意見聴取を終えたのはいつですか"
    done = duties({**LOCAL, "hearing": {"from": "2026-01-01", "to": "2026-01-30"}})
    assert (done["duty.hearing-30-days"].status, done["duty.hearing-30-days"].missing) == ("met", ())


def test_a_duty_that_hangs_on_the_level_asks_for_the_level():
    found = duties({"headcount": 200_000, "incident_within_1y": "no"})
    assert found["duty.full-assessment"].applies == "unknown"
    assert [m.fact for m in found["duty.full-assessment"].missing] == ["handlers"]


@pytest.mark.parametrize("form", ["basic", "key", "full"])
def test_a_document_without_a_field_never_makes_a_duty_unmet(form):
    found = duties({**LOCAL, "form": form, "published": "2026-01-15"})
    assert {o.id for o in found.values() if o.status == "unmet"} == set()


def test_efforts_are_never_duties():
    kinds = {s.id: s.oblige for s in load_ruleset().of(Oblige)}
    assert {i for i, k in kinds.items() if k == "effort"} == {
        "duty.yearly-review",
        "duty.reassess-5-years",
        "incident.report-guideline",  # the guideline asks for it, the law does not
        "incident.notify-guideline",
    }


def test_a_month_gives_a_deadline_as_a_span():
    facts = {**LOCAL, "published": "2021-02-01", "publications": [{"on": "2021年2月", "kind": "実施"}]}
    due = duties(facts)["duty.reassess-5-years"]
    assert due.due == dt.date(
        2026, 2, 1
    )  # in February 2021, and not after the last publication on its first day
    month = duties({**LOCAL, "publications": [{"on": "2024年2月", "kind": "実施"}]})["duty.reassess-5-years"]
    assert (month.due, month.deadline.kind) == (None, "between")
    assert (month.deadline.earliest, month.deadline.latest) == (dt.date(2029, 2, 1), dt.date(2029, 2, 28))


def test_a_deadline_names_where_its_start_was_read():
    due = duties({**LOCAL, "published": "2024-02-01"})["duty.reassess-5-years"].deadline
    assert (due.kind, due.day, due.place.fact) == ("at_latest", dt.date(2029, 2, 1), "published")


TABLE = """事務名,評価実施機関,機関の種類,対象人数,取扱者数,重大事故,公表日,意見聴取の開始日,意見聴取の終了日,様式,事務の終了日,評価書を見直した日,システム構築（プログラミング）の開始日
甲,みどり市長,,400000,,,2024-02-29,2023-11-01,2023-11-30,全項目評価書,,,
乙,みどり市長,,5000,,なし,2020-03-31,,,基礎項目評価書,,2025-05-01,2026-09-01
丙,国税庁長官,行政機関の長,200000,100,なし,2025年8月,,,重点項目評価書,,,
丁,みどり市長,,12000,,,,,,,2025-03-31,,
戊,,,,,,,,,,,,
"""


def test_tables_and_single_affairs_agree_on_every_duty(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(TABLE, encoding="utf-8")
    ruleset = load_ruleset()
    table = read_table(path)
    assert table.problems == ()
    got = assess_table(table.frame, program=program_of(ruleset, DAY), ruleset=ruleset, as_of=DAY)
    rows = {
        (r["affair"], r["duty"]): (r["status"], r["applies"], r["due"], r["earliest"], r["latest"], r["ends"])
        for r in got.duties.iter_rows(named=True)
    }
    single = {}
    head, *lines = [line.split(",") for line in TABLE.splitlines()]
    for line in lines:
        facts = {k: v for k, v in zip(head, line, strict=True) if v}
        result = assess(read_affair(facts, "x"), as_of=DAY, executor="reference")
        for o in result.obligations:
            d = o.deadline
            if o.status != "not_applicable" and o.file is None:
                days = (d.earliest, d.latest) if d else (None, None)
                single[line[0], o.id] = (o.status, o.applies, o.due, *days, o.ends.latest if o.ends else None)
    assert rows == single


_PROCEDURES_OF_2020 = {
    "headcount": 350000, "form": "full", "published": "2020-12-20", "basic_assessed_on": "2020-01-10",
    "notice_on": "2020-02-01", "hearing": {"from": "2020-02-01", "to": "2020-03-05"}, "opinions_considered": "yes",
    "third_party": {"on": "2020-04-01"}, "submitted_on": "2020-05-01", "plan_submitted_on": "2020-05-01",
}  # fmt: skip
_CHANGE_OF_2027 = {"significant_change_planned": "yes", "significant_change_on": "2027-02-01"}


@pytest.mark.parametrize(
    ("more", "status", "round_"),
    [
        ({}, "met", ""),
        (_CHANGE_OF_2027, "unmet", "重要な変更に係る再実施"),
        ({"document_state": "案"}, "unmet", "案の回"),
        (_CHANGE_OF_2027 | {"published": "2025-12-20"}, "unknown", "重要な変更に係る再実施"),
    ],
)
def test_a_duty_of_a_round_is_met_by_the_procedures_of_that_round_only(
    more: dict[str, object], status: str, round_: str
) -> None:
    """番号法第28条第1項後段: a change of 2027 brings the whole procedure again; what the record leaves open is asked."""
    facts = {"affair": "住民基本台帳に関する事務", "organization": "架空市長", **_PROCEDURES_OF_2020, **more}
    if status == "unknown":
        facts |= {"hearing": {"from": "2025-02-01", "to": "2025-03-05"}, "third_party": {"on": "2025-04-01"}}
    found = {o.id: o for o in assess(read_affair(facts, "x"), as_of=dt.date(2026, 12, 1)).obligations}
    for duty in ("duty.hearing-30-days", "duty.third-party-review"):
        assert (found[duty].status, found[duty].subject) == (status, round_)
    if status == "unknown":
        assert "significant_change_assessed_on" in {m.fact for m in found[duty].missing}
