"""Protects: reports say what the results say, stay inside 80 columns, and nothing from facts becomes markup or
formula. Golden files: ``pytest tests/reports --update-golden``."""

import html
import json
import re
from html.parser import HTMLParser

import openpyxl
import polars as pl
import pytest
import sample
from jsonschema import Draft202012Validator
from rich.cells import cell_len

from shikii.engine.results.assessment import json_schema, to_json
from shikii.reports.page.html import render_assessment_html, render_batch_html
from shikii.reports.run_files import FILES, write_batch
from shikii.reports.tables.result_tables import AFFAIRS, FINDINGS, batch_of
from shikii.reports.terminal.assessment_markdown import render_markdown, render_prescreen_markdown
from shikii.reports.terminal.assessment_text import render_prescreen, render_text
from shikii.reports.workbook.batch_workbook import write_findings_xlsx


def plain(text):
    """Take out what changes with every edit of a rule."""
    import re

    return re.sub(r"sha256:[0-9a-f]+", "sha256:…", text)


def test_text(golden):
    text = render_text([sample.settled(), sample.open_level(), sample.exempt()])
    assert max(cell_len(line) for line in text.split("\n")) <= 80
    golden("assess.txt", plain(text))


def test_prescreen_text_and_memo(golden):
    golden("prescreen.txt", plain(render_prescreen(sample.open_level())))
    golden("prescreen.md", plain(render_prescreen_markdown(sample.open_level())))


def test_english(golden):
    golden("assess.en.txt", plain(render_text([sample.open_level()], lang="en")))


def test_markdown(golden):
    golden("assess.md", plain(render_markdown([sample.settled()])))


def test_json_follows_its_schema(golden):
    results = [sample.settled(), sample.open_level(), sample.exempt(), *sample.hostile()]
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(to_json(results)))
    golden("assess.json", plain(to_json([sample.open_level()])) + "\n")


def test_the_contract_of_assess_json():
    (data,) = json.loads(to_json([sample.settled()]))
    assert data["schema"] == "shikii/assessment/2"
    assert set(data) >= {
        "as_of",
        "ruleset",
        "affair",
        "organization",
        "level",
        "obligations",
        "risks",
        "findings",
    }
    assert set(data["level"]) >= {
        "floor",
        "ceiling",
        "possible",
        "phrase",
        "rule",
        "basis",
        "missing",
        "counterfactuals",
    }
    assert set(data["findings"][0]) >= {
        "rule",
        "kind",
        "severity",
        "file",
        "risk",
        "title",
        "detail",
        "basis",
        "evidence",
        "advice",
    }
    assert set(data["risks"][0]) >= {"file", "risk", "applicable", "declared", "derived", "measures"}
    assert set(data["obligations"][0]) >= {"id", "title", "status", "due", "strength", "basis"}


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []
        self.attributes = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]


def tags_of(page):
    parser = Tags()
    parser.feed(page)
    return parser


@pytest.mark.parametrize("render", [render_assessment_html, lambda r: render_batch_html(batch_of(r))])
def test_pages_carry_no_markup_from_facts_and_ask_no_network(render):
    hostile, tame = tags_of(render(sample.hostile())), tags_of(render([sample.settled()]))
    assert set(hostile.tags) <= set(tame.tags) | {
        "ol",
        "li",
        "details",
        "summary",
        "div",
        "p",
        "span",
        "select",
        "option",
        "ul",
        "q",
        "h4",
        "article",
        "code",
        "b",
        "a",
        "small",
        "caption",
        "output",
        "label",
        "form",
        "input",
        "time",
        "br",
        "section",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "i",
        "nav",
        "h3",
        "meter",
    }
    assert hostile.tags.count("script") == tame.tags.count("script")
    assert not {"img", "iframe", "object", "svg"} & set(hostile.tags)
    assert not [a for a in hostile.attributes if a.startswith("on") or a in ("src", "srcdoc", "style")]
    page = render(sample.hostile())
    assert "default-src 'none'" in html.unescape(page)
    assert "http" not in page.replace("http-equiv", "").replace("http://x", "").replace("http:\\/\\/x", "")


def test_pages_are_well_built():
    page = render_assessment_html([sample.settled(), sample.open_level()])
    assert page.count('<section class="result"') == 2
    assert page.count("<section") == page.count("</section>")
    assert page.count("<article") == page.count("</article>")
    assert "少なくとも 重点項目評価、最大で 全項目評価" in page
    assert "記載が見当たらない（要確認）" in page
    assert "不足" not in page
    ids = [m[1] for m in re.finditer(r' id="([^"]+)"', page)]
    assert len(ids) == len(set(ids))


def test_workbooks_hold_text_as_text(tmp_path):
    path = tmp_path / "x.xlsx"
    write_findings_xlsx(path, batch_of([*sample.hostile(), sample.settled()]))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["概要", "事務", "指摘", "義務", "措置", "出典", "根拠"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [c.coordinate for c in cells if c.data_type == "f" or c.hyperlink]
    assert '=HYPERLINK("http://x","y")' in [c.value for c in cells]
    assert book["指摘"].freeze_panes == "B2"
    assert book["指摘"].auto_filter.ref


def test_batch_files_and_their_columns(tmp_path):
    out = tmp_path / "out"
    written = write_batch(out, batch_of([sample.settled(), sample.open_level()]))
    assert sorted(p.name for p in written) == sorted(p.name for p in out.iterdir()) == sorted(FILES)
    assert pl.read_parquet(out / "affairs.parquet").schema == AFFAIRS
    assert pl.read_parquet(out / "findings.parquet").schema == FINDINGS
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["affairs"] == 2
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_failure_leaves_nothing_half_written(tmp_path, monkeypatch):
    out = tmp_path / "out"
    write_batch(out, batch_of([sample.settled()]))
    before = {p.name: p.read_bytes() for p in out.iterdir()}

    def fail(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("shikii.reports.run_files.render_batch_html", fail)
    with pytest.raises(KeyboardInterrupt):
        write_batch(out, batch_of([sample.open_level()]))
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_page_for_a_nation_stays_small():
    frame = batch_of([sample.open_level()])
    many = pl.concat([frame.affairs] * 45_000)
    page = render_batch_html(
        frame.__class__(many, frame.findings, frame.duties, frame.measures, frame.stamp, frame.as_of)
    )
    assert len(page.encode()) < 5_000_000
