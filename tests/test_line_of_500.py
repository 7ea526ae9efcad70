"""Protects the example every front must answer alike: 250,000 people, no incident, handlers not known is "key or full; ask
for the handlers; 500 is the line" for every kind of body, at the terminal, in the library, in a batch and in the form
page (there by tests/browser)."""

import datetime as dt
import json

import polars as pl
import pytest
from click.testing import CliRunner

from shikii import Session, assess, read_affair
from shikii.cli.main import cli
from shikii.engine.session.interview import Interview

DAY = dt.date(2026, 4, 1)
FACTS = {"affair": "予防接種に関する事務", "headcount": 250_000, "incident_within_1y": "no"}
KINDS = ["local", "national"]


def run(*arguments):
    done = CliRunner().invoke(cli, [*(str(a) for a in arguments), "--as-of", "2026-04-01"])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_at_the_terminal(tmp_path, kind):
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(FACTS | {"organization_kind": kind}), "utf-8")
    text = run("prescreen", path)
    assert "少なくとも 重点項目評価、最大で 全項目評価" in text
    assert "取扱者数が分かれば決まります。境目は500人です。" in "".join(text.split())
    level = json.loads(run("prescreen", path, "--format", "json"))["level"]
    assert (level["possible"], level["settling"]) == (["key", "full"], [["handlers"]])
    assert [(m["fact"], m["lines"]) for m in level["missing"]] == [("handlers", ["500人"])]


@pytest.mark.parametrize("kind", KINDS)
def test_in_the_library(kind):
    affair = read_affair(FACTS | {"organization_kind": kind}, "x")
    session = Session(as_of=DAY).tell(**FACTS, organization_kind=kind)
    for level in (assess(affair, as_of=DAY).level, session.level()):
        assert level.possible == ("key", "full")
        assert level.settling == (("handlers",),)
        assert [(m.fact, m.lines) for m in level.missing] == [("handlers", ("500人",))]
    assert session.what_if(handlers=499).level.possible == ("key",)
    assert session.what_if(handlers=500).level.possible == ("full",)
    question = Interview.start(affair, as_of=DAY, record=False).question
    assert [(p.answer, p.levels) for p in question.prospects] == [
        ("500人未満", ("key",)),
        ("500人以上", ("full",)),
    ]


def test_in_a_batch(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text(
        "事務名,機関の種類,対象人数,重大事故\n甲,地方公共団体,250000,なし\n乙,行政機関,25万人,なし\n", "utf-8"
    )
    run("batch", table, "-o", tmp_path / "out")
    affairs = pl.read_parquet(tmp_path / "out" / "affairs.parquet")
    assert affairs["level_floor"].to_list() == ["key", "key"]
    assert affairs["level_ceiling"].to_list() == ["full", "full"]
    assert all(q.startswith("取扱者数") and "境目は500人" in q for q in affairs["question"])
