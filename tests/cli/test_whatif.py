"""Protects: the unknown, the why and the what-if on the command line; the example of 250,000 people, no incident and
unknown handlers answers alike everywhere."""

import json

import polars as pl
import pytest
from click.testing import CliRunner

from shikii.cli.main import cli

DAY = ("--as-of", "2026-04-01")
OPEN = ("prescreen", "--headcount", "250000", "--incident", "no", *DAY)


def run(*arguments):
    done = CliRunner().invoke(cli, [str(a) for a in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_in_every_way(tmp_path):
    text = run(*OPEN)
    assert "少なくとも 重点項目評価、最大で 全項目評価" in text
    assert "取扱者数: " in text
    assert "境目は500人" in text
    data = json.loads(run(*OPEN, "--format", "json"))
    assert data["level"]["possible"] == ["key", "full"]
    assert data["level"]["settling"] == [["handlers"]]
    assert data["level"]["missing"][0]["lines"] == ["500人"]
    assert data["explanation"]["text_en"].endswith("The line is 500.")
    english = run(*OPEN, "--lang", "en")
    assert "the line is 500" in " ".join(english.split())
    table = write(tmp_path / "t.csv", "事務名,対象人数,重大事故\n甲,250000,なし\n")
    facts = write(tmp_path / "f.yaml", "affair: 乙\nheadcount: 250000\nincident_within_1y: no\n")
    run("batch", table, facts, "-o", tmp_path / "out", *DAY)
    affairs = pl.read_parquet(tmp_path / "out" / "affairs.parquet").sort("affair")
    assert affairs["level_floor"].to_list() == ["key", "key"]
    assert affairs["level_ceiling"].to_list() == ["full", "full"]
    assert affairs["question"].n_unique() == 1
    assert "境目は500人" in affairs["question"][0]


@pytest.mark.parametrize("format_", ["text", "md", "json"])
def test_why_explains_instead(format_):
    out = run(*OPEN, "--why", "full", "--format", format_)
    assert "500人以上" in out
    if format_ == "json":
        (one,) = json.loads(out)
        assert one["schema"] == "shikii/explanation/1"
        assert one["explanations"][0]["id"] == "threshold.100k-heavy"
    else:
        assert "重点項目評価" not in out  # only what was asked for


def test_why_of_a_rule_for_every_assessment(tmp_path):
    facts = write(tmp_path / "f.yaml", "- {affair: 甲, headcount: 999}\n- {affair: 乙, headcount: 400000}\n")
    out = run("assess", facts, "--why", "duty.full-assessment", *DAY)
    assert out.index("甲") < out.index("適用されません") < out.index("乙")
    assert max(len(line) for line in out.splitlines()) <= 80


def test_inputs_about_one_affair_are_merged(tmp_path):
    a = write(tmp_path / "a.yaml", "affair: 甲\nheadcount: 250000\nincident_within_1y: no\n")
    b = write(tmp_path / "b.json", '{"affair": "甲", "headcount": "30万人以上", "handlers": 20}')
    (one,) = json.loads(run("assess", a, b, "--merge", "--format", "json", *DAY))
    assert one["level"]["possible"] == ["key", "full"]
    (conflict,) = one["conflicts"]
    assert [s["place"]["document"] for s in conflict["sources"]] == [str(a), str(b)]
    text = run("assess", a, b, "--merge", *DAY)
    assert "出所によって食い違う事実" in text
    assert len(json.loads(run("assess", a, b, "--format", "json", *DAY))) == 2


def test_affairs_close_to_a_line_are_listed_with_their_trend(tmp_path):
    now = write(
        tmp_path / "now.csv",
        "事務名,評価実施機関,対象人数,取扱者数,重大事故\n甲,市長,295000,20,なし\n乙,市長,200000,20,なし\n",
    )
    before = write(
        tmp_path / "then.csv", "事務名,評価実施機関,対象人数,取扱者数,重大事故\n甲,市長,290000,20,なし\n"
    )
    out, then = tmp_path / "out", tmp_path / "then"
    run("batch", before, "-o", then, *DAY)
    run("batch", now, "-o", out, "--watch", "5", "--earlier", then, *DAY)
    assert json.loads((out / "summary.json").read_text("utf-8"))["watch"] == {
        "within_percent": 5.0,
        "affairs": 1,
    }
    page = (out / "report.html").read_text("utf-8")
    assert "境目に近い事務" in page
    assert "+5,000" in page
    affairs = pl.read_parquet(out / "affairs.parquet").filter(affair="甲")
    assert affairs.select("watch_fact", "watch_line", "watch_distance", "watch_level", "watch_trend").row(0) == (
        "headcount", 300_000, 5_000, "full", 5_000,
    )  # fmt: skip
    run("batch", now, "-o", out, *DAY)
    assert "境目に近い事務" in (out / "report.html").read_text("utf-8"), "the page lists what is within 5 %"
    assert json.loads((out / "summary.json").read_text("utf-8"))["watch"] is None
    run("batch", now, "-o", out, "--watch", "0", *DAY)
    assert "境目に近い事務" not in (out / "report.html").read_text("utf-8")
