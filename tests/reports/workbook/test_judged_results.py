"""Protects: what people judged reaches every output, leaves the counts only with a reason, and is never lost."""

import dataclasses
import json

import pytest
import sample

from shikii.reports.checklist import found as told_in_sheet
from shikii.reports.interchange.sarif import render_sarif
from shikii.reports.page.html import render_assessment_html
from shikii.reports.tables.line_keys import Key
from shikii.reports.tables.result_tables import batch_of
from shikii.reports.terminal.assessment_markdown import render_markdown
from shikii.reports.terminal.assessment_text import render_text
from shikii.reports.workbook.judged_results import with_judgements
from shikii.reports.workbook.judgements import Carried, Kept, Words, carry, merged

REASONED = Words("該当しない", remark="条例による", judged_by="情報政策課", judged_on="2026-05-01")


@pytest.fixture(scope="module")
def settled():
    return sample.settled()


def judged(settled, words, *, changed=False, row=0):
    result = batch_of([settled])
    return with_judgements(result, [settled], Carried({("findings", row): (words, changed)}))


def errors(result):
    return result.open_findings.filter(severity="error").height


def test_a_reasoned_dismissal_leaves_the_counts_and_stays_in_the_tables(settled):
    before = batch_of([settled])
    after, (single,) = judged(settled, REASONED)
    assert before.findings["severity"][0] == "error"
    assert after.findings.height == before.findings.height
    assert errors(after) == errors(before) - 1
    assert after.affairs["findings_error"][0] == before.affairs["findings_error"][0] - 1
    assert batch_of([single]).affairs["findings_error"][0] == after.affairs["findings_error"][0]


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        (Words("該当しない"), False),  # no reason
        (Words("対応しない", remark="費用が過大"), False),  # another judgement
        (REASONED, True),  # the line says something else now
    ],
)
def test_anything_else_stays_counted(settled, words, changed):
    after, (single,) = judged(settled, words, changed=changed)
    assert errors(after) == errors(batch_of([settled]))
    assert single.findings[0].judgement.judgement == words.judgement


def test_every_output_shows_the_judgement(settled):
    after, (single,) = judged(settled, REASONED)
    texts = {
        "text": render_text([single], width=200),
        "md": render_markdown([single]),
        "html": render_assessment_html([single]),
        "json": single.model_dump_json(),
        "sheet": told_in_sheet(single.findings[0], "ja"),
        "sarif": render_sarif(after),
    }
    assert [
        name for name, text in texts.items() if "条例による" not in text or "情報政策課" not in text
    ] == []
    kept = json.loads(texts["sarif"])["runs"][0]["results"]
    suppressed = [r for r in kept if "suppressions" in r]
    assert len(suppressed) == 1
    assert suppressed[0]["suppressions"][0]["status"] == "accepted"


def test_duties_and_measures_take_their_own_lines(settled):
    words = Words("予定あり", owner="税務課")
    said = {("duties", 1): (words, False), ("measures", 2): (words, False)}
    result = batch_of([settled])
    _, (single,) = with_judgements(result, [settled], Carried(said))
    duties = [o for o in single.obligations if o.status != "not_applicable"]
    measures = [m for s in single.risks for m in s.sheet]
    assert [n for n, o in enumerate(duties) if o.judgement] == [1]
    assert [n for n, m in enumerate(measures) if m.judgement] == [2]
    assert duties[1].id == result.duties["duty"][1]
    assert measures[2].id == result.measures["measure"][2]


KEY = Key("findings", "市長", "住基", "full", "", "in-1", "r", "d", "s")
OTHER = dataclasses.replace(KEY, rule="q")


def book(words, key=KEY, name="a.xlsx"):
    return (Kept(key, words, {"title": "題"}, origin=name),)


def test_books_of_several_departments_are_put_together():
    one, two = book(Words("対応する"), KEY), book(Words("対応済"), OTHER, "b.xlsx")
    both = merged([(*one, Kept(OTHER, Words())), (Kept(KEY, Words()), *two)])
    assert {k.key: k.words.judgement for k in both} == {KEY: "対応する", OTHER: "対応済"}


def test_words_that_complete_one_another_become_one_line():
    (line,) = merged([book(Words("対応する")), book(Words(owner="税務課"), name="b.xlsx")])
    assert line.words == Words("対応する", owner="税務課")


@pytest.mark.parametrize(
    ("first", "second", "held"),
    [
        (Words("対応する", judged_on="2026-06-01"), Words("対応済", judged_on="2026-05-01"), "対応する"),
        (Words("対応する", judged_on="2026-05-01"), Words("対応済", judged_on="2026-06-01"), "対応済"),
        (Words("対応する"), Words("対応済"), "対応済"),  # the book named last
    ],
)
def test_a_conflict_keeps_the_later_one_and_lists_the_other(first, second, held):
    lines = merged([book(first), book(second, name="b.xlsx")])
    carried = carry(lines, batch_of([sample.settled()]))
    words = [k.words.judgement for k in lines if not k.why]
    assert words == [held]
    beaten = [k for k in carried.lost if k.why == "conflict"]
    assert [k.words.judgement for k in beaten] == [({"対応する", "対応済"} - {held}).pop()]
    assert beaten[0].origin


def test_the_same_book_twice_changes_nothing():
    lines = book(REASONED)
    assert merged([lines, lines]) == lines
