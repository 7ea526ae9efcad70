"""Protects what a reader does with the pages: filter, sort, open a cell, switch language and theme, print; no errors, no
network, nothing serious for an accessibility checker."""

from pathlib import Path

import pytest
import sample
from click.testing import CliRunner

from shikii import read_affair
from shikii.cli.main import cli
from shikii.engine.portfolio.assess_run import assess_all
from shikii.reports.page.html import render_assessment_html
from shikii.reports.run_files import write_batch
from shikii.reports.tables.result_tables import batch_of

EXAMPLES = Path(__file__).parents[2] / "examples"
DOCUMENT = EXAMPLES / "documents" / "midori-juki-zenkomoku.txt"
DAY = ("--as-of", "2026-04-01")
#: Contrast is measured dot by dot, on a long page for longer than all else together; it is asked apart.
CONTRAST = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
ALL_BUT_CONTRAST = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
#: Of pieces built alike in the same place two stay: contrast hangs on what a piece is, not on its words.
THIN_OUT = """() => {
  const name = e => e.tagName + "." + (e.getAttribute("class") || ""), seen = {};
  const look = e => name(e) + "(" + Array.from(e.children, look) + ")";
  const place = e => e ? place(e.parentElement) + ">" + name(e) : "";
  document.querySelectorAll("li, tr, details, section, article").forEach(e => {
    const kind = place(e.parentElement) + look(e);
    seen[kind] = (seen[kind] || 0) + 1;
    if (seen[kind] > 2) e.remove();
  });
}"""
KINDS = (
    "new Set(Array.from(document.querySelectorAll('*'), e => e.tagName + '.' + e.getAttribute('class'))).size"
)


@pytest.fixture(scope="module")
def single(tmp_path_factory):
    path = tmp_path_factory.mktemp("single") / "page.html"
    path.write_text(render_assessment_html([sample.settled(), sample.open_level()]), "utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("batch") / "out"
    results = [sample.settled(), sample.open_level(), sample.exempt()]
    write_batch(path, batch_of(results), results=results)
    return path


def sisters():
    """Two records of one body that answer a question about the whole body differently."""
    return [
        read_affair(
            {
                "affair": name,
                "organization": "みどり市長",
                "form": "full",
                "published": day,
                "files": [{"name": "甲", "answers": {"keep-1.incident_3y": answer}}],
            },
            f"{name}.yaml",
        )
        for name, day, answer in (
            ("住民税", "2025-01-10", "発生なし"),
            ("国民年金", "2025-03-01", "発生あり"),
        )
    ]


@pytest.fixture(scope="module")
def pages(tmp_path_factory, single, folder):
    """Every kind of page."""
    here = tmp_path_factory.mktemp("pages")
    wanted = {
        "document": ("assess", DOCUMENT, *DAY),
        "schedule": ("schedule", EXAMPLES / "facts", "--within", "5y", *DAY),
        "compare": (
            "compare",
            EXAMPLES / "compare" / "before.yaml",
            EXAMPLES / "compare" / "after.yaml",
            *DAY,
        ),
        "impact": ("impact", "2024-05", "2025-05", EXAMPLES / "facts"),
    }
    for name, command in wanted.items():
        result = CliRunner().invoke(cli, [str(c) for c in (*command, "-o", here / f"{name}.html")])
        assert result.exit_code == 0, result.output
    across = here / "across"
    results = assess_all(sisters(), as_of=sample.DAY, executor="reference")
    write_batch(across, batch_of(results), results=results)
    written = {name: here / f"{name}.html" for name in wanted}
    return written | {"single": single, "batch": folder / "report.html", "across": across / "report.html"}


def shown(page):
    return page.locator(".finding:not([hidden])").count()


def test_findings_are_filtered(visit, single):
    page = visit(single)
    whole = shown(page)
    form = page.locator("form.filters").first
    form.locator("[name=severity]").select_option("error")
    errors = shown(page)
    assert 0 < errors < whole
    form.locator("[name=severity]").select_option("")
    form.locator("[name=text]").fill("30日")
    assert 0 < shown(page) < whole
    form.locator("[name=text]").fill("どこにもない語")
    assert "0 / " in form.locator("[data-shown]").inner_text()
    assert page.wrong == []


def test_a_cell_opens_its_measures_and_closes(visit, single):
    page = visit(single)
    page.locator("td.cell a").first.click()
    dialog = page.locator("dialog[open]")
    assert "回答" in dialog.inner_text()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.wrong == []


def test_language_is_switched_and_remembered(visit, single):
    page = visit(single)
    assert "必要な評価" in page.inner_text("main")
    page.click("[data-switch=language]")
    text = page.inner_text("main")
    assert "required assessment" in text
    assert "必要な評価" not in text
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("[name=severity] option").first.inner_text() == "all"
    page.reload()
    assert "required assessment" in page.inner_text("main")
    assert page.wrong == []


def test_print_and_theme(visit, single, tmp_path):
    page = visit(single)
    page.click("[data-switch=theme]")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.locator(".switches").first.is_hidden()
    assert page.wrong == []


def test_the_table_of_a_batch_is_searched_sorted_and_leads_to_pages(visit, folder):
    page = visit(folder / "report.html")
    page.wait_for_selector("#affairs-tools:visible")
    rows = page.locator("#affairs tbody tr")
    assert rows.count() == 3
    page.fill("#affairs-search", "予防接種")
    assert rows.count() == 1
    page.fill("#affairs-search", "")
    page.select_option("#affairs-level", "none")
    assert rows.count() == 1
    page.select_option("#affairs-level", "")
    page.click("[data-column=findings_error]")
    counts = [int(t) for t in page.locator("#affairs tbody tr td:nth-child(4)").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    assert page.locator("th[aria-sort=descending]").count() == 1
    page.locator("#affairs tbody a").first.click()
    assert "必要な評価" in page.inner_text("main")
    page.click("a.home")
    assert page.locator("#affairs").count() == 1
    assert page.wrong == []


def test_filters_work_together_by_keyboard_alone(visit, pages):
    page = visit(pages["document"])
    whole = shown(page)
    form = page.locator("form.filters").first
    form.locator("[name=text]").focus()
    page.keyboard.type("見当たらない")
    assert 0 < shown(page) < whole
    found = shown(page)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    severity = form.locator("[name=severity]").input_value()
    assert severity == "warning"
    both = shown(page)
    assert 0 < both < found
    assert page.locator(f".finding.is-{severity}:not([hidden])").count() == both
    form.locator("[name=file]").select_option(index=1)
    assert 0 < shown(page) <= both
    page.keyboard.press("Tab")
    form.locator("[type=reset]").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.name === 'text'")
    assert shown(page) == whole
    assert form.locator("[type=reset]").is_hidden()
    assert page.wrong == []


def test_a_folded_group_opens_for_what_is_searched(visit, pages):
    page = visit(pages["document"])
    group = page.locator("details.group").last
    assert group.evaluate("d => d.open") is False
    words = group.locator(".finding code").first.text_content()
    page.locator("form.filters [name=text]").first.fill(words)
    assert group.evaluate("d => d.open") is True
    page.locator("form.filters [name=text]").first.fill("")
    assert group.evaluate("d => d.open") is False


def test_a_cell_shows_quotes_advice_and_what_would_settle_it(visit, pages):
    page = visit(pages["document"])
    sheet = page.locator("section.sheet:has(.settle):has(mark)").first
    link = page.locator(f"[data-dialog='{sheet.get_attribute('id')}']")
    done, counted = (int(n) for n in link.locator(".count").inner_text().split("/"))
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    assert "次の措置を行っているかどうかが分かれば" in dialog.locator(".settle").inner_text()
    assert 0 < done < counted <= dialog.locator(".measures > li").count()
    assert dialog.locator(".tag.done").count() >= done
    marked = dialog.locator(".quote mark").first
    assert marked.text_content() in dialog.locator(".quote", has=page.locator("mark")).first.text_content()
    assert len(dialog.locator(".quote q").first.text_content()) > len(marked.text_content())
    assert "記載例" in dialog.locator(".advice").first.inner_text()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.dialog") is not None, "focus goes back to the cell"
    assert page.wrong == []


def test_a_contradiction_shows_both_records_and_leads_to_them(visit, pages):
    page = visit(pages["across"])
    box = page.locator("section[aria-labelledby=across] .versus")
    assert box.count() == 1
    assert box.locator("a").all_inner_texts() == ["住民税", "国民年金"]
    box.locator("a").last.click()
    assert page.locator("h2").first.inner_text() == "国民年金"
    assert page.wrong == []


def test_print_shows_what_is_folded_on_the_screen(visit, pages):
    page = visit(pages["document"])
    folded = page.locator("details.group").last.locator(".finding").last
    assert folded.is_hidden()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert folded.is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert folded.is_hidden()


def test_the_focus_can_be_seen(visit, pages):
    for name in ("document", "batch"):
        page = visit(pages[name])
        for _ in range(12):
            page.keyboard.press("Tab")
            style = page.evaluate(
                "(s => [s.outlineStyle, parseFloat(s.outlineWidth)])(getComputedStyle(document.activeElement))"
            )
            assert style[0] != "none", page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
            assert style[1] >= 2


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (390, "dark"),
        pytest.param(1280, "light", marks=pytest.mark.slow),
        pytest.param(390, "light", marks=pytest.mark.slow),
        pytest.param(1280, "dark", marks=pytest.mark.slow),
    ],
)
def test_an_accessibility_checker_finds_nothing_serious(visit, pages, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    grave = {}
    for name, path in pages.items():
        if name == "single":
            continue  # the same kind of page as `document`, and as long
        page = visit(path, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        found = axe.Axe().run(page, options=ALL_BUT_CONTRAST).response["violations"]
        if page.locator("td.cell a").count():
            page.locator("td.cell a").first.click()
            found += axe.Axe().run(page, context="dialog[open]").response["violations"]
            page.keyboard.press("Escape")
        kinds = page.evaluate(KINDS)
        page.evaluate(THIN_OUT)
        assert page.evaluate(KINDS) == kinds
        found += axe.Axe().run(page, options=CONTRAST).response["violations"]
        for v in found:
            if v["impact"] in ("serious", "critical"):
                grave[name, v["id"]] = [n["html"][:120] for n in v["nodes"][:3]]
    assert grave == {}


def test_a_phone_never_scrolls_sideways_and_no_text_stands_in_a_column_of_single_characters(visit, pages):
    narrow = """() => Array.from(document.querySelectorAll("td, th, p, li, h2, h3, h4")).filter(e => {
      const box = e.getBoundingClientRect(), text = e.innerText.trim();
      return box.height > 0 && !e.closest(".grid, thead") && text.length > 6 && box.width < 3 * parseFloat(getComputedStyle(e).fontSize);
    }).map(e => e.outerHTML.slice(0, 120))"""
    for name, path in pages.items():
        page = visit(path, viewport={"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
        assert page.evaluate(narrow) == [], name
