"""Protects: a frame passes the same gate as a table, so that no column is misread or passed over."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shikii import assess, assess_frame, read_affair
from shikii.facts.errors import InputError, ShikiiError, UsageError

DAY = dt.date(2026, 4, 1)


def levels(data, lazy=False):
    frame = pl.DataFrame(data)
    out = assess_frame(frame.lazy() if lazy else frame, as_of=DAY).collect()
    assert out.columns == [*frame.columns, "level_floor", "level_ceiling", "level_rule", "phrase"]
    return list(zip(out["level_floor"], out["level_ceiling"], strict=True))


KEY, BASIC, NONE, FULL = ("key", "key"), ("basic", "basic"), ("none", "none"), ("full", "full")
U32 = pl.UInt32


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize(
    ("data", "level"),
    [
        ({"headcount": [250_000], "handlers": [10], "incident_within_1y": [False]}, KEY),
        ({"対象人数": ["25万人"], "取扱者数": ["500人未満"], "重大事故": ["なし"]}, KEY),
        ({"対象人数": ["10~30万人"], "取扱者数": ["10名"], "重大事故": ["発生なし"]}, ("key", "full")),
        ({"headcount": ["10万人以上30万人未満"], "handlers": ["500人以上"]}, FULL),
        ({"headcount": pl.Series(["999"], dtype=pl.Categorical)}, NONE),
        ({"headcount": [5.0e4], "handlers": [10.0], "incident_within_1y": [0]}, BASIC),
        (
            {
                "headcount": pl.Series([50_000], dtype=pl.UInt64),
                "handlers": pl.Series([100], dtype=pl.Int8),
                "incident_within_1y": ["no"],
            },
            BASIC,
        ),
        (
            {
                "headcount": pl.Series(["50000.00"]).cast(pl.Decimal(12, 2)),
                "handlers": [1],
                "incident_within_1y": ["無"],
            },
            BASIC,
        ),
        ({"headcount": [float("nan")]}, ("none", "full")),
        ({"headcount": [None]}, ("none", "full")),
        ({"headcount": ["NaN"], "handlers": [None]}, ("none", "full")),
        (
            {
                "headcount": [250_000],
                "handlers": [10],
                "incident_within_1y": [False],
                "exemption": ["該当なし"],
            },
            KEY,
        ),
        ({"headcount": [250_000], "exemption": ["規則第4条第1号"]}, NONE),
        ({"headcount.lo": [300_000]}, FULL),
        ({"headcount.hi": [900]}, NONE),
        ({"headcount.lo": [None], "headcount.hi": [900]}, NONE),
        ({"headcount.lo": [300_000], "headcount.hi": [None]}, FULL),
        (
            {"headcount": [250_000], "handlers": [10], "incident_within_1y.may": pl.Series([3], dtype=U32)},
            ("key", "full"),
        ),
        ({"headcount": [999], "備考": ["x"]}, NONE),
        ({"affair": ["甲"], "公表日": [DAY]}, ("none", "full")),
    ],
)
def test_what_a_frame_may_hold(data, level, lazy):
    assert levels(data, lazy) == [level]


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize(
    "data",
    [
        {"headcount": [-5]},
        {"headcount": [250_000], "handlers": [-1]},
        {"headcount": [0.5]},
        {"headcount": [-1.0]},
        {"headcount": [float("inf")]},
        {"headcount": [2.0**53]},
        {"headcount": pl.Series([2**63 + 5], dtype=pl.UInt64)},
        {"headcount": [2**62]},
        {"headcount": [True]},
        {"headcount": ["④"]},
        {"headcount": ["900\n100"]},
        {"headcount": ["約31万人"]},
        {"headcount.lo": [300_000], "headcount.hi": [1]},
        {"headcount.lo": [-1]},
        {"headcount.hi": [2**62 + 1]},
        {"incident_within_1y.may": pl.Series([0], dtype=U32)},
        {"incident_within_1y.may": pl.Series([8], dtype=U32)},
        {"incident_within_1y": ["maybe"]},
        {"incident_within_1y": [2]},
        {"exemption": ["art4-9"]},
    ],
)
def test_cells_that_cannot_be_read_are_named(data, lazy):
    with pytest.raises(InputError) as caught:
        levels(data, lazy)
    (problem,) = caught.value.problems
    assert problem.id in ("frame.value", "frame.bounds")
    name = next(iter([c for c in data if c in problem.place]))
    assert problem.place.startswith(name if lazy else "row 0")


def test_every_bad_row_is_named_once():
    with pytest.raises(InputError) as caught:
        levels({"headcount": [5, -1, 5, -2], "handlers": ["1", "x", None, "2"]})
    assert [p.place for p in caught.value.problems] == [
        "row 1 handlers",
        "row 1 headcount",
        "row 3 headcount",
    ]


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize(
    ("data", "id_"),
    [
        ({"headcount": [5], "headcount.lo": [300_000]}, "frame.twice"),
        ({"headcount": [5], "対象人数": [5]}, "frame.twice"),
        ({"headcuont": [5], "handlers": [5]}, "frame.unknown-column"),
        ({"headcont.lo": [5], "handlers": [5]}, "frame.unknown-column"),
        ({"重大事故の有無し": ["有"], "handlers": [5]}, "frame.unknown-column"),
        ({"x": [1]}, "frame.no-columns"),
        ({"headcount": [[1]]}, "frame.dtype"),
        ({"headcount": [b"1"]}, "frame.dtype"),
        ({"headcount.lo": ["1"]}, "frame.dtype"),
        ({"headcount": [5], "level_floor": ["x"]}, "frame.taken"),
    ],
)
def test_columns_that_are_not_those_of_facts(data, id_, lazy):
    with pytest.raises(UsageError) as caught:
        levels(data, lazy)
    assert [p.id for p in caught.value.problems] == [id_]


def test_no_rows_are_no_problem():
    assert levels({"headcount": pl.Series([], dtype=pl.Int64)}) == []
    assert levels({"headcount": pl.Series([], dtype=pl.String)}, lazy=True) == []


CELLS = st.sampled_from(
    [
        None,
        "",
        "999",
        "1,000人",
        "10~30万人",
        "1千~2千人",
        "30万人以上",
        "500人未満",
        "④",
        "約3万",
        "900\n100",
        "250000.0",
        "x",
    ]
)
ANSWERS = st.sampled_from([None, "なし", "有", "yes", "たぶん", "不明"])


@settings(max_examples=40)
@given(CELLS, CELLS, ANSWERS, st.booleans())
def test_a_frame_says_what_one_affair_says(headcount, handlers, incident, lazy):
    """Accepted or refused alike, and concluded alike, cell by cell."""
    data = {"headcount": headcount, "handlers": handlers, "incident_within_1y": incident}
    frame = {name: pl.Series([value], dtype=pl.String) for name, value in data.items()}
    try:
        level = assess(read_affair(data, "x"), as_of=DAY, executor="reference").level
    except ShikiiError:
        with pytest.raises(ShikiiError):
            levels(frame, lazy)
    else:
        assert levels(frame, lazy) == [(level.floor, level.ceiling)]
