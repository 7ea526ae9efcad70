"""Protects a person's corrections: applied, signed, shown, and never silently kept against the document."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from shikii import assess, read_affair, read_document
from shikii.facts.documents.corrections.correction_file import read_correction_file
from shikii.facts.documents.corrections.correction_template import correction_template
from shikii.facts.documents.reader import read_published
from shikii.facts.errors import InputError, UsageError
from shikii.facts.forms.model import load_forms
from shikii.rulesets.loader import FORMS

EXAMPLES = Path(__file__).parents[4] / "examples" / "documents"
DOCUMENT = EXAMPLES / "midori-juminzei-juten.txt"
BAND = "10万人以上30万人未満"
#: The text with the answer on the number of persons torn.
LOST = DOCUMENT.read_text("utf-8").replace(f"[ {BAND} ]", "[ 1■万人■■ ]", 1)
DAY = dt.date(2026, 12, 1)
HEAD = "schema: shikii/correction/1\nby: 福祉係 山田\non: 2026-12-01\ncorrections:\n"


def entry(path, value, read=None, **more):
    told = {"path": path, "value": value, "reason": "原本で確認", **({"read": read} if read else {}), **more}
    return "  - " + "\n    ".join(f"{k}: {v}" for k, v in told.items()) + "\n"


@pytest.fixture
def place(tmp_path):
    """Return a function that puts a document and its corrections into a folder and reads them."""

    def read(*entries, text=None, name="評価書.correct.yaml", **named):
        document = tmp_path / "評価書.txt"
        document.write_text(text or DOCUMENT.read_text("utf-8"), encoding="utf-8")
        file = tmp_path / name
        file.write_text(HEAD + "".join(entries), encoding="utf-8")
        (affair,) = read_document(document, **dict.fromkeys(named, file))
        return affair

    return read


def findings(affair):
    return {f.rule: f for f in assess(affair, as_of=DAY).findings}


def test_a_value_that_was_not_read_is_filled_in_with_who_when_and_why(place):
    affair = place(entry("headcount", BAND), text=LOST)
    assert affair.headcount.lo == 10**5
    where = affair.places["headcount", ()]
    assert (where.document.endswith("評価書.correct.yaml"), where.line) == (True, 6)
    assert "福祉係 山田 2026-12-01" in where.text
    assert [c.state for c in affair.corrections] == ["applied"]
    assert "correction.outdated" not in findings(affair)
    assert "headcount" not in {f.path for f in affair.coverage.left}


def test_a_misreading_is_replaced_while_the_document_still_reads_so(place):
    affair = place(entry("headcount", "30万人以上", read=BAND))
    assert affair.headcount.lo >= 300_000
    assert findings(affair).keys().isdisjoint({"correction.outdated", "sources.contradict"})


def test_where_the_document_says_otherwise_neither_stands_alone(place):
    affair = place(entry("headcount", "30万人以上"))
    assert [c.state for c in affair.corrections] == ["contradicts"]
    assert affair.headcount.lo < 300_000 <= affair.headcount.hi
    found = findings(affair)
    assert "sources.contradict" not in found  # said once
    shown = found["correction.outdated"].evidence
    assert [e.document.rpartition("/")[2] for e in shown] == ["評価書.correct.yaml", "評価書.txt"]


def test_a_correction_the_document_took_over_is_said_to_be_needless(place):
    affair = place(entry("headcount", BAND, read="30万人以上"))
    assert [c.state for c in affair.corrections] == ["agrees"]
    assert affair.places["headcount", ()].document.endswith("評価書.txt")
    assert "correction.outdated" not in findings(affair)


def test_a_field_of_a_file_that_is_gone_is_said(place):
    affair = place(entry("files[無いファイル].persons", "1万人"))
    assert [c.state for c in affair.corrections] == ["unmatched"]
    assert "correction.outdated" in findings(affair)


def test_corrections_survive_plain_data(place):
    affair = place(entry("headcount", "30万人以上"))
    assert read_affair(affair.to_dict()).corrections == affair.corrections


def test_a_named_file_goes_before_the_one_beside(place):
    affair = place(entry("headcount", "30万人以上", read=BAND), name="other.yaml", correct=True)
    assert affair.corrections


def test_the_prefilled_file_reads_back_and_keeps_what_was_corrected(tmp_path):
    found = read_published(LOST.encode(), "評価書.txt", load_forms(FORMS))
    file = tmp_path / "評価書.correct.yaml"
    text = correction_template(found, ["persons"])
    assert 'path: "headcount"' in text
    assert "読取りの訂正（評価書.txt）" in text
    file.write_text(text, encoding="utf-8")
    assert read_correction_file(file).entries == ()
    filled = text.replace("by: ", "by: 山田").replace("\non: ", "\non: 2026-12-01")
    filled = filled.replace("value:\n    reason:", "value: 100万人以上1,000万人未満\n    reason: 確認", 1)
    file.write_text(filled, encoding="utf-8")
    (made,) = read_correction_file(file).entries
    assert (made.path, made.read, made.by) == ("persons", "10万人以上100万人未満", "山田")
    again = correction_template(found, [], read_correction_file(file))
    file.write_text(again, encoding="utf-8")
    assert [(e.path, e.reason, e.on) for e in read_correction_file(file).entries] == [
        ("persons", "確認", DAY)
    ]


def test_of_several_assessments_one_is_named(tmp_path):
    text = DOCUMENT.read_text("utf-8")
    affair = read_document(DOCUMENT)[0].affair
    both = text + "\n\f\n" + text.replace(affair, "別の事務")
    document, file = tmp_path / "束.txt", tmp_path / "束.correct.yaml"
    document.write_text(both, encoding="utf-8")
    file.write_text(HEAD + entry("headcount", "30万人以上", read=BAND), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_document(document)
    assert {p.id for p in caught.value.problems} == {"correction.unmatched"}
    file.write_text(
        HEAD + entry("headcount", "30万人以上", read=BAND, assessment="別の事務"), encoding="utf-8"
    )
    assert [a.headcount.lo for a in read_document(document)] == [100_000, 300_000]


def test_two_files_for_one_document_are_refused(tmp_path):
    from shikii.facts.documents.corrections.correction_file import corrections_for

    files = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for file in files:
        file.write_text(HEAD + entry("headcount", "30万人以上"), encoding="utf-8")
    with pytest.raises(UsageError):
        corrections_for(tmp_path / "評価書.txt", files)
