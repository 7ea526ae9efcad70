"""Protects what a reader does with the pages: filter, sort, open a cell, switch language and theme, print; no errors, no
network, nothing serious for an accessibility checker."""

import pytest
import sample

from shikii.reports.bundle import write_batch
from shikii.reports.html import render_assessment_html
from shikii.reports.tables import batch_of


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


def shown(page):
    return page.locator(".finding:visible").count()


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_an_accessibility_checker_finds_nothing_serious(visit, single, folder, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    for path in (single, folder / "report.html"):
        page = visit(path, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
        page.wait_for_timeout(200)
        found = axe.Axe().run(page).response["violations"]
        grave = [
            (v["id"], [n["html"][:120] for n in v["nodes"][:3]])
            for v in found
            if v["impact"] in ("serious", "critical")
        ]
        assert grave == []


def test_a_phone_never_scrolls_sideways(visit, single, folder):
    for path in (single, folder / "report.html"):
        page = visit(path, viewport={"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
