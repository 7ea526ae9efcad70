"""Print invented tables of 変更箇所 in many layouts with drawn rows, and read them back.

A page is printed as texts of published documents print it: in reading order, in columns, with its dates or
timings in a block apart, with its rows in any order. Whatever the layout, a value that is read must be the
row's own; in the layouts that settle everything, everything must be read.
"""

from __future__ import annotations

import random

import pytest
from printed_changes import BROKEN, FIELDS, LOOSE, SEPARATED, Row, paged, read, rows_of, torn, without_dates

from shikii.facts.documents.text.lines import compact


def compare(got: list[dict[str, str]], rows: list[Row], layout) -> dict[str, int]:
    """Count what was read of each field; a value that is not the row's own fails."""
    by_item = {compact(r.item): r.truth() for r in rows}
    seen = dict.fromkeys(FIELDS, 0)
    for n, own in enumerate(got):
        truth = by_item.get(own.get("item", "")) or (rows[n].truth() if len(got) == len(rows) else {})
        assert truth, (layout.__name__, own)
        for name, value in own.items():
            if layout is without_dates and name == "on":
                assert value == ""
            else:
                assert compact(value) == truth[name], (layout.__name__, name, own, truth)
            seen[name] += 1
    return seen


@pytest.mark.parametrize("layout", [*LOOSE, *SEPARATED], ids=lambda f: f.__name__)
@pytest.mark.parametrize("seed", range(6))
def test_what_a_layout_settles_is_read_and_right(layout, seed):
    draw = random.Random(seed)
    rows = rows_of(draw, draw.randint(3, 14))
    got, _ = read(layout(paged(rows, 5), draw))
    assert len(got) == len(rows)
    seen = compare(got, rows, layout)
    wanted = {**LOOSE, **SEPARATED}[layout]
    assert {f: n for f, n in seen.items() if f in wanted and n < len(rows)} == {}


@pytest.mark.parametrize("layout", BROKEN, ids=lambda f: f.__name__)
@pytest.mark.parametrize("seed", range(12))
def test_a_broken_page_never_gives_a_row_what_is_another_rows(layout, seed):
    draw = random.Random(seed)
    rows = rows_of(draw, draw.randint(2, 12))
    got, _ = read(layout(paged(rows, 6), draw))
    compare(got, rows, layout)


@pytest.mark.parametrize("seed", range(6))
def test_where_all_of_a_page_agree_every_row_is_settled(seed):
    """All timings 事後 and one date: however torn the page, date and timing of every row are known."""
    draw = random.Random(seed)
    rows = rows_of(draw, 9, timing="事後", day=1)
    got, _ = read(torn(paged(rows, 5), draw))
    seen = compare(got, rows, torn)
    assert len(got) == len(rows)
    assert seen["on"] == seen["timing"] == seen["item"] == len(rows)
