"""Protects how letters and ruled lines of a page become rows of cells."""

from shikii.facts.documents.doors.pdf.pdf_grid import rows_of_page
from shikii.facts.documents.doors.pdf.pdf_page import Drawn, Glyph, Segment

EM = 10.0


def letters(text, left, middle, step=EM):
    return [
        Glyph(c, left + i * step, middle - EM / 2, left + i * step + EM, middle + EM / 2)
        for i, c in enumerate(text)
    ]


def frame(left, bottom, right, top):
    level = [Segment(bottom, left, right), Segment(top, left, right)]
    upright = [Segment(left, bottom, top), Segment(right, bottom, top)]
    return level, upright


def page(glyphs, *frames):
    level = tuple(s for f in frames for s in f[0])
    upright = tuple(s for f in frames for s in f[1])
    return Drawn(tuple(glyphs), level, upright, 600, 800)


def texts(drawn):
    return [[c.text for c in row.cells] for row in rows_of_page(drawn, 3)]


def test_letters_stand_in_the_cell_whose_lines_are_nearest():
    drawn = page(
        letters("部署", 15, 110) + letters("こども課", 105, 110),
        frame(10, 100, 100, 120),
        frame(100, 100, 300, 120),
    )
    assert texts(drawn) == [["部署", "こども課"]]
    place = rows_of_page(drawn, 3)[0].cells[1].place
    assert (place.page, place.box) == (3, (100.0, 100.0, 300.0, 120.0))


def test_a_label_beside_two_rows_stands_in_the_first():
    drawn = page(
        letters("監査", 15, 110) + letters("上", 105, 130) + letters("下", 105, 110),
        frame(10, 100, 100, 140),
        frame(100, 120, 300, 140),
        frame(100, 100, 300, 120),
    )
    assert texts(drawn) == [["監査", "上"], ["下"]]


def test_a_line_broken_at_the_right_edge_is_joined_and_a_list_item_is_not():
    box = frame(10, 60, 70, 120)
    broken = letters("取扱いを委", 12, 112) + letters("託する", 12, 98)
    assert texts(page(broken, box)) == [["取扱いを委託する"]]
    items = letters("・取扱い委", 12, 112) + letters("・委託", 12, 98)
    assert texts(page(items, box)) == [["・取扱い委\n・委託"]]


def test_a_choice_between_brackets_is_parted_from_the_options_beside_it():
    glyphs = letters("[", 12, 110) + letters("十分", 30, 110) + letters("]", 60, 110)
    glyphs += letters("1)特に", 90, 116) + letters("2)十分", 90, 104)
    assert texts(page(glyphs, frame(10, 95, 300, 125))) == [["[", "十分", "]", "1)特に\n2)十分"]]


def test_bold_letters_printed_twice_are_read_once():
    glyphs = letters("合計", 12, 110) + letters("合計", 12.4, 110)
    assert texts(page(glyphs, frame(10, 100, 100, 120))) == [["合計"]]


def test_without_lines_wide_gaps_part_cells():
    assert texts(page(letters("部署", 12, 110) + letters("課", 100, 110))) == [["部署", "課"]]


def test_lines_that_do_not_close_a_cell_make_none():
    drawn = page(letters("注", 12, 50), frame(10, 100, 100, 120))
    assert texts(drawn) == [["注"]]
    assert rows_of_page(drawn, 1)[0].cells[0].place.box == (12.0, 45.0, 22.0, 55.0)


def test_a_label_of_two_lines_and_the_options_beside_it_are_one_row_without_lines():
    glyphs = letters("対策は十", 12, 106) + letters("分か", 12, 92)
    glyphs += letters("[", 80, 99) + letters("十分", 95, 99) + letters("]", 120, 99)
    for n, text in enumerate(("＜選択肢＞", "1）特に", "2）十分")):
        glyphs += letters(text, 160, 113 - 14 * n)
    assert texts(page(glyphs)) == [
        ["対策は十分か", "[", "十分", "]", "＜選択肢＞\n1）特に\n2）十分"]
    ] or texts(page(glyphs)) == [["対策は十分か", "[ 十分 ]", "＜選択肢＞\n1）特に\n2）十分"]]


def test_rows_level_with_each_other_stay_rows_without_lines():
    glyphs = (
        letters("部署", 12, 106) + letters("課", 100, 106) + letters("役職", 12, 92) + letters("長", 100, 92)
    )
    assert texts(page(glyphs)) == [["部署", "課"], ["役職", "長"]]


def test_a_text_of_three_lines_beside_its_label_is_one_cell_without_lines():
    glyphs = (
        letters("根拠", 12, 92)
        + letters("二人で読み", 100, 106)
        + letters("合わせて確", 100, 92)
        + letters("かめる", 100, 78)
    )
    assert texts(page(glyphs)) == [["根拠", "二人で読み合わせて確かめる"]]
