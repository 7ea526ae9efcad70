"""Protects headings: printed twice as bold letters are, and beside options that carry the same numbers."""

import re

import pytest
from printed import Printer, compare

from shikii.facts.documents.sections.layout import _printed_once

HEADING = re.compile(r"^([ⅠⅡⅢⅣⅤⅥ]　?)(.{4,40})$", re.MULTILINE)


def doubled(text):
    """Print every heading a second time into the middle of itself, as text layers hold bold letters."""

    def twice(found):
        words = found[2]
        cut = len(words) // 2
        return f"{found[1]}{words[:cut]} {words} {words[cut:]}"

    return HEADING.sub(twice, text)


@pytest.mark.parametrize("form", ["key", "full"])
def test_doubled_headings_lose_no_section(form):
    printer = Printer(form, 3, "rows")
    text = printer.print()
    assert doubled(text) != text
    total, wrong, missing = compare(printer, doubled(text))
    assert wrong == []
    assert len(missing) <= 0.05 * total, missing


@pytest.mark.parametrize("words", ["基本情報", "開示請求、問合せ", "ああ"])
def test_only_what_stands_twice_is_halved(words):
    assert _printed_once(words) == ("あ" if words == "ああ" else words)


def test_options_between_two_dates_hide_neither():
    printer = Printer("key", 3, "rows")
    text = printer.print()
    options = (
        "1）基礎項目評価及び重点項目評価の実施が義務付けられる\n"
        "2）基礎項目評価の実施が義務付けられる（任意に重点項目評価を実施）\n"
    )
    at = text.rindex("②しきい値判断結果")
    _, wrong, plain = compare(printer, text)
    _, wrong_too, missing = compare(printer, text[:at] + options + text[at:])
    assert (wrong, wrong_too) == ([], [])
    assert missing == plain
