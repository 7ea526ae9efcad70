"""Protects: in a table of cells an empty one stays empty, and its neighbours stay in their columns."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter
from docx import Document

from shikii.facts.documents.reader import read_published
from shikii.facts.forms.model import load_forms

FORMS = load_forms(Path(__file__).parents[4] / "rulesets" / "my-number-pia" / "forms")
FRONT = (
    ("特定個人情報保護評価書（基礎項目評価書）",),
    ("評価書番号", "7"),
    ("評価書名", "予防接種に関する事務　基礎項目評価書"),
    ("評価実施機関名",),
    ("緑市長",),
    ("公表日",),
    ("令和8年4月1日",),
    ("[平成31年1月　様式2]",),
    ("Ⅰ　関連情報",),
    ("①事務の名称", "予防接種に関する事務"),
    ("②事務の概要", "予防接種を行う。"),
    ("変更箇所",),
    ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明"),
)
ROWS = (
    ("令和8年4月1日", "Ⅰ５．②所属長の役職名", "保健課長", "健康課長", "事後", "組織の変更"),
    ("令和8年4月1日", "Ⅰ２．①実施の有無", "", "実施する\n（照会のみ）", "事前", ""),
    ("", "Ⅰ７．請求先", "緑市保健課\n電話1111", "表（略）", "事後", "軽微な変更"),
    ("令和8年4月2日", "Ⅰ８．連絡先", "", "", "事後", "図省略"),
)


def workbook() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("評価書")
    for number, row in enumerate((*FRONT, *ROWS)):
        for column, text in enumerate(row):
            if text:
                sheet.write(number, column, text)
    book.close()
    return buffer.getvalue()


def word() -> bytes:
    document = Document()
    for row in FRONT[:-1]:
        document.add_paragraph("　".join(row))
    table = document.add_table(rows=0, cols=6)
    for row in (FRONT[-1], *ROWS):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def page() -> bytes:
    front = "".join(f"<p>{'　'.join(row)}</p>" for row in FRONT[:-1])
    rows = "".join(
        f"<tr>{''.join('<td>' + c.replace(chr(10), '<br>') + '</td>' for c in row)}</tr>"
        for row in (FRONT[-1], *ROWS)
    )
    return f"<html><body>{front}<table>{rows}</table></body></html>".encode()


@pytest.mark.parametrize("made", [workbook, word, page])
def test_empty_cells_keep_their_columns(made):
    (found,) = read_published(made(), "a", FORMS)
    got = {r.path: r.value for r in found.readings if r.path.startswith("changes[")}
    blank = {b.path for b in found.blanks}
    for n, (day, _, before, after, timing, explanation) in enumerate(ROWS, 1):
        own = f"changes[{n}]."
        assert got[own + "timing"] == timing
        assert got.get(own + "on") == (f"2026-04-0{day[-2]}" if day else None)
        for name, text in (("before", before), ("after", after), ("explanation", explanation)):
            want = text.replace("\n", "").translate(str.maketrans("（）", "()"))
            assert got.get(own + name, "") == want
            assert bool(text) or own + name in blank


def test_each_cell_of_a_row_has_its_own_place():
    (found,) = read_published(workbook(), "a", FORMS)
    assert found.laid_out is not None
    at = {
        r.path: found.laid_out.place(r.line, str(r.value)).cell
        for r in found.readings
        if "changes[1]" in r.path
    }
    assert at["changes[1].on"] == "A14"
    assert at["changes[1].item"] == "B14"
    assert (at["changes[1].before"], at["changes[1].after"], at["changes[1].timing"]) == ("C14", "D14", "E14")
