"""Protects: a label gets its circled number back only where the form gives it one and the text lost all."""

import pytest
from printed import FORMS

from shikii.facts.documents.form_words import vocabulary
from shikii.facts.documents.text.bundle import Span
from shikii.facts.documents.text.circled_numbers import with_circles
from shikii.facts.documents.text.lines import lines_of


def restored(*rows, form="full"):
    lines = lines_of("\n".join(rows))
    return [x.text for x in with_circles(lines, Span(form, 0, len(lines), None), vocabulary(FORMS, form))]


@pytest.mark.parametrize("lead", ["1", "(1)", "1.", "・", "・①", "", "1 "])
def test_every_way_a_number_is_lost(lead):
    assert restored(f"{lead}事務の名称 予防接種事務") == ["①事務の名称 予防接種事務"]


@pytest.mark.parametrize(
    "row",
    [
        "3事務の名称 予防接種事務",  # another number than the form gives
        "事務の名称を変更した。",  # a sentence
        "方法",  # ① or ②
        "対象となる本人の数 [ 1万人未満 ]",  # the form asks this without a number too
        "監査を受けた。",
    ],
)
def test_what_is_not_sure_to_be_the_label_stays(row):
    assert restored(row) == [row]


def test_a_text_with_its_own_numbers_is_left_alone():
    rows = ["①事務の名称 a", "②事務の内容", "③対象人数", "事務の名称 b"]
    assert restored(*rows) == rows
