"""Print the forms of an invented city in several layouts with drawn answers, and read them back."""

from __future__ import annotations

import pytest
from effort import every
from printed import Printer, compare
from variants import VARIANTS

#: Seeds of what is drawn: a few in the suite, the others in the slow tier.
FEW_OR_MANY = [(0, 2), pytest.param((2, 12), marks=pytest.mark.slow)]


def wide(text: str) -> str:
    """Write digits and brackets full width, as many cities do."""
    return "".join(chr(ord(c) + 0xFEE0) if c in "0123456789()[]" else c for c in text)


@pytest.mark.parametrize("form", ["basic", "key", "full"])
@pytest.mark.parametrize("layout", ["rows", "below", "markdown", "html", "wrapped", "feed"])
@pytest.mark.parametrize("seeds", FEW_OR_MANY)
def test_ordered_layouts_are_read_whole(form, layout, seeds):
    for seed in range(*seeds):
        printer = Printer(form, seed, layout)
        total, wrong, missing = compare(printer, printer.print())
        assert wrong == []
        assert len(missing) <= 0.05 * total, missing


@pytest.mark.parametrize("tick", every(2, ["○", "〇", "✓", "レ", "■", "●"]))
def test_every_tick_mark(tick):
    printer = Printer("full", 7, "rows", tick)
    _, wrong, missing = compare(printer, printer.print())
    assert (wrong, missing) == ([], [])


def test_full_width_text():
    printer = Printer("full", 8, "rows")
    text = wide(printer.print())
    total, wrong, missing = compare(printer, text)
    assert wrong == []
    assert len(missing) <= 0.05 * total, missing


@pytest.mark.parametrize("form", ["basic", "key", "full"])
@pytest.mark.parametrize("seeds", FEW_OR_MANY)
def test_shuffled_pages_never_give_a_wrong_value(form, seeds):
    for seed in range(3 * seeds[0], 3 * seeds[1]):
        printer = Printer(form, seed, "shuffled")
        _, wrong, _ = compare(printer, printer.print())
        assert wrong == [], seed


@pytest.mark.parametrize("layout", ["rows", "below", "markdown", "html", "wrapped", "feed"])
@pytest.mark.parametrize("seeds", FEW_OR_MANY)
def test_the_parts_form_2_got_in_2024(layout, seeds):
    for seed in range(*seeds):
        printer = Printer("basic", seed, layout, version="令和6年10月")
        _, wrong, missing = compare(printer, printer.print())
        assert (wrong, missing) == ([], []), seed


# A tool that draws no box leaves no sign of a blank one, and one that breaks rows loses what stood on them.
LOSING = {
    "boxes ○ and nothing": 0.5,
    "wrapped at 30": 0.7,
    "wrapped at 60": 0.9,
    "answers without brackets": 0.8,
    "answer before its label": 0.85,
    "without option lists": 0.9,
    "paragraphs joined": 0.85,
    "a page per line": 0.85,
    "ticks ○ at the word": 0.65,
    "option numbers on rows of their own": 0.85,
}


#: Each manner on one form in turn, mostly the short ones; on the others in the slow tier.
PRINTED = [("basic", "rows"), ("key", "below"), ("basic", "rows"), ("key", "below"), ("full", "rows")]
SPREAD = [
    pytest.param(*print_, name, marks=() if print_ == PRINTED[n % len(PRINTED)] else pytest.mark.slow)
    for n, name in enumerate(VARIANTS)
    for print_ in dict.fromkeys(PRINTED)
]


@pytest.mark.parametrize(("form", "layout", "name"), SPREAD)
def test_every_manner_of_tools_and_bodies(form, layout, name):
    printer = Printer(form, 3, layout)
    total, wrong, missing = compare(printer, VARIANTS[name](printer.print()))
    assert wrong == []
    assert len(missing) <= (1 - LOSING.get(name, 0.95)) * total, missing


@pytest.mark.parametrize("name", every(3, [n for n in VARIANTS if n != "no blank lines"]))
def test_shuffled_pages_in_every_manner_give_no_wrong_value(name):
    """Without page ends and gaps a shuffled text has nothing left to tell its pieces apart; that one is left out."""
    printer = Printer("full", 3, "shuffled")
    assert compare(printer, VARIANTS[name](printer.print()))[1] == []
