"""Protects the level itself: every boundary ±1 × handlers × incident × exemption, by library, batch and command
line, against a table written from the 規則 by hand."""

import csv
import datetime as dt
import json

import polars as pl
import pytest
import threshold_table as by_hand
from click.testing import CliRunner
from executors import EXECUTORS

from shikii import Session, assess, assess_frame, read_affair

DAY = dt.date(2026, 4, 1)
ORDER = ("none", "basic", "key", "full")
WORDS = {None: None, True: "発生あり", False: "発生なし"}


def span(levels):
    ranks = sorted(ORDER.index(level) for level in levels)
    return ORDER[ranks[0]], ORDER[ranks[-1]]


def facts(headcount, handlers, incident, exemption):
    said = {
        "headcount": headcount,
        "handlers": handlers,
        "incident_within_1y": WORDS[incident],
        "exemption": exemption,
        "organization": by_hand.BODIES.get(exemption),
    }
    return {name: value for name, value in said.items() if value is not None}


@pytest.mark.parametrize("step", [11, pytest.param(1, marks=pytest.mark.slow)])
def test_by_library(step):
    """Every eleventh case, all in the slow tier; as frames and tables all of them are tried below."""
    for headcount, handlers, incident, exemption, expected in by_hand.CASES[::step]:
        level = assess(
            read_affair(facts(headcount, handlers, incident, exemption), "case"),
            as_of=DAY,
            executor="reference",
        ).level
        assert set(level.possible) == expected, (headcount, handlers, incident, exemption)
        assert (level.floor, level.ceiling) == span(expected)
        assert (level.rule is not None) == (level.phrase is not None) == (len(expected) == 1)


@pytest.mark.parametrize("executor", EXECUTORS)
def test_by_both_executors(executor):
    for headcount, handlers, incident, exemption, expected in by_hand.CASES[::19]:
        level = assess(
            read_affair(facts(headcount, handlers, incident, exemption), "case"), as_of=DAY, executor=executor
        ).level
        assert set(level.possible) == expected


def test_by_frame():
    columns = {
        "headcount": pl.Int64,
        "handlers": pl.Int64,
        "incident_within_1y": pl.Boolean,
        "exemption": pl.String,
        "organization": pl.String,
    }
    rows = [(*case[:4], by_hand.BODIES.get(case[3])) for case in by_hand.CASES]
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    result = assess_frame(frame, as_of=DAY).collect()
    got = list(zip(result["level_floor"], result["level_ceiling"], strict=True))
    assert got == [span(case[4]) for case in by_hand.CASES]


def test_by_batch_over_a_table(tmp_path):
    from shikii.cli.main import cli

    table = tmp_path / "affairs.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(
            ["事務名", "対象人数", "取扱者数", "重大事故", "実施が義務付けられない事務", "評価実施機関"]
        )
        for n, (headcount, handlers, incident, exemption, _) in enumerate(by_hand.CASES):
            out.writerow(
                [f"事務{n}", headcount, handlers, WORDS[incident], exemption, by_hand.BODIES.get(exemption)]
            )
    run = CliRunner().invoke(cli, ["batch", str(table), "-o", str(tmp_path / "out"), "--as-of", "2026-04-01"])
    assert run.exit_code == 0, run.output
    affairs = pl.read_parquet(tmp_path / "out" / "affairs.parquet")
    got = list(zip(affairs["level_floor"], affairs["level_ceiling"], strict=True))
    assert got == [span(case[4]) for case in by_hand.CASES]


@pytest.mark.parametrize("case", by_hand.CASES[:: len(by_hand.CASES) // 60])
def test_by_command_line(case, tmp_path):
    from shikii.cli.main import cli

    headcount, handlers, incident, exemption, expected = case
    arguments = ["prescreen", "--headcount", str(headcount), "--format", "json", "--as-of", "2026-04-01"]
    if exemption is not None:
        path = tmp_path / "facts.yaml"
        body = by_hand.BODIES.get(exemption)
        told = f"exemption: {exemption}\n" + (f"organization: {body}\n" if body else "")
        path.write_text(told, encoding="utf-8")
        arguments.insert(1, str(path))
    arguments += ["--handlers", str(handlers)] if handlers is not None else []
    arguments += ["--incident", "yes" if incident else "no"] if incident is not None else []
    run = CliRunner().invoke(cli, arguments)
    assert run.exit_code == 0, run.output
    level = json.loads(run.stdout)["level"]
    assert (level["floor"], level["ceiling"]) == span(expected)


@pytest.mark.parametrize(
    ("band", "expected"),
    [
        ("1,000人未満（任意実施）", ("none", "none")),
        ("１，０００人以上１万人未満", ("basic", "basic")),
        ("1万人以上10万人未満", ("basic", "key")),
        ("10万人以上30万人未満", ("key", "full")),
        ("30万人以上", ("full", "full")),
        ("100万人以上1,000万人未満", ("full", "full")),
        ("10万人以上100万人未満", ("key", "full")),
    ],
)
def test_official_bands_are_facts(band, expected):
    level = assess(read_affair({"headcount": band}, "case"), as_of=DAY).level
    assert (level.floor, level.ceiling) == expected


def test_the_question_that_settles_it():
    level = Session(as_of=DAY).tell(headcount=250_000, incident_within_1y=False).level()
    assert (level.floor, level.ceiling) == ("key", "full")
    assert [m.fact for m in level.missing] == ["handlers"]
    assert level.missing[0].lines == ("500人",)


def test_counterfactuals_name_the_nearest_line():
    level = Session(as_of=DAY).tell(headcount=287_660, handlers=20, incident_within_1y=False).level()
    near = {(c.fact, c.level): c.distance for c in level.counterfactuals}
    assert near["headcount", "full"] == 12_340
    assert near["handlers", "full"] == 480
    assert near["incident_within_1y", "full"] is None
    for change in level.counterfactuals:
        assert change.level != level.floor


def test_what_is_not_needed_is_said():
    level = Session(as_of=DAY).tell(headcount=300_000).level()
    assert level.floor == level.ceiling == "full"
    assert {"取扱者数", "重大事故"} <= set(level.not_needed)
