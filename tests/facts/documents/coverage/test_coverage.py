"""Protects: coverage says how much of a document was read, and it is right on documents that are cut or damaged.

The truth is counted here from the lines of the shipped examples, which print every label in full at the start of its line;
the alignment that the package uses has no part in it.
"""

import datetime as dt
import random
import re
import unicodedata
from pathlib import Path

import pytest

from shikii import assess, read_document
from shikii.facts.documents.archives import read_assessments
from shikii.facts.documents.reader import read_published
from shikii.facts.errors import InputError
from shikii.facts.forms.model import load_forms
from shikii.reports.terminal.assessment_text import render_text

ROOT = Path(__file__).parents[4]
FORMS = load_forms(ROOT / "rulesets" / "my-number-pia" / "forms")
EXAMPLES = {"full": "midori-juki-zenkomoku", "key": "midori-juminzei-juten"}
NUMBER = re.compile(r"^[\s・#]*[①-⑳]?")
#: What stands in the count of a form's fields by a line: that of its label, and those printed beside it.
BESIDE = {"評価書番号": 2, "委託の有無": 2, "[ ○ ] 提供を行っている": 2, "[ ] 提供を行っている": 2}


def lines_of(form):
    text = (ROOT / "examples" / "documents" / f"{EXAMPLES[form]}.txt").read_text("utf-8")
    return text.split("\n")


def fields_by_line(form, lines):
    """Count the fields whose label stands on each line of an example, by the labels alone."""
    labels = set()
    for field in FORMS[form].fields:
        labels |= {NUMBER.sub("", unicodedata.normalize("NFKC", x)) for x in (field.label, *field.also)}
    labels -= {"件", "提供を行っている", "移転を行っている", "変更箇所"}
    out, contents, annexes = [], True, 0
    for n, line in enumerate(lines):
        contents = contents and "事務の名称" not in line
        flat = unicodedata.normalize("NFKC", line)
        bare = NUMBER.sub("", flat.strip())
        told = next((n for words, n in BESIDE.items() if flat.strip().startswith(words)), None)
        if told is None:
            entry = re.match(r"(?:委託事項|提供先|移転先)\d", bare)
            label = any(bare == x or (bare.startswith(x) and bare[len(x)] in " ※[") for x in labels)
            told = int(bool(entry or label))
        own = re.match(r"^ ?(?:\d{1,2}\.|リスク\d?:)", flat.strip())
        if own and not label_of_name(flat):
            told = 0
        elif label_of_name(flat):
            told = 1
        if contents and any(x in flat for x in ("項目一覧", "事務の内容", "記録項目")):
            told = 0
        if bare.startswith("特定個人情報ファイル記録項目"):
            annexes += 1
            told = int(annexes == 1)  # the annex counts once for all files
        out.append(told)
        if "変更箇所" in flat and not contents:
            out[-1] = 1
            return out + [0] * (len(lines) - n - 1)
    return out


def label_of_name(flat):
    """「1．特定個人情報ファイル名」 is heading and label at once; the other headings are no labels."""
    return bool(re.match(r"^\s*\d\.\s*特定個人情報ファイル名\s*$", flat))


def read(lines):
    (found,) = read_published("\n".join(lines).encode(), "x.txt", FORMS)
    return found


@pytest.mark.parametrize("form", EXAMPLES)
def test_every_field_of_a_whole_document_is_located(form):
    lines = lines_of(form)
    total = read(lines).coverage.total
    assert (total.not_found, total.unreadable) == (0, 0)
    assert total.asked == total.read + total.blank
    assert total.asked + total.not_applicable == sum(fields_by_line(form, lines))


def kept(lines, start, end):
    return [n for n in range(len(lines)) if not start <= n < end]


def damages(lines):
    """Cut at every 5 %, and take out blocks of up to 8 %, where the document still names its form."""
    for percent in range(5, 100, 5):
        yield kept(lines, len(lines) * percent // 100, len(lines))
    draw = random.Random(12)
    body = next(n for n, line in enumerate(lines) if "事務の名称" in line)
    for _ in range(12):
        size = draw.randrange(10, len(lines) * 8 // 100)
        start = draw.randrange(body, len(lines) - size)
        yield kept(lines, start, start + size)


@pytest.mark.parametrize("form", EXAMPLES)
def test_claimed_coverage_is_right_on_cut_and_damaged_documents(form):
    """At most one point off, where the document still says how many entrustments and recipients it has."""
    lines = lines_of(form)
    fields = fields_by_line(form, lines)
    counts = [n for n, line in enumerate(lines) if "委託の有無" in line or "提供を行っている" in line]
    seen = 0
    for keep in damages(lines):
        left = {*keep}
        share = sum(fields[n] for n in keep) / sum(fields)
        if share < 0.3 or not left.issuperset(counts):
            continue
        seen += 1
        assert read([lines[n] for n in keep]).coverage.located == pytest.approx(share, abs=0.01), keep[-1]
    assert seen >= 15


@pytest.mark.parametrize("form", EXAMPLES)
def test_a_document_of_which_too_little_is_left_is_refused(form):
    lines = lines_of(form)
    cut = next(n for n, line in enumerate(lines) if "特定個人情報ファイルの概要" in line and n > 60)
    with pytest.raises(InputError, match=r"give the PDF.*|document\.not-read") as refused:
        read_assessments("\n".join(lines[:cut]).encode(), "x.txt", FORMS)
    assert [p.id for p in refused.value.problems] == ["document.not-read"]


def test_an_empty_field_is_blank_and_one_that_cannot_be_read_is_not():
    lines = lines_of("key")
    at = next(n for n, line in enumerate(lines) if "①ファイルの種類" in line)
    empty = lines[at].replace("システム用ファイル ]", " ]", 1)
    torn = " ①ファイルの種類　※ 」ス□ム用"
    for line, status in ((empty, None), (torn, "unreadable")):
        coverage = read([*lines[:at], line, *lines[at + 1 :]]).coverage
        assert [f.status for f in coverage.left if f.label == "①ファイルの種類"] == (
            [status] if status else []
        )
        assert coverage.total.blank == 24 + (status is None)


def test_what_the_answers_of_the_form_do_not_ask_is_not_applicable():
    (overview,) = [s for s in read(lines_of("full")).coverage.sections if s.id == "measures"]
    by_file = {f.file: f for f in overview.files}
    assert by_file["証明書発行ファイル"].not_applicable > 15  # nothing is entrusted or provided


def results(lines):
    (affair,) = read_document("\n".join(lines).encode(), "x.txt")
    return assess(affair, as_of=dt.date(2025, 10, 1))


def test_nothing_is_concluded_from_the_silence_of_a_section_that_was_not_read():
    lines = lines_of("full")
    whole = results(lines)
    assert any(f.kind == "measure" for f in whole.findings)
    at = next(n for n, line in enumerate(lines) if "特定個人情報の保管・消去" in line and n > 500)
    cut = results(lines[:at])
    assert not cut.coverage.whole
    states = {m.state for r in cut.risks if r.file == "証明書発行ファイル" for m in r.sheet}
    assert "not_stated" not in states
    assert not [f for f in cut.findings if f.rule.endswith("-blank") and "Ⅵ" in f.title]
    text = render_text([cut])
    assert text.index("読み取れていません") < text.index("必要な評価")
    assert "Ⅳ、Ⅴ、Ⅵ" in text


def test_a_record_that_is_no_document_has_no_coverage():
    assert results(lines_of("key")).coverage is not None
    from shikii import read_affair

    assert assess(read_affair({"headcount": 5}, "x"), as_of=dt.date(2025, 10, 1)).coverage is None


def test_only_the_parts_with_something_unread_are_silent():
    """What is missing in Ⅲ7 says nothing of Ⅲ2: measures not stated there are still reported."""
    lines = lines_of("full")
    gone = [n for n, line in enumerate(lines) if "⑥技術的対策" in line][:1]
    assert gone
    text = "\n".join(line for n, line in enumerate(lines) if n not in gone)
    (found,) = read_published(text.encode(), "a.txt", FORMS)
    silent = {s.section for s in found.coverage.silent}
    assert "keep" in silent
    assert "in" not in silent


def test_a_mark_that_cannot_be_read_hides_no_words():
    """The texts of a part are whole where only a tick of it is torn: what they do not say is not stated."""
    from shikii.facts.documents.coverage.coverage_summary import coverage_of
    from shikii.facts.documents.coverage.field_status import FieldRead

    form = FORMS["full"]

    def silent(status, marked):
        field = FieldRead("measures", None, "keep", 7, "", None, None, status, 5, 4, marked=marked)
        return [s.section for s in coverage_of(form, None, [field], None).silent]

    assert silent("unreadable", True) == []
    assert silent("unreadable", False) == silent("not_found", True) == ["keep"]


def test_text_of_which_much_is_not_read_is_said_to_need_the_document_itself():
    lines = (ROOT / "examples" / "documents" / f"{EXAMPLES['key']}.txt").read_text("utf-8").splitlines()
    (whole,) = read_published("\n".join(lines).encode(), "a.txt", FORMS)
    half = lines[: len(lines) // 2]
    (lost,) = read_published("\n".join(half).encode(), "a.txt", FORMS)
    assert [n.id for n in whole.coverage.notes] == []
    assert [n.id for n in lost.coverage.notes] == ["plain-text"]
