"""Protects: the rules recognise every ※ of the forms from the item's own words, and what bears none as such.

The forms are the law here (指針別表 as printed); a new field of a form must not slip past the patterns.
"""

import datetime as dt

import pytest

from shikii import load_ruleset, read_affair
from shikii.engine.assess import program_of
from shikii.engine.evaluation.prepare import prepare
from shikii.engine.evaluation.view import View
from shikii.engine.executors.reference import evaluate
from shikii.facts.forms.items import marked_items
from shikii.facts.forms.model import load_forms
from shikii.facts.values import NO, YES
from shikii.rulesets.loader import FORMS

PROGRAM = program_of(load_ruleset(), dt.date(2026, 4, 1))
ALL = load_forms(FORMS)
#: Labels that name a block, or the table of changes itself, and not one field.
BLOCKS = {"委託事項", "④記録される項目", "件", "変更箇所", "特定個人情報ファイル記録項目"}


def listed(form, items):
    """Ask the rules of every item at once."""
    affair = read_affair({"form": form, "changes": [{"item": item} for item in items]}, "case")
    record = prepare(PROGRAM, affair).record
    view = View(PROGRAM, record, evaluate(PROGRAM, record))
    return [view.get("change.listed", (i,)) for i in range(len(items))]


@pytest.mark.parametrize("form", ["key", "full"])
def test_every_mark_is_recognised_from_its_own_label(form):
    rows = [(name, marked) for name, _, marked in marked_items(ALL[form])]
    wrong = [
        (name, marked, found)
        for (name, marked), found in zip(rows, listed(form, [n for n, _ in rows]), strict=True)
        if marked and found != YES
    ]
    assert sum(marked for _, marked in rows) > 40
    assert not wrong


@pytest.mark.parametrize("form", ["key", "full"])
def test_what_bears_no_mark_is_recognised_as_such(form):
    rows = [(name, field) for name, field, marked in marked_items(ALL[form]) if not marked]
    found = listed(form, [name for name, _ in rows])
    assert not [name for (name, _), f in zip(rows, found, strict=True) if f == YES]
    left = [
        name for (name, field), f in zip(rows, found, strict=True) if f != NO and field.label not in BLOCKS
    ]
    assert not left


@pytest.mark.parametrize("form", ["key", "full"])
def test_a_bare_label_is_never_taken_for_the_opposite(form):
    """People write the label alone; then a marked item may stay open but is never said to be unmarked."""
    marks = {}
    for _, field, marked in marked_items(ALL[form]):
        marks.setdefault(field.label, set()).add(marked)
    labels = [label for label, both in marks.items() if len(both) == 1]
    for label, found in zip(labels, listed(form, labels), strict=True):
        assert found != (NO if marks[label] == {True} else YES), label


def test_the_basic_form_marks_nothing():
    items = [name for name, _, _ in marked_items(ALL["basic"])]
    assert set(listed("basic", items)) == {NO}


@pytest.mark.parametrize(
    ("form", "item", "expected"),
    [
        ("full", "Ⅱ-3-⑥使用目的", YES),
        ("full", "Ⅱ（２）　２③対象となる本人の範囲", YES),
        ("full", "（別添２）特定個人情報ファイル記録項目　１０）から１５）まで", NO),
        ("key", "（別添１）特定個人情報ファイル記録項目", NO),
        ("full", "Ⅱ５ 提供先２－１　⑤提供する情報の対象となる本人の範囲", NO),
        ("full", "Ⅲ４ 委託契約書中の特定個人情報ファイルの取扱いに関する規定　規定の内容", YES),
        ("full", "Ⅵ３ 第三者点検 ②方法", NO),
        ("key", "Ⅲ８ 監査", YES),
        ("key", "Ⅴ２ 国民・住民等からの意見の聴取", NO),
        ("full", "全体", None),
    ],
)
def test_hands_differ(form, item, expected):
    (found,) = listed(form, [item])
    assert found == expected if expected is not None else found not in (YES, NO)
