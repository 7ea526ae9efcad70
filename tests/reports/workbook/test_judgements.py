"""Protects: what people write in the workbook comes back on the next run, on its own line, and is never lost."""

import dataclasses
import datetime as dt
import shutil
import subprocess

import openpyxl
import polars as pl
import pytest
import sample
from effort import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from shikii.facts.errors import InputError
from shikii.reports.tables.line_keys import Key, key_of
from shikii.reports.tables.result_tables import batch_of
from shikii.reports.tables.sheet_columns import FINDINGS, shown_rows
from shikii.reports.wording.labels import column_label
from shikii.reports.workbook.batch_workbook import write_findings_xlsx
from shikii.reports.workbook.earlier_workbook import read_previous
from shikii.reports.workbook.judgements import WORDS, Carried, Kept, Words, carry, match

LABEL = {w: column_label(w, "ja") for w in WORDS}
#: What a cell can hold: no surrogates, no characters XML has no way to write.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=60)


@pytest.fixture(scope="module")
def settled():
    return sample.settled()


@pytest.fixture(scope="module")
def result(settled):
    return batch_of([settled])


def small(result):
    return dataclasses.replace(
        result,
        findings=result.findings.head(3),
        duties=result.duties.head(2),
        measures=result.measures.head(2),
        facts=result.facts.clear(),
    )


def write(path, result, carried=None, lang="ja"):
    write_findings_xlsx(path, result, lang=lang, carried=carried)
    return path


def fill(path, sheet, row, save=None, **words):
    """Write into a line as a person does, and save the workbook as another program does."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    header = [c.value for c in page[1]]
    for name, value in words.items():
        cell = page.cell(row, header.index(LABEL[name]) + 1)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    book.save(save or path)


def rows_of(path, sheet):
    page = openpyxl.load_workbook(path)[sheet]
    header = [c.value for c in page[1]]
    return [dict(zip(header, row, strict=True)) for row in page.iter_rows(min_row=2, values_only=True)]


@examples(40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(judgement=TEXT, owner=TEXT, remark=TEXT, due=st.dates(dt.date(1900, 3, 1)) | TEXT)
def test_any_text_comes_back_the_same_and_formulas_stay_text(tmp_path, result, judgement, owner, remark, due):
    words = Words(judgement, owner, due.isoformat() if isinstance(due, dt.date) else due, remark)
    there = {("findings", 1): (words, False)} if words else {}
    path = write(tmp_path / "a.xlsx", small(result), Carried(there))
    found = carry(read_previous(path), result)
    assert dict(found.words) == there
    assert not found.lost


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=HYPERLINK(1)",
        "+x",
        "@a",
        " 前後に空白 ",
        "二行\nにわたる",
        "_x0041_",
        "00123",
        "長" * 32_767,
        "𠮷野家🍀",
    ],
)
def test_a_cell_with_such_a_text_is_kept_and_is_no_formula(tmp_path, result, text):
    path = write(tmp_path / "a.xlsx", small(result), Carried({("findings", 0): (Words(remark=text), False)}))
    cells = [c for page in openpyxl.load_workbook(path) for row in page.iter_rows() for c in row]
    assert not [c.coordinate for c in cells if c.data_type == "f"]
    assert carry(read_previous(path), result).words["findings", 0][0].remark == text


def test_dates_and_numbers_typed_by_people_come_back_as_they_read(tmp_path, result):
    path = write(tmp_path / "a.xlsx", result)
    fill(path, "指摘", 2, due_by=dt.date(2026, 9, 30), remark=15, judgement="対応する")
    fill(path, "義務", 2, due_by="令和8年度末")
    words = carry(read_previous(path), result).words
    assert words["findings", 0][0] == Words("対応する", "", "2026-09-30", "15")
    assert words["duties", 0][0].due_by == "令和8年度末"
    again = write(tmp_path / "b.xlsx", result, carry(read_previous(path), result))
    assert rows_of(again, "指摘")[0][LABEL["due_by"]].date() == dt.date(2026, 9, 30)
    assert rows_of(again, "指摘")[0][column_label("carried", "ja")] == "前回の判断"


def test_sorting_renaming_moving_columns_and_other_edits_change_nothing(tmp_path, result):
    path = write(tmp_path / "a.xlsx", result)
    fill(path, "指摘", 3, remark="三行目")
    book = openpyxl.load_workbook(path)
    page = book["指摘"]
    rows = [[c.value for c in row] for row in page.iter_rows()]
    header, body = rows[0], rows[1:]
    page.delete_rows(1, page.max_row)
    page.title = "うちの一覧"
    page.append(["市民課の覚え"])
    page.append(list(reversed(header)))
    for row in reversed(body):
        row[header.index(column_label("title", "ja", "findings"))] = "書き換えた"
        row[header.index(column_label("line", "ja"))] = 99999
        page.append(list(reversed(row)))
    book.save(path)
    found = carry(read_previous(path), result)
    second = shown_rows(FINDINGS, result.findings, frozenset())[1]
    assert {place: words.remark for place, (words, _) in found.words.items()} == {
        ("findings", second): "三行目"
    }
    assert not found.lost


def test_a_workbook_in_english_is_taken_over_into_a_japanese_one(tmp_path, result):
    words = {("measures", 1): (Words("not in place", "Sato", "", "x"), False)}
    path = write(tmp_path / "a.xlsx", small(result), Carried(words), lang="en")
    assert dict(carry(read_previous(path), result).words) == words


def test_lines_that_moved_in_the_document_keep_their_judgement(tmp_path, result):
    path = write(tmp_path / "a.xlsx", small(result), Carried({("findings", 0): (Words("対応済"), False)}))
    moved = dataclasses.replace(result, findings=result.findings.with_columns(pl.col("line") + 500))
    assert carry(read_previous(path), moved).words["findings", 0] == (Words("対応済"), False)


def test_a_line_that_says_something_else_now_keeps_its_judgement_and_says_so(tmp_path, result):
    path = write(tmp_path / "a.xlsx", small(result), Carried({("findings", 0): (Words("対応済"), False)}))
    changed = dataclasses.replace(
        result, findings=result.findings.with_columns(detail=pl.lit("別の値です。"))
    )
    carried = carry(read_previous(path), changed)
    assert carried.words["findings", 0] == (Words("対応済"), True)
    again = write(tmp_path / "b.xlsx", changed, carried)
    assert "内容が変わっています" in rows_of(again, "指摘")[0][column_label("carried", "ja")]


def test_what_no_longer_matches_is_listed_with_all_its_words_until_it_matches_again(tmp_path, result):
    words = Words("対応済", "山田", "2026-05-01", "窓口で説明した。\n二行目")
    path = write(tmp_path / "a.xlsx", result, Carried({("findings", 0): (words, False)}))
    gone = dataclasses.replace(result, findings=result.findings.slice(1))
    for name in ("b.xlsx", "c.xlsx"):
        carried = carry(read_previous(path), gone)
        assert not carried.words
        path = write(tmp_path / name, gone, carried)
        (row,) = rows_of(path, "引継ぎ（該当なし）")
        assert [row[LABEL[w]] for w in ("judgement", "owner", "remark")] == ["対応済", "山田", words.remark]
        assert row[LABEL["due_by"]].date() == dt.date(2026, 5, 1)
        assert row[column_label("title", "ja")] == result.findings["title"][0]
        assert row[column_label("sheet", "ja", "lost")] == "指摘"
    back = carry(read_previous(path), result)
    assert dict(back.words) == {("findings", 0): (words, False)}
    assert not back.lost


def test_words_on_a_row_without_a_key_are_listed(tmp_path, result):
    path = write(tmp_path / "a.xlsx", small(result))
    fill(path, "指摘", 20, remark="行を足して書いた")
    carried = carry(read_previous(path), result)
    assert [(k.words.remark, k.why) for k in carried.lost] == [("行を足して書いた", "no_key")]


def key(rule="r", file="", says="s", source="a", affair="住基"):
    return Key("findings", "市長", affair, "full", file, "in-1", rule, says, source)


def lines(*keys):
    return {("findings", n): k for n, k in enumerate(keys)}


def kept(*pairs):
    return [Kept(k, Words(remark=text)) for k, text in pairs]


def said(carried):
    return {n: words.remark for (_, n), (words, _) in carried.words.items()}, [
        k.words.remark for k in carried.lost
    ]


@pytest.mark.parametrize(
    ("before", "now", "found", "lost"),
    [
        # one of two lines of a place is solved: the other keeps its own words
        ([(key(says="1"), "甲"), (key(says="2"), "乙")], [key(says="2")], {0: "乙"}, ["甲"]),
        # two lines become two others: which is which is not known
        ([(key(says="1"), "甲"), (key(says="2"), "乙")], [key(says="3"), key(says="4")], {}, ["甲", "乙"]),
        # lines that say the same are paired in order while their number stays
        ([(key(), "甲"), (key(), "乙")], [key(), key()], {0: "甲", 1: "乙"}, []),
        ([(key(), "甲"), (key(), "乙")], [key()], {}, ["甲", "乙"]),
        ([(key(), "甲"), (key(), "甲")], [key(), key(), key()], {0: "甲", 1: "甲", 2: "甲"}, []),
        # the same affair from two inputs: each keeps its own; a moved input still matches
        ([(key(source="a"), "甲"), (key(source="b"), "乙")], [key(source="b"), key(source="a")], {0: "乙", 1: "甲"}, []),
        ([(key(source="old"), "甲")], [key(source="new")], {0: "甲"}, []),
        # a gap shared by two files and solved in one: the judgement covered both
        ([(key(file="A、B"), "甲")], [key(file="B")], {0: "甲"}, []),
        # but a judgement of one file says nothing about another, or about more files
        ([(key(file="A"), "甲")], [key(file="B")], {}, ["甲"]),
        ([(key(file="A"), "甲")], [key(file="A、B")], {}, ["甲"]),
        # another affair, another rule
        ([(key(affair="予防接種"), "甲")], [key()], {}, ["甲"]),
        ([(key(rule="q"), "甲")], [key()], {}, ["甲"]),
        # a line nobody judged takes part, so that words do not slip to its neighbour
        ([(key(says="1"), ""), (key(says="2"), "乙")], [key(says="1"), key(says="9")], {1: "乙"}, []),
    ],
)  # fmt: skip
def test_words_go_to_their_own_line_or_are_listed(before, now, found, lost):
    assert said(match(kept(*before), lines(*now))) == (found, lost)


PLACES = st.lists(
    st.builds(key, file=st.sampled_from(["", "A", "B", "A、B"]), says=st.sampled_from("12"), source=st.sampled_from("ab")),
    max_size=8,
)  # fmt: skip


@examples(300)
@given(before=PLACES, now=PLACES)
def test_no_word_is_ever_lost_and_none_moves_to_another_rule_or_affair(before, now):
    previous = [Kept(k, Words(remark=str(n))) for n, k in enumerate(before)]
    carried = match(previous, lines(*now))
    there = {words.remark for words, _ in carried.words.values()} | {k.words.remark for k in carried.lost}
    assert there == {str(n) for n in range(len(before))}
    for (_, n), (words, changed) in carried.words.items():
        old = before[int(words.remark)]
        assert set(now[n].file.split("、")) <= set(old.file.split("、"))
        assert changed or old.says == now[n].says


@examples(100)
@given(before=PLACES)
def test_a_second_run_on_the_same_lines_changes_nothing(before):
    previous = [Kept(k, Words(remark=str(n))) for n, k in enumerate(before)]
    carried = match(previous, lines(*before))
    assert {n: w.remark for (_, n), (w, _) in carried.words.items()} == {
        n: str(n) for n in range(len(before))
    }


def test_keys_are_read_back_and_anything_else_is_none():
    made = key_of(
        "findings",
        {"affair": "長" * 5_000, "organization": "a\x00\u202eb", "rule": "=1", "source": "x/y.txt"},
    )
    assert Key.read(made.text) == made
    assert len(made.text) < 2_000
    for text in ("", "[]", "[" * 100_000, '["shikii/1"]', "null", '["shikii/1",1,2,3,4,5,6,7,8,9]'):
        assert Key.read(text) is None


def test_unnamed_affairs_of_different_inputs_are_told_apart():
    rows = [{"affair": "", "organization": "", "rule": "r", "source": f"t.csv:{n}"} for n in (2, 3)]
    assert len({key_of("findings", row).place for row in rows}) == 2


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_saves_it_again_and_nothing_is_lost(tmp_path, result):
    words = {
        ("findings", 0): (Words("対応する", "山田", "2026-06-01", "=1+1\n二行目"), False),
        ("measures", 4): (Words(remark="記載を追加"), False),
    }
    write(tmp_path / "a.xlsx", result, Carried(words))
    out = tmp_path / "saved"
    home = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
        str(tmp_path / "a.xlsx"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert "rror" not in done.stderr
    saved = out / "a.xlsx"
    assert dict(carry(read_previous(saved), result).words) == words
    pages = openpyxl.load_workbook(saved)
    page = pages["指摘"]
    at = [c.value for c in page[1]].index(column_label("key", "ja"))
    assert page.column_dimensions[openpyxl.utils.get_column_letter(at + 1)].hidden
    assert page.auto_filter.ref
    assert page.data_validations.dataValidation
    assert not [c for page in pages for row in page.iter_rows() for c in row if c.data_type == "f"]


@pytest.fixture(scope="module")
def whole(result, tmp_path_factory):
    return write(tmp_path_factory.mktemp("whole") / "a.xlsx", small(result)).read_bytes()


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_a_broken_workbook_is_refused_or_read_but_never_a_crash(tmp_path, whole, data):
    path = tmp_path / "a.xlsx"
    raw = bytearray(whole)
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=12)):
        raw[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.none() | st.integers(1, len(raw)))
    path.write_bytes(raw[:cut])
    try:
        told = []
        read_previous(path)
    except InputError as error:
        told = error.problems
    assert all(p.place and p.remedy for p in told)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, result, monkeypatch):
    monkeypatch.setattr("shikii.reports.workbook.earlier_workbook._MOST_UNPACKED", 10_000)
    with pytest.raises(InputError, match="1 GB"):
        read_previous(write(tmp_path / "a.xlsx", small(result)))
