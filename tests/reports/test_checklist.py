"""Protects: the check sheet holds every finding once, at its viewpoint, and leaves the judgement to the committee.

Golden files: ``pytest tests/reports/test_checklist.py --update-golden``.
"""

import io
import re
import shutil
import subprocess

import docx
import openpyxl
import pytest
import sample
from docx.oxml.ns import qn

from shikii.reports.checklist import checklist_of
from shikii.reports.word.checklist_docx import render_checklist_docx
from shikii.reports.workbook.checklist_workbook import write_checklist_xlsx
from shikii.rulesets.review_viewpoints import load_viewpoints


def sheets(*results):
    return [checklist_of(r, load_viewpoints()) for r in results]


@pytest.fixture(scope="module")
def settled():
    return sample.settled()


@pytest.fixture(scope="module")
def document(settled):
    return docx.Document(io.BytesIO(render_checklist_docx(sheets(settled))))


def plain(text):
    return re.sub(r"sha256:[0-9a-f]+", "sha256:…", text)


def dump(document):
    """Write a document as text, in the order of its pages."""
    out = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = []
                for cell in row.cells:
                    if not cells or cell._tc is not cells[-1]._tc:
                        cells.append(cell)
                out.append("| " + " | ".join(c.text.replace("\n", "⏎") for c in cells))
        elif block.text:
            out.append(f"[{block.style.name}] {block.text}")
    return plain("\n".join(out)) + "\n"


def test_the_check_sheet_in_japanese(document, golden):
    text = dump(document)
    golden("checklist.docx.txt", text)
    assert "不足" not in text


def test_the_check_sheet_in_english(golden):
    data = render_checklist_docx(sheets(sample.open_level()), lang="en")
    golden("checklist.en.docx.txt", dump(docx.Document(io.BytesIO(data))))


def test_every_finding_stands_once_with_its_place_and_blanks_to_fill_in(settled, document):
    rows = [[c.text for c in row.cells] for table in document.tables for row in table.rows]
    judged = [r for r in rows if len(r) == 7 and r[4] == r[5] == "□"]
    assert len(judged) == len(settled.findings)
    for finding in settled.findings:
        (row,) = [r for r in judged if r[1].startswith(finding.title)]
        assert all(basis in row[3] for basis in finding.basis)
        assert row[6] == ""
        if finding.evidence and finding.evidence[0].line:
            assert f"{finding.evidence[0].line}行" in row[2]


def test_the_overview_has_the_twelve_viewpoints_and_says_where_nothing_was_checked(document):
    rows = [[c.text for c in row.cells] for table in document.tables for row in table.rows]
    overview = [r for r in rows if len(r) == 6 and r[0].startswith("(")]
    assert [r[0] for r in overview] == [f"({n})" for n in range(1, 13)]
    assert [r[2] for r in overview if r[0] in ("(3)", "(12)")] == ["指摘なし", "自動点検の対象外"]
    assert all(r[3:] == ["□", "□", ""] for r in overview)


def test_it_is_laid_out_for_paper(document):
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    fields = [f.get(qn("w:instr")) for f in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "住民基本台帳に関する事務" in section.header.paragraphs[0].text
    for table in document.tables:
        width = sum(c.width.mm for c in table.columns)
        assert width <= 170.5
        if len(table.columns) > 2 and "□" not in table.rows[0].cells[0].text:
            assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "游明朝"
    fonts = next(p for p in document.part.package.iter_parts() if str(p.partname).endswith("fontTable.xml"))
    assert 'w:name="游明朝"><w:altName w:val="ＭＳ 明朝"/>' in fonts.blob.decode()


#: The order the standard (ECMA-376) asks for; word processors may refuse another.
ORDER = {
    "tblPr": [
        "tblStyle",
        "tblStyleRowBandSize",
        "tblStyleColBandSize",
        "tblW",
        "jc",
        "tblInd",
        "tblBorders",
        "shd",
        "tblLayout",
        "tblCellMar",
        "tblLook",
    ],
    "tcPr": ["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign"],
    "rPr": ["rFonts", "b", "bCs", "i", "color", "spacing", "kern", "sz", "szCs", "lang"],
}


@pytest.mark.parametrize("name", ORDER)
def test_elements_stand_in_the_order_of_the_standard_and_once(document, name):
    for root in (document.element, document.styles.element):
        for properties in root.iter(qn(f"w:{name}")):
            tags = [child.tag.rsplit("}", 1)[1] for child in properties]
            known = [t for t in tags if t in ORDER[name]]
            assert known == sorted(set(known), key=ORDER[name].index), tags
            assert name == "rPr" or known == tags


def test_the_same_result_gives_the_same_bytes(settled):
    assert render_checklist_docx(sheets(settled)) == render_checklist_docx(sheets(settled))


def test_several_assessments_each_begin_on_a_page_of_their_own(settled):
    document = docx.Document(io.BytesIO(render_checklist_docx(sheets(settled, sample.exempt()))))
    assert [s.header.paragraphs[0].text.split("　")[-1] for s in document.sections] == [
        "住民基本台帳に関する事務",
        "職員の給与",
    ]


def test_hostile_text_is_text_and_of_bounded_length(tmp_path):
    checklists = sheets(*sample.hostile())
    data = render_checklist_docx(checklists)
    assert len(data) < 2**20
    text = dump(docx.Document(io.BytesIO(data)))
    assert "<script>alert(1)</script>" in text
    assert max(map(len, text.split("|"))) < 2_000
    write_checklist_xlsx(tmp_path / "a.xlsx", checklists)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert len(book.sheetnames) == len(checklists)
    cells = [c for page in book for row in page.iter_rows() for c in row if c.value is not None]
    assert not [c.coordinate for c in cells if c.data_type == "f" or c.hyperlink]
    assert max(len(str(c.value)) for c in cells) < 2_000


def test_the_workbook_form_of_the_check_sheet(settled, tmp_path, golden):
    write_checklist_xlsx(tmp_path / "a.xlsx", sheets(settled))
    (page,) = openpyxl.load_workbook(tmp_path / "a.xlsx")
    rows = [
        " | ".join("" if v is None else str(v).replace("\n", "⏎") for v in row).rstrip(" |")
        for row in page.iter_rows(values_only=True)
    ]
    head = f"{page.title} {page.page_setup.orientation} {page.page_setup.paperSize} repeat {page.print_title_rows} freeze {page.freeze_panes}"
    golden("checklist.xlsx.txt", plain("\n".join([head, *rows])) + "\n")
    (choices,) = page.data_validations.dataValidation
    assert choices.formula1 == '"○"'


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_makes_pages_of_it(settled, tmp_path):
    (tmp_path / "a.docx").write_bytes(render_checklist_docx(sheets(settled)))
    home = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.docx"),
    ]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_measures_stand_by_risk_in_the_order_of_the_form_with_sections_without_risks_last(settled):
    (finding,) = [f for f in settled.findings if f.kind == "measure"][:1]
    mixed = tuple(
        finding.model_copy(update={"risk": r}) for r in ("edu", "keep-1", "in-1", "edu", "out", "in-1")
    )
    again = settled.model_copy(update={"findings": mixed, "risks": settled.risks + settled.risks})
    item = next(i for i in checklist_of(again, load_viewpoints()).items if i.viewpoint.id == "measures")
    assert [f.risk for f in item.findings] == ["in-1", "in-1", "out", "keep-1", "edu", "edu"]
