"""Protects: deadlines are counted as 民法 counts, on both sides of every day, for one affair and for tables alike."""

import datetime as dt

import polars as pl
import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from shikii.engine.duties.deadlines import settle, span_of
from shikii.engine.portfolio.row_deadlines import deadline
from shikii.facts.values import Range
from shikii.rulesets.language.closed_days import ClosedDays
from shikii.rulesets.language.grammar import Due
from shikii.rulesets.language.test_values import shift, term_end

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))
DUES = st.builds(
    lambda way, start, years, months, days, bound, closed: Due(
        **{way: start}, years=years, months=months, days=days, bound=bound, closed=closed
    ),
    st.sampled_from(["after", "before"]),
    st.sampled_from(["published", "held"]),
    st.integers(0, 6),
    st.integers(0, 14),
    st.integers(0, 70),
    st.sampled_from(["exact", "exact", "at_latest", "at_earliest"]),
    st.sampled_from(
        [None, None, ClosedDays(weekdays=("sat", "sun"), holidays="JP", yearly=("12-29..01-03",))]
    ),
)
OPEN = Range(1, 3_652_059)
RANGES = st.one_of(
    st.builds(lambda d: Range(d.toordinal(), d.toordinal()), DAYS),
    st.builds(lambda a, b: Range(*sorted((a.toordinal(), b.toordinal()))), DAYS, DAYS),
    st.builds(lambda d: Range(1, d.toordinal()), DAYS),
    st.builds(lambda d: Range(d.toordinal(), 3_652_059), DAYS),
    st.just(OPEN),
)


@pytest.mark.parametrize(
    ("day", "term", "end"),
    [
        ("2020-04-01", {"years": 5}, "2025-04-01"),
        ("2020-02-29", {"years": 5}, "2025-02-28"),
        ("2020-02-29", {"years": 4}, "2024-02-29"),
        ("2023-02-28", {"years": 1}, "2024-02-29"),  # the term begins on March 1 and ends the day before it
        ("2024-02-28", {"years": 1}, "2025-02-28"),
        ("2025-01-30", {"months": 1}, "2025-02-28"),
        ("2025-01-31", {"months": 1}, "2025-02-28"),
        ("2025-02-28", {"months": 1}, "2025-03-31"),
        ("2025-03-31", {"months": 1}, "2025-04-30"),
        ("2024-12-31", {"years": 3}, "2027-12-31"),
        ("2024-02-01", {"days": 29}, "2024-03-01"),
    ],
)
def test_terms_end_on_the_day_the_civil_code_says(day, term, end):
    assert term_end(dt.date.fromisoformat(day), **term).isoformat() == end


@given(DAYS, st.integers(1, 12), st.sampled_from(["years", "months"]))
def test_a_term_ends_on_the_last_day_that_is_still_within_it(day, number, unit):
    end = term_end(day, **{unit: number})
    back = {unit: -number}
    assert shift(end, **back) <= day
    assert shift(end + dt.timedelta(days=1), **back) > day


@given(DAYS, st.integers(1, 12), st.sampled_from(["years", "months"]))
def test_a_later_start_never_ends_earlier(day, number, unit):
    assert term_end(day, **{unit: number}) <= term_end(day + dt.timedelta(days=1), **{unit: number})


def test_a_month_gives_a_span_and_an_open_end_gives_one_side():
    due = Due(after="published", years=5)
    month = Range(dt.date(2020, 2, 1).toordinal(), dt.date(2020, 2, 29).toordinal())
    span = span_of(due, month)
    assert (span.kind, span.day, span.earliest, span.latest) == (
        "between",
        None,
        dt.date(2025, 2, 1),
        dt.date(2025, 2, 28),
    )
    until = span_of(due, Range(1, month.hi))
    assert (until.kind, until.day, until.earliest) == ("at_latest", dt.date(2025, 2, 28), None)
    assert span_of(due, OPEN) is None


def test_the_first_exact_way_holds_and_others_narrow():
    facts = {
        "a": Range(dt.date(2020, 1, 1).toordinal(), 3_652_059),
        "b": Range(1, dt.date(2023, 5, 31).toordinal()),
        "c": Range(*[dt.date(2021, 7, 1).toordinal()] * 2),
    }
    ways = [Due(after=name, years=5) for name in "ab"]
    assert settle(ways, facts.get).kind == "between"
    assert settle([*ways, Due(after="c", years=5)], facts.get).day == dt.date(2026, 7, 1)
    against = [
        Due(after="c", years=5, bound="at_earliest"),
        Due(after="b", days=1),
    ]  # they exclude one another
    assert settle(against, facts.get).earliest == dt.date(2026, 7, 1)
    assert settle([], facts.get) is None


def test_what_is_done_before_several_events_is_done_before_the_first():
    day = dt.date(2027, 10, 20).toordinal()
    facts = {"start": Range(day, day), "held": Range(day + 5, day + 5), "open": OPEN}
    ways = [Due(before="start", days=1), Due(before="held", days=30, bound="at_latest"), Due(before="open")]
    for order in (ways, ways[::-1]):
        span = settle(order, facts.get)
        assert (span.kind, span.day, span.due) == ("at_latest", dt.date(2027, 9, 25), ways[1])
    assert settle(ways[::2], facts.get).day == dt.date(2027, 10, 19)


def test_an_event_that_may_come_sooner_leaves_the_deadline_open():
    day = dt.date(2027, 10, 20).toordinal()
    ways = [Due(before="start", days=1), Due(before="held", days=1)]
    for held, kind, earliest in (
        (Range(day - 9, day + 30), "between", dt.date(2027, 10, 10)),
        (Range(1, day + 30), "at_latest", None),
        (Range(day + 1, day + 30), "exact", dt.date(2027, 10, 19)),
        (Range(day - 9, OPEN.hi), "between", dt.date(2027, 10, 10)),
    ):
        facts = {"start": Range(day, day), "held": held}
        for order in (ways, ways[::-1]):
            span = settle(order, facts.get)
            assert (span.kind, span.earliest, span.latest) == (kind, earliest, dt.date(2027, 10, 19))


@examples(20)
@given(st.lists(DUES, max_size=3), st.lists(st.tuples(RANGES, RANGES), min_size=1, max_size=12))
def test_tables_count_as_single_affairs_do(dues, rows):
    names = ("published", "held")
    columns = {
        f"{name}.{end}": [getattr(row[n], end) for row in rows]
        for n, name in enumerate(names)
        for end in ("lo", "hi")
    }
    got = deadline(dues, pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int64))).rows()
    for (earliest, latest, way), row in zip(got, rows, strict=True):
        span = settle(dues, dict(zip(names, row, strict=True)).get)
        assert (earliest, latest) == ((span.earliest, span.latest) if span else (None, None))
        assert (way is None) is (span is None)
        if span:
            assert dues[way] == span.due
