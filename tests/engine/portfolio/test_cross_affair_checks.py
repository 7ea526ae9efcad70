"""Protects: answers of one body are compared, whatever they were read from, and only where both cannot be right."""

import datetime as dt
import time

import polars as pl
import pytest

from shikii import assess, load_ruleset, read_affair
from shikii.engine.assess import program_of
from shikii.engine.portfolio.assess_run import Together, assess_all
from shikii.engine.portfolio.cross_affair_checks import Trait, across_checks, compare
from shikii.engine.portfolio.portfolio import assess_table
from shikii.facts.readers.affair_tables import read_table

DAY = dt.date(2026, 4, 1)


def full(affair, published, answer, organization="みどり市長"):
    return read_affair(
        {
            "affair": affair,
            "organization": organization,
            "form": "full",
            "published": published,
            "files": [{"name": "甲", "answers": {"keep-1.incident_3y": answer}}],
        },
        f"{affair}.yaml",
    )


def found(*affairs):
    results = assess_all(affairs, as_of=DAY, executor="reference")
    return [[f for f in r.findings if f.rule.startswith("across.")] for r in results]


def test_the_earlier_answer_none_is_flagged_with_both_places():
    (none, some) = found(full("甲", "2025-01-10", "発生なし"), full("乙", "2025-03-01", "発生あり"))
    assert [f.rule for f in none] == ["across.incident-3y"]
    assert some == []
    assert none[0].severity == "warning"
    assert "「乙」（2025-03-01公表）" in none[0].detail
    assert {e.document for e in none[0].evidence} == {"甲.yaml", "乙.yaml"}
    other = none[0].other
    assert (other.affair, other.source, other.form) == ("乙", "乙.yaml", "full")
    assert {e.document for e in other.evidence} == {"乙.yaml"}


@pytest.mark.parametrize(
    "other",
    [
        full(
            "乙", "2025-01-09", "発生あり"
        ),  # published before: its incident may have fallen out of the years
        full("乙", "2025-03-01", "発生なし"),
        full("乙", "2025-03-01", "発生あり", "みどり町長"),
        full("乙", "2028-01-11", "発生あり"),  # after the as-of date
        full("乙", "2023-03-31", "発生あり"),  # its incident is past by now
        full("甲", "2025-03-01", "発生あり"),  # the same affair, newer: it replaces the other
        full("乙", "不明", "発生あり"),
    ],
)
def test_nothing_is_said_where_both_may_be_right(other):
    assert found(full("甲", "2025-01-10", "発生なし"), other) == [[], []]


def test_a_single_affair_is_judged_as_ever():
    one = full("甲", "2025-01-10", "発生なし")
    assert assess_all([one], as_of=DAY, executor="reference")[0] == assess(
        one, as_of=DAY, executor="reference"
    )


TABLE = """事務名,評価実施機関,公表日,重大事故
甲,みどり市長,2025-01-10,発生なし
乙,みどり 市長,2025-06-01,発生あり
丙,みどり市長,,発生あり
丁,ほか市長,2025-01-10,発生なし
"""


def test_tables_are_compared_with_one_another_and_with_single_affairs(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(TABLE, encoding="utf-8")
    ruleset = load_ruleset()
    table = assess_table(read_table(path).frame, program=program_of(ruleset, DAY), ruleset=ruleset, as_of=DAY)
    run = Together(ruleset, DAY, "reference")
    run.add(
        read_affair(
            {
                "affair": "戊",
                "organization": "ほか市長",
                "published": "2025-05-01",
                "incident_within_1y": "yes",
            },
            "x",
        )
    )
    run.add_table(table)
    (single,), (joined,) = run.results()
    assert [f.rule for f in single.findings if f.rule.startswith(("across.", "body."))] == []
    rows = joined.findings.filter(pl.col("rule").str.starts_with("body."))
    assert rows.select("affair", "rule", "other_affair").rows() == [
        ("甲", "body.incident-occurred", "丙"),  # told today; the row of 甲 is a year old
        ("丁", "body.incident-open", "戊"),
    ]
    assert "「戊」（x）は「発生あり」" in rows["detail"][1]
    before = dict(zip(table.affairs["affair"], table.affairs["findings_warning"], strict=True))
    after = dict(zip(joined.affairs["affair"], joined.affairs["findings_warning"], strict=True))
    assert {k: after[k] - before[k] for k in after} == {"甲": 0, "乙": 0, "丙": 0, "丁": 1}


def test_the_nation_is_compared_in_seconds():
    check = next(c for c in across_checks(program_of(load_ruleset(), DAY)) if c.id == "across.incident-3y")
    traits = [
        Trait(
            rule=check.id,
            owner=n,
            group=("大きな機関" if n % 2 else f"機関{n % 1788}",),
            affair=f"事務{n}",
            value="yes" if n % 7 else "no",
            words={},
            detail="",
            day=738_000 + n % 1500,
            latest=738_000 + n % 1500,
        )
        for n in range(45_000)
    ]
    start = time.process_time()
    findings = list(compare([check], traits))
    assert time.process_time() - start < 20
    assert len(findings) > 3000
