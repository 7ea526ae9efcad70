"""Protects the memo: the same record in every format, nothing of it markup, golden Markdown."""

import datetime as dt
from html import unescape as html_words

import docx
import pytest
import sample
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from shikii import assess, read_affair
from shikii.reports.memos.memo import memo_of, render_memo_html, render_memo_markdown
from shikii.reports.memos.memo_files import write_memo


def texts(path):
    document = docx.Document(str(path))
    return [p.text for p in document.paragraphs] + [
        c.text for t in document.tables for r in t.rows for c in r.cells
    ]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_format_says_the_same(tmp_path, lang):
    memo = memo_of(sample.open_level(), lang=lang)
    write_memo(memo, tmp_path / "m.docx", ".docx", lang=lang)
    word, html, md = (
        texts(tmp_path / "m.docx"),
        html_words(render_memo_html(memo, lang=lang)),
        render_memo_markdown(memo, lang=lang),
    )
    for text in (
        memo.result,
        *(cell for row in memo.facts for cell in row),
        *(row[2] for row in memo.duties),
        *memo.open,
    ):
        assert any(text in part for part in word)
        assert text in html
        assert text in md.replace("\\", "")


def test_hostile_words_stay_words(tmp_path):
    for result in sample.hostile():
        memo = memo_of(result)
        page = render_memo_html(memo)
        assert "<script" not in page
        assert "<img" not in page
        write_memo(memo, tmp_path / "m.docx", ".docx")
        assert texts(tmp_path / "m.docx")


@given(st.text(max_size=40))
@examples(40)
def test_any_text_makes_a_document(tmp_path_factory, text):
    memo = memo_of(sample.exempt())
    odd = memo.__class__(text, ((text, text),), ((text, text, text),), text, text, text, (), (text,), text)
    path = tmp_path_factory.mktemp("memo") / "m.docx"
    write_memo(odd, path, ".docx")
    assert texts(path)


def test_the_memo_says_what_was_taken_for_granted_and_what_contradicts():
    sources = [{"value": 20, "source": "様式2"}, {"value": "500人以上", "source": "様式4"}]
    affair = read_affair(
        {"affair": "a", "headcount": 250_000, "incident_within_1y": "no", "handlers": sources}, "a.yaml"
    )
    result = assess(affair, as_of=dt.date(2026, 4, 1))
    memo, english = memo_of(result), memo_of(result, lang="en")
    assert (
        "実施が義務付けられない事務",
        "該当なし（入力がないため「該当なし」として判定）",
        "",
    ) in memo.facts
    assert any(
        "20人（様式2）、500人以上（様式4）。どの出所によっても成り立つこと（20人以上）だけ" in x
        for x in memo.open
    )
    assert any("20 (様式2), 500 or more (様式4). Concluded only from what holds" in x for x in english.open)
    assert ("handlers", "20 or more", "") in english.facts
    said = memo_of(assess(affair.telling(exemption="該当なし"), as_of=dt.date(2026, 4, 1)))
    assert ("実施が義務付けられない事務", "該当なし", "") in said.facts


def test_golden(golden):
    text = render_memo_markdown(memo_of(sample.open_level()))
    golden("memo.md", text[: text.index("sha256")] + "sha256:…\n")
