"""Protects: each dated rule is applied on its days and not a day before or after; citations by the document's own day."""

import dataclasses
import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from executors import needs_durable

import shikii
from shikii import Session, assess, assess_frame, read_affair
from shikii.cli.common import read_affairs
from shikii.facts.affair.affair import Note
from shikii.facts.errors import UsageError
from shikii.rulesets.loader import load_ruleset

ONE = dt.timedelta(days=1)
LATER = dt.date(2026, 4, 1)
ROOT = Path(shikii.__file__).parent


def day(text):
    return dt.date.fromisoformat(text)


def result(facts, as_of, text=""):
    affair = read_affair({"affair": "事務", **facts}, "test")
    if text:
        affair = dataclasses.replace(affair, passages=(Note(None, "basic", ((7, text),)),))
    return assess(affair, as_of=as_of, executor="reference")


def rules(facts, as_of, text=""):
    return {f.rule for f in result(facts, as_of, text).findings}


def test_before_the_law_every_way_in_says_so():
    before = load_ruleset().versions[0].from_ - ONE
    for run in (
        lambda: result({}, before),
        lambda: Session(as_of=before),
        lambda: assess_frame(pl.DataFrame({"headcount": [1]}), as_of=before).collect(),
    ):
        with pytest.raises(UsageError) as caught:
            run()
        assert caught.value.problems[0].id == "ruleset.no-law"


@pytest.mark.parametrize(
    ("as_of", "version", "open_law"),
    [
        ("2014-04-20", "2014-04", True),
        ("2021-08-31", "2019-07", True),
        ("2021-09-01", "2021-09", False),
        ("2023-03-31", "2022-04", False),
        ("2023-04-01", "2023-04", False),
        ("2024-05-26", "2024-04", False),
        ("2024-05-27", "2024-05", False),
        ("2026-04-01", "2025-05", False),
    ],
)
def test_the_stamp_names_the_version_and_an_unread_one_is_an_open_point(as_of, version, open_law):
    found = result({"headcount": 400_000}, day(as_of))
    assert found.ruleset.version == version
    assert any(p.rule == f"my-number-pia/{version}" for p in found.open_law) is open_law
    assert found.level.floor == "full"


SMALL = {
    "occurred": "2024-09-20",
    "my_number": "yes",
    "in_number_system": "yes",
    "intentional": "no",
    "persons": 1,
}


@pytest.mark.parametrize(
    ("as_of", "possible"), [("2024-09-30", ("basic",)), ("2024-10-01", ("basic", "key"))]
)
def test_two_readings_of_a_serious_incident_only_from_the_day_the_doubt_begins(as_of, possible):
    facts = {"headcount": 40_000, "handlers": 10, "incidents": [SMALL]}
    assert result(facts, day(as_of)).level.possible == possible


@pytest.mark.parametrize("as_of", ["2024-09-30", "2024-10-01", "2021-12-31"])
def test_what_both_readings_call_serious_is_serious_on_every_day(as_of):
    big = {**SMALL, "occurred": str(day(as_of) - ONE), "persons": 101}
    assert result({"headcount": 40_000, "handlers": 10, "incidents": [big]}, day(as_of)).level.possible == (
        "key",
    )


TABLE = "番号法第19条第8号(特定個人情報の提供の制限)及び別表第二の各項"
CITATIONS = [
    ("text.old-table-after-2024", "2024-05-27", "令和6年10月様式4", TABLE),
    ("text.old-table-after-2024", "2024-05-27", "令和7年5月様式3", "番号法別表第二の主務省令で定める事務及び情報を定める命令第7条"),
    ("text.old-table-after-2024", "2024-05-27", "令和6年10月様式4", "番号法第9条第1項 別表第一の10の項"),
    ("text.old-item7-after-2021", "2021-09-01", "令和6年10月様式4", "番号法第１９条第７号 別表第二の項"),
    ("text.old-item8-after-2021", "2021-09-01", "令和6年10月様式4", "番号法第19条第8号に基づく特定個人情報の提供に関する規則第4条"),
    ("text.old-article-after-2021", "2021-09-01", "令和6年10月様式4", "番号法別表第２及び第１９条第１４号に基づき、照会する"),
    ("text.old-assessment-article-after-2017", "2017-05-30", "平成30年5月様式4", "番号法第27条第1項に基づく特定個人情報保護評価を実施する"),
    ("text.old-assessment-article-after-2017", "2017-05-30", "平成30年5月様式4", "番号法第26条第1項に規定する指針"),
    ("text.old-definition-after-2025", "2025-04-01", "令和7年5月様式4", "番号法第2条第9項に規定する特定個人情報ファイル"),
    ("text.old-commission-after-2016", "2016-01-01", "平成28年1月様式4", "特定個人情報保護委員会との協議を経て"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "since", "form", "text"), CITATIONS)
def test_a_stale_citation_is_judged_by_the_documents_own_day(rule, since, form, text):
    first = day(since)
    assert rule in rules({"published": since}, LATER, text)
    assert rule not in rules({"published": str(first - ONE)}, LATER, text)
    assert rule not in rules({}, LATER, text)  # no day at all: nothing is said
    assert rule in rules({"form_version": form}, LATER, text)
    assert rule not in rules({"form_version": "平成26年4月様式4"}, LATER, text)
    assert rule not in rules({"form_version": "令和12年4月様式4"}, LATER, text)  # a form that nobody has seen
    assert rule not in rules({"published": since}, first - ONE, text)  # the rule itself has its day
    assert rule in rules({"published": since}, first, text)


@pytest.mark.parametrize(
    "text",
    [
        "市番号条例別表第２の１項下に掲げる事務",
        "長野市個人番号の利用及び特定個人情報の提供に関する条例別表第１",
        "改正前の番号法別表第二による照会",
        "番号法別表の24の項",
        "番号法第19条第8号に基づく利用特定個人情報の提供に関する命令第2条の表の規定",
        "番号法第19条第7号(住民基本台帳法第30条の6第1項の規定により提供)",
        "番号法第27条第1項に規定する特定個人情報保護評価に関する指針",
        "番号法第28条第1項に基づく特定個人情報保護評価",
        "番号法第19条第14号",
        "番号法第19条第8号に基づく特定個人情報の提供",
        "番号法第2条第14項に規定する個人番号関係事務実施者",
        "個人情報保護委員会との協議を経て",
        "平成26年特定個人情報保護委員会規則第1号",
    ],
)
def test_right_citations_are_never_flagged(text):
    found = rules({"published": "2025-07-15", "form_version": "令和7年5月様式4"}, LATER, text)
    assert not {r for r in found if r.startswith("text.")}


def test_a_table_cited_in_the_basis_of_the_linkage_counts_too():
    facts = {"published": "2024-06-01", "nws_basis": "番号法第19条第8号、別表第二の16の項"}
    assert "text.old-table-after-2024" in rules(facts, LATER)
    facts["nws_basis"] = "市個人番号の利用に関する条例別表第二"
    assert "text.old-table-after-2024" not in rules(facts, LATER)


@pytest.mark.parametrize(("published", "flagged"), [("2024-05-26", True), ("2024-05-27", False)])
def test_an_order_cited_before_it_existed_is_noted(published, flagged):
    text = "利用特定個人情報の提供に関する命令第2条の表"
    assert ("text.new-table-before-2024" in rules({"published": published}, LATER, text)) is flagged


OLD = "forms.basic-without-measures"


@pytest.mark.parametrize(
    ("as_of", "published", "form", "flagged"),
    [
        ("2018-12-31", "2018-12-31", "平成29年5月様式2", False),
        ("2019-01-01", "2018-12-31", "平成29年5月様式2", False),  # six months of transition
        ("2019-01-01", "2019-01-01", "平成29年5月様式2", True),
        ("2019-06-30", "2018-12-31", "平成29年5月様式2", False),
        ("2019-07-01", "2018-12-31", "平成29年5月様式2", True),
        ("2019-07-01", "2018-12-31", "平成31年1月様式2", False),
        ("2026-04-01", "2018-12-31", None, False),
    ],
)
def test_basic_assessments_on_the_old_form(as_of, published, form, flagged):
    facts = {"form": "basic", "published": published, **({"form_version": form} if form else {})}
    assert (OLD in rules(facts, day(as_of))) is flagged


BLANK = "form.basic.risks.in-1.adequacy-blank"


def test_fields_of_a_later_form_are_not_asked_for_before_it():
    facts = {"form": "basic", "submits": "basic", "priority.measure": "blank"}
    rule = "form.basic.priority.measure-blank"
    newer = {**facts, "form_version": "令和6年10月様式2"}
    assert rule in rules(newer, day("2024-10-01"))
    assert rule not in rules(newer, day("2024-09-30"))
    assert rule not in rules({**facts, "form_version": "平成31年1月様式2"}, LATER)
    assert rule not in rules(facts, LATER)
    assert rule not in rules({**newer, "submits": "full"}, LATER)


@needs_durable
@pytest.mark.parametrize("as_of", ["2014-04-20", "2018-06-01", "2024-09-30"])
@pytest.mark.parametrize("name", ["city-b-juminzei", "core-city-c-juki-kiso"])
def test_executors_agree_on_past_days_too(as_of, name):
    (affair,) = read_affairs(ROOT / "examples" / "facts" / f"{name}.yaml")
    found = [assess(affair, as_of=day(as_of), executor=e) for e in ("reference", "session")]
    first, second = (r.model_dump(exclude={"executor"}) for r in found)
    assert first == second


@pytest.mark.parametrize(
    ("as_of", "said"), [("2025-10-24", False), ("2025-10-25", True), ("2026-12-01", True)]
)
def test_a_day_after_the_newest_known_amendment_is_said_to_be_one(as_of, said):
    found = result({"headcount": 400_000}, day(as_of))
    later = [p for p in found.open_law if p.rule == "my-number-pia/later"]
    assert bool(later) is said
    assert all("2025-10-24" in p.title for p in later)
