"""Protects: tables say the same as single affairs: the best question, the nearest line, and how the number moved."""

import datetime as dt
import random

import polars as pl
import pytest

from shikii import assess, load_ruleset, read_affair
from shikii.engine.analysis.open_level import LevelGrid, analyse
from shikii.engine.assess import program_of
from shikii.engine.level.determination import level_table
from shikii.engine.portfolio.nearest_lines import questions, watch
from shikii.facts.values import Options, Range
from shikii.reports.tables.result_tables import affairs_frame, batch_of
from shikii.reports.watch_list import watch_list, with_trend

DAY = dt.date(2026, 4, 1)
LINES = (1_000, 10_000, 100_000, 300_000)
WORDS = {1: "yes", 2: "no", None: None}


def rows(number, seed):
    r = random.Random(seed)
    near = [line + d for line in LINES for d in (-300, -1, 0, 1, 250)]
    return [
        (
            r.choice([None, r.choice(near), r.randint(0, 500_000)]),
            r.choice([None, 0, 480, 499, 500, 501, 700]),
            r.choice([None, 1, 2]),
        )
        for _ in range(number)
    ]


def frame(listed):
    schema = {
        "headcount.lo": pl.Int64, "headcount.hi": pl.Int64, "handlers.lo": pl.Int64, "handlers.hi": pl.Int64,
        "incident_within_1y.may": pl.UInt32,
    }  # fmt: skip
    return pl.DataFrame([(a, a, b, b, c) for a, b, c in listed], schema=schema, orient="row")


def single(headcount, handlers, incident):
    said = {"headcount": headcount, "handlers": handlers, "incident_within_1y": WORDS[incident]}
    return assess(read_affair({k: v for k, v in said.items() if v is not None}, "x"), as_of=DAY)


def test_a_table_says_what_single_affairs_say():
    listed = rows(70, 7)
    program = program_of(load_ruleset(), DAY)
    together = pl.concat(
        [watch(program, frame(listed)), questions(program, frame(listed)).to_frame()], how="horizontal"
    )
    alone = affairs_frame([single(*row) for row in listed])
    columns = ["question", "watch_fact", "watch_value", "watch_line", "watch_distance", "watch_level"]
    assert together.select(columns).to_dicts() == alone.select(columns).to_dicts()
    shares = zip(together["watch_share"], alone["watch_share"], strict=True)
    assert all(a == b or abs(a - b) < 1e-12 for a, b in shares)


def test_the_example_of_the_unknown_handlers():
    (row,) = questions(program_of(load_ruleset(), DAY), frame([(250_000, None, 2)])).to_list()
    assert row.startswith("取扱者数：")
    assert row.endswith("（境目は500人）")


def test_bands_are_asked_about_and_not_watched():
    bands = pl.DataFrame({"headcount.lo": [100_000], "headcount.hi": [299_999]})
    program = program_of(load_ruleset(), DAY)
    assert watch(program, bands)["watch_fact"].to_list() == [None]
    assert questions(program, bands)[0].startswith(("取扱者数：", "重大事故："))
    assert watch(program, pl.DataFrame({"x": [1, 2]})).height == 2


def test_the_list_holds_what_is_within_the_share():
    results = [single(295_000, 20, 2), single(250_000, 20, 2), single(1_001, 20, 2)]
    near = watch_list(batch_of(results, watch=2.0))
    assert near["watch_value"].to_list() == [1_001, 295_000]
    assert near["watch_level"].to_list() == ["none", "full"]
    assert near["watch_distance"].to_list() == [-2, 5_000]
    assert watch_list(batch_of(results)).height == 0


def test_the_trend_is_that_of_the_same_affair():
    now = affairs_frame([single(295_000, 20, 2), single(290_000, 20, 2)]).with_columns(
        pl.Series("affair", ["甲", "乙"]), pl.lit("市長").alias("organization")
    )
    then = pl.concat([now.head(1), now.tail(1), now.tail(1)]).with_columns(
        watch_value=pl.Series([280_000, 1, 2])
    )
    moved = with_trend(now, then)
    assert moved["watch_trend"].to_list() == [15_000, None]
    assert moved["watch_earlier"].to_list() == [280_000, None]
    assert with_trend(now, then.select("affair", "organization"))["watch_trend"].to_list() == [None, None]


@pytest.mark.parametrize("known", [{}, {"headcount": Range(250_000, 250_000)}, {"exemption": None}])
def test_the_shipped_table_is_analysed_at_once(known):
    """Warm, within 20 milliseconds of this process's own time, whatever is known."""
    import time

    program = program_of(load_ruleset(), DAY)
    vocabulary = program.vocabulary
    level = LevelGrid.of(program, *level_table(program))

    def look(name, _index=()):
        given = known.get(name, vocabulary[name].unsaid)
        return vocabulary[name].anything if given is None else given

    analyse(level, look)
    times = []
    for _ in range(5):
        start = time.process_time()
        analyse(level, look)
        times.append(time.process_time() - start)
    assert min(times) < 0.02
    assert isinstance(look("exemption"), Options)
