"""Bundles, change tables, bad input, and what is said of facts that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from shikii.facts.documents.reader import read_published
from shikii.facts.errors import InputError
from shikii.facts.forms.model import load_forms

FORMS = load_forms(Path(__file__).parents[3] / "rulesets" / "my-number-pia" / "forms")
EXAMPLES = Path(__file__).parents[3] / "examples" / "documents"
DATA = Path(__file__).parent / "data"


def read(text: str):
    return read_published(text.encode(), "みどり市.txt", FORMS)


def bundle():
    return read_published((DATA / "bundle.txt").read_bytes(), "bundle.txt", FORMS)


def test_a_bundle_is_split_at_covers_not_at_mentions():
    found = bundle()
    assert [(a.form, a.first_line) for a in found] == [("basic", 6), ("key", 35)]


def test_facts_come_with_their_line():
    facts = {r.path: (r.value, r.line) for r in bundle()[0].readings}
    assert facts["number"] == ("12", 8)
    assert facts["published"] == ("2019-07-01", 13)
    assert facts["headcount"] == ("1万人以上10万人未満", 23)
    assert facts["handlers"] == ("500人未満", 26)
    assert facts["declared_result"][0] == "基礎項目評価の実施が義務付けられる"
    assert facts["files"][0] == ("検診台帳ファイル",)


def test_the_change_table_is_no_answer():
    first = bundle()[0]
    assert first.changes_line == 31
    assert "30万人以上" not in [r.value for r in first.readings]
    assert not [t for p in first.passages for n, t in p.lines if n >= 31]


def test_an_impossible_date_is_unknown():
    second = bundle()[1]
    assert "published" not in {r.path for r in second.readings}
    assert "published" in {u.path for u in second.unknowns}


def test_every_unknown_has_a_reason():
    assert all(u.reason for a in bundle() for u in a.unknowns)


COVER = """特定個人情報保護評価書（全項目評価書）
評価書番号 1
評価実施機関名 みどり市長
Ⅰ　基本情報
①事務の名称 国民年金に関する事務
"""
KEY = COVER.replace("全項目", "重点項目")


def facts_of(text: str) -> dict:
    (found,) = read(text)
    return {r.path: r.value for r in found.readings}


def test_two_values_in_one_field_are_unknown():
    facts = facts_of(KEY + "③対象人数 [ 30万人以上 ]\n③対象人数 [ 1万人以上10万人未満 ]\n")
    assert "headcount" not in facts


def test_an_answer_too_many_settles_nothing():
    boxes = "[ ] 委託しない\n[ ] 提供・移転しない\n[ ] 接続しない（入手） [ ] 接続しない（提供）\n"
    body = "Ⅲ　リスク対策\n" + "十分である\n\n" * 9 + boxes
    facts = facts_of(KEY + body)
    assert not [p for p in facts if "adequacy" in p]
    right = body.replace("十分である\n\n" * 9, "十分である\n\n" * 8)
    assert len([p for p in facts_of(KEY + right) if "adequacy" in p]) == 8


def test_an_empty_cell_is_blank_and_a_lone_label_is_not():
    (found,) = read(
        COVER + "Ⅵ　評価実施手続\n２．国民・住民等からの意見の聴取\n④主な意見の内容\t\n⑤評価書への反映\n"
    )
    assert [b.path for b in found.blanks] == ["hearing.opinions"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "document.empty"),
        (b" \n\n", "document.empty"),
        (b"%PDF-1.7 x", "document.broken"),
        (b"PK\x03\x04rest", "document.binary"),
        (b"\x00\x01\x02", "document.binary"),
        (b"\xff\xfe\x00", "document.encoding"),
        (b"\x80\x81\xfd\xff\xff\xa0\xff", "document.encoding"),
        ("特定個人情報保護評価書".encode()[:-1], "document.truncated"),
        ("本日は晴天なり。".encode(), "document.not-an-assessment"),
        ("特定個人情報保護評価書（全項目評価書）を読みました。".encode(), "document.not-an-assessment"),
    ],
)
def test_bad_input_says_what_is_wrong(data, problem):
    with pytest.raises(InputError) as caught:
        read_published(data, "x.txt", FORMS)
    assert [p.id for p in caught.value.problems] == [problem]


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "cp932",
        "euc_jis_2004",
        "iso2022_jp_3",
    ],
)
def test_encodings(encoding):
    (found,) = read_published(COVER.encode(encoding), "x.txt", FORMS)
    assert {r.path: r.value for r in found.readings}["affair"] == "国民年金に関する事務"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_line_ends(end):
    (found,) = read_published(COVER.replace("\n", end).encode(), "x.txt", FORMS)
    assert {r.path: r.line for r in found.readings}["affair"] == 5


@pytest.mark.parametrize(
    "odd", ["[" * 50000, "○" * 50000, "<input " * 20000, "1) " * 50000, "①" * 50000, "令和" * 50000]
)
def test_hostile_text_takes_no_time(odd):
    import time

    began = time.perf_counter()
    read(COVER + odd + "\n" + odd)
    assert time.perf_counter() - began < 3


@pytest.mark.parametrize("name", ["midori-juki-zenkomoku", "midori-juminzei-juten"])
def test_a_cover_without_its_body_is_a_document_cut_short(name):
    whole = (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    cover = whole[: whole.index("事務の名称")].rsplit("\n", 1)[0]
    with pytest.raises(InputError, match=r"after its cover \[document\.truncated\]"):
        read_published(cover.encode(), "a.txt", FORMS)


@pytest.mark.parametrize("name", ["midori-juki-zenkomoku", "midori-juminzei-juten"])
def test_a_document_that_ends_before_its_last_section_is_not_whole(name):
    """Wherever the text breaks off, the last fields of its form are missing, and its coverage says so."""
    lines = (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    end = max(n for n, line in enumerate(lines) if "評価実施手続" in line)
    for at in (*range(120, end, 120), end - 1):
        (cut,) = read_published("\n".join(lines[:at]).encode(), "x", FORMS)
        assert "procedure" in {f.section for f in cut.coverage.left if f.status == "not_found"}
    (whole,) = read_published("\n".join(lines).encode(), "x", FORMS)
    (lost,) = read_published("\n".join(x for n, x in enumerate(lines) if n != end).encode(), "x", FORMS)
    assert {r.path for r in whole.readings} >= {r.path for r in lost.readings} != set()
    # fields below a heading that is lost may count as not found, never the other way round
    assert lost.coverage.total.read <= whole.coverage.total.read
    assert lost.coverage.total.not_found <= 12


def test_a_long_document_may_ask_its_readers_to_fill_something_in():
    """Guidance on filling in the form is no assessment; an assessment that quotes such words is no guidance."""
    text = (EXAMPLES / "midori-juki-zenkomoku.txt").read_text(encoding="utf-8")
    head, mark, rest = text.partition("②事務の内容")
    (found,) = read_published(
        (head + "届書に氏名を記入してください。\n" * 4 + mark + rest).encode(), "x", FORMS
    )
    assert found.form == "full"
