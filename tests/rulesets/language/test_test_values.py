"""Protects: tests as written in rule files mean exactly the values they say, and wrong ones say what would fit."""

import datetime as dt

import pytest

from shikii.facts.values import INF, Range
from shikii.facts.vocabulary import load_vocabulary
from shikii.rulesets.language.test_values import TestError, read_test, shift

V = load_vocabulary()
DAY = dt.date(2025, 4, 1)


@pytest.mark.parametrize(
    ("spec", "parts"),
    [
        (500, [(500, 500)]),
        (">= 500", [(500, INF)]),
        ("> 500", [(501, INF)]),
        ("< 500", [(0, 499)]),
        ("<= 500", [(0, 500)]),
        ("!= 0", [(1, INF)]),
        ("1000..9999", [(1000, 9999)]),
        ("1000..", [(1000, INF)]),
        ("..999", [(0, 999)]),
        ([1, 3], [(1, 1), (3, 3)]),
        (["< 10", ">= 5"], [(0, INF)]),
        ("100,000..299,999", [(100_000, 299_999)]),
    ],
)
def test_counts(spec, parts):
    assert read_test(V["handlers"], spec, DAY).parts == tuple(Range(*p) for p in parts)


@pytest.mark.parametrize(
    ("spec", "first", "last"),
    [
        ("within 1 year before as_of", "2024-04-01", "2025-04-01"),
        ("more than 1 year before as_of", "0001-01-01", "2024-03-31"),
        ("within 30 days after as_of", "2025-04-01", "2025-05-01"),
        ("before as_of", "0001-01-01", "2025-03-31"),
        ("on or before as_of", "0001-01-01", "2025-04-01"),
        ("2024-02-01..2024-02-29", "2024-02-01", "2024-02-29"),
    ],
)
def test_dates(spec, first, last):
    (part,) = read_test(V["published"], spec, DAY).parts
    assert (dt.date.fromordinal(part.lo).isoformat(), dt.date.fromordinal(part.hi).isoformat()) == (
        first,
        last,
    )


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        ("2024-02-29", -1, "2023-02-28"),
        ("2023-02-28", 1, "2024-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2025-12-31", -5, "2020-12-31"),
        ("0001-06-01", -5, "0001-01-01"),
    ],
)
def test_years_are_calendar_years(day, years, expected):
    assert shift(dt.date.fromisoformat(day), years=years) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("fact", "spec", "remedy"),
    [
        ("handlers", "many", "whole number"),
        ("handlers", True, "number"),
        ("handlers", "9..1", "upside down"),
        ("handlers", "< 0", "no value passes"),
        ("published", "soon as_of", "within 1 year"),
        ("published", "2025-02-30", "a date"),
        ("incident_within_1y", "maybe", "yes, no"),
        ("required", None, None),
        ("file.kind", "paper", "system, other"),
        ("system.connections", "nws", "includes X"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_remedy(fact, spec, remedy):
    if remedy is None:
        assert fact not in V
        return
    with pytest.raises(TestError, match=remedy):
        read_test(V[fact], spec, DAY)
