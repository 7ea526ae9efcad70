"""Protects: folding loses no character, keeps the width, and never starts a line with a closing mark."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from shikii.reports.terminal.cell_width import Folded, fold

TEXT = st.text(st.sampled_from("評価書の（対象）人数。、1,000人「abc」 full-measure/x… \n"), max_size=120)


@given(TEXT, st.integers(2, 90))
def test_nothing_is_lost_and_no_line_is_too_wide(text, width):
    folded = fold(text, width)
    assert "".join(folded.split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in folded.split("\n"))


@given(TEXT, st.integers(2, 90), st.integers(0, 12))
def test_lines_after_the_first_hang_and_nothing_is_lost(text, width, hang):
    for part in text.split("\n"):
        lines = [line.plain for line in Folded(part, hang=hang).wrap(Console(), width)]
        assert "".join("".join(lines).split()) == "".join(part.split())
        assert all(cell_len(line) <= width for line in lines)
        assert all(line[: min(hang, width // 4)].strip() == "" for line in lines[1:])


@given(
    st.lists(
        st.sampled_from(["評価", "書", "の。", "人数、", "（記載）", "「する」。", "1,000人", "abc"])
    ).map("".join)
)
def test_a_line_neither_begins_with_a_closing_mark_nor_ends_with_an_opening_one(text):
    lines = fold(text, 20).split("\n")
    assert not any(line[:1] in tuple("。、」）") for line in lines)
    assert not any(line[-1:] in tuple("（「") for line in lines)


def test_a_label_keeps_company_with_what_it_labels():
    assert fold("助言: " + "あ" * 50, 40).split("\n")[0] == "助言: " + "あ" * 17
