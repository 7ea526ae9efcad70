"""Protects the page for pre-screening: its logic is that of the reference on generated facts, its interview asks what the
terminal asks, it works by keyboard, on a phone, in both languages, offline, and what it saves can be read."""

import datetime as dt
import random

import pytest
from click.testing import CliRunner

from shikii import assess, load_ruleset, read_affair
from shikii.cli.main import cli
from shikii.engine.assess import program_of
from shikii.engine.session.answer_outcomes import useful
from shikii.engine.session.interview import Interview
from shikii.facts.reading.numbers import read_count
from shikii.facts.values import INF, Options, Range
from shikii.facts.vocabulary import load_vocabulary
from shikii.reports.page.prescreen_page import render_form

DAY = dt.date(2026, 4, 1)
COUNTS = [0, 1, 499, 500, 501, 999, 1000, 9999, 10_000, 99_999, 100_000, 250_000, 299_999, 300_000, 10**7]
JS = """records => records.map(said => {
  const p = shikii.page.program, v = shikii.run(p, said), l = shikii.level(p, v), q = shikii.page.questions, n = q.next(v.get);
  return {possible: l.possible, rows: l.rows.sort(), duties: Object.fromEntries(shikii.duties(p, v).map(d => [d.duty.id, d.status])), next: n, useful: q.useful(v.get, n)};
})"""


@pytest.fixture(scope="module")
def form(tmp_path_factory):
    path = tmp_path_factory.mktemp("form") / "prescreen.html"
    path.write_text(render_form(load_ruleset(), as_of=DAY), "utf-8")
    return path


def number(rng):
    a, b = sorted(rng.choice(COUNTS) + rng.choice([0, 0, 1, -1, 7]) for _ in range(2))
    a, b = max(0, a), max(0, b)
    return rng.choice([Range(a, a), Range(a, a), Range(a, b), Range(a, INF), Range(0, b)])


def possible(rng, fact):
    if isinstance(fact.anything, Options):
        members = sorted(fact.anything.members)
        return Options(frozenset(rng.sample(members, rng.choice([1, 1, 1, min(2, len(members))]))))
    if fact.kind == "count":
        return number(rng)
    day = DAY.toordinal() - rng.choice(
        [-400, -1, 0, 1, 364, 365, 366, 1825, 1826, 1827, 3000, *range(0, 2500, 97)]
    )
    return rng.choice([Range(day, day), Range(day, day + rng.choice([1, 30, 400]))])


def record(rng, facts):
    names = [n for n in facts if rng.random() < rng.choice([0.2, 0.5, 0.9])]
    return {n: possible(rng, load_vocabulary()[n]) for n in names}


def as_json(value):
    if isinstance(value, Options):
        return sorted(value.members)
    return [None if value.lo <= -INF else value.lo, None if value.hi >= INF else value.hi]


#: What people and forms write, and what no count is.
COUNTS_AS_WRITTEN = [
    *(
        "12345",
        "１２，３４５人",
        "30万",
        "1万2千",
        "3千",
        "1,2千",
        "1億2,000万",
        "1万以上10万未満",
        "500人以上",
        "500人未満",
    ),
    *(
        "五百人",
        "千五百",
        "二千",
        "十万人以上三十万人未満",
        "一〇〇〇",
        "三十二万四千",
        "壱萬弐千",
        "拾万",
        "2千5百",
        "五百人以下",
    ),
    *(
        "一",
        "〇",
        "〇〇",
        "二三人",
        "五六百",
        "1,00",
        "10,00人",
        "1千2",
        "百千",
        "万",
        "千人",
        "三千から五千",
        "-5",
        "1.5万",
        "abc",
        "",
    ),
]


def test_counts_are_read_on_the_page_as_in_facts(visit, form):
    read = visit(form).evaluate(
        "texts => texts.map(shikii.words(shikii.page.program).read)", COUNTS_AS_WRITTEN
    )
    ours = [read_count(text) for text in COUNTS_AS_WRITTEN]
    assert dict(zip(COUNTS_AS_WRITTEN, read, strict=True)) == {
        text: None if count is None else as_json(count)
        for text, count in zip(COUNTS_AS_WRITTEN, ours, strict=True)
    }


def differences(page, rng, n):
    """Run the same records in the page and in Python; return what differs."""
    data = page.evaluate("shikii.page.program.facts")
    facts = sorted(
        k
        for k, f in data.items()
        if (not f["derived"] and f["kind"] != "text" and "." not in k) or k in ("hearing.from", "hearing.to")
    )
    assert {"headcount", "handlers", "incident_within_1y", "exemption", "published"} <= set(facts)
    records = [record(rng, facts) for _ in range(n)]
    got = page.evaluate(JS, [{k: as_json(v) for k, v in r.items()} for r in records])
    ruleset = load_ruleset()
    rows = {r.id for s in program_of(ruleset, DAY).statements if getattr(s, "rows", None) for r in s.rows}
    wrong = []
    for said, page_says in zip(records, got, strict=True):
        affair = read_affair({}, "x").__class__(values=said, source="x")
        result = assess(affair, as_of=DAY, ruleset=ruleset, executor="reference")
        missing = [m.fact for m in result.level.missing]
        here = {
            "possible": list(result.level.possible),
            "rows": sorted(r for r in result.level.rules if r in rows),
            "duties": {o.id: o.status for o in result.obligations if o.id in page_says["duties"]},
            "next": missing,
            "useful": useful(affair, missing, ruleset, DAY),
        }
        if here != page_says:
            wrong.append((said, here, page_says))
    return wrong


def test_the_page_concludes_what_the_reference_concludes(visit, form):
    assert differences(visit(form), random.Random(20260401), 40) == []


@pytest.mark.slow
def test_the_page_concludes_what_the_reference_concludes_at_length(visit, form):
    """``pytest -m slow tests/browser``: some minutes."""
    assert differences(visit(form), random.Random(7), 6_000) == []


def test_the_page_follows_rules_laid_over_the_national_ones(visit, tmp_path):
    over = tmp_path / "strict"
    over.mkdir()
    (over / "ruleset.yaml").write_text("ruleset: {id: strict-city, version: '1', title: 厳しい市}\n", "utf-8")
    (over / "extra.yaml").write_text(
        """rules:
  - oblige: duty
    id: city.tell
    title: 市の委員会に報告する
    when: {headcount: ">= 77777"}
    met: {published: stated}
    basis: [市要綱]
    confidence: confirmed
""",
        "utf-8",
    )
    path = tmp_path / "form.html"
    result = CliRunner().invoke(
        cli, ["form", "-o", str(path), "--as-of", "2026-04-01", "--ruleset", str(over)]
    )
    assert result.exit_code == 0, result.output
    page = visit(path)
    said = [{"headcount": [n, n]} for n in (77_776, 77_777)]
    assert [r["duties"]["city.tell"] for r in page.evaluate(JS, said)] == ["not_applicable", "unknown"]


def answer(page, text):
    page.fill("#answer", text)
    page.keyboard.press("Enter")


def test_the_example_of_the_line_of_500(visit, form):
    page = visit(form)
    answer(page, "予防接種に関する事務")
    answer(page, "みどり市長")
    answer(page, "２５万人")
    page.click("text=発生なし")
    assert "少なくとも 重点項目評価、最大で 全項目評価" in page.inner_text("#now")
    assert "取り扱う従業者" in page.inner_text("#question h2")
    page.click("summary")
    assert page.locator("#question details li").all_inner_texts() == [
        "500人未満 → 重点項目評価",
        "500人以上 → 全項目評価",
    ]
    page.click("#question .choices button >> text=500人以上")
    assert "基礎項目評価及び全項目評価の実施が義務付けられる" in page.inner_text("#now")
    assert "規則第7条第1項" in page.inner_text("#memo")
    assert page.wrong == []


@pytest.mark.parametrize("kind", ["local", "national"])
def test_the_line_of_500_for_every_kind_of_body(visit, form, kind):
    page = visit(form)
    known = {"headcount": [250_000, 250_000], "incident_within_1y": ["no"], "organization_kind": [kind]}
    (said,) = page.evaluate(JS, [known])
    assert (said["possible"], said["next"], said["useful"]) == (["key", "full"], ["handlers"], ["handlers"])
    light, heavy = page.evaluate(JS, [known | {"handlers": [n, n]} for n in (499, 500)])
    assert (light["possible"], heavy["possible"]) == (["key"], ["full"])


@pytest.mark.parametrize("seed", range(6))
def test_the_page_asks_what_the_terminal_asks(visit, form, seed):
    rng = random.Random(seed)
    page = visit(form)
    talk = Interview.start(as_of=DAY)
    for _ in range(12):
        question = talk.question
        if question is None:
            assert page.locator("#answer").count() == 0
            assert "質問は以上" in page.inner_text("#question")
            return
        assert question.text in page.inner_text("#question h2") or load_vocabulary()[
            question.fact
        ].ja in page.inner_text("#question h2")
        if rng.random() < 0.3 or question.matters == "record":
            talk = talk.skip()
            page.click("#skip")
        elif question.fact in ("headcount", "handlers"):
            text = rng.choice(["250000", "5000", "10万人以上30万人未満", "480", "500人以上", "1万2千人"])
            talk = talk.answer(text)
            answer(page, text)
        else:
            word = (
                "該当なし"
                if question.fact == "exemption"
                else rng.choice(
                    [
                        o
                        for o in question.options
                        if question.matters != "level" or any(o in p.answer for p in question.prospects)
                    ]
                )
            )
            talk = talk.answer(word)
            page.locator("#question .choices button", has_text=word).first.click()
    raise AssertionError("the interview does not end")


def test_back_wrong_numbers_and_the_keyboard(visit, form):
    page = visit(form)
    for _ in range(2):
        page.click("#skip")
    answer(page, "たくさん")
    assert "読み取れません" in page.inner_text("#mistake")
    answer(page, "999人")
    assert "義務なし" in page.locator("#now .settled").inner_text()
    page.click("#back")
    assert "対象人数" not in page.inner_text("#said")
    assert page.evaluate("document.activeElement.id") == "answer"
    assert page.wrong == []


def test_the_saved_facts_are_read_back(visit, form, tmp_path):
    page = visit(form)
    answer(page, 'a: "b" #c')
    page.click("#skip")
    answer(page, "10万人以上30万人未満")
    page.click("text=発生なし")
    answer(page, "499")
    page.fill("#answer", "2026-03-01")
    page.keyboard.press("Enter")
    with page.expect_download() as download:
        page.click("#save")
    path = tmp_path / "facts.yaml"
    download.value.save_as(path)
    result = CliRunner().invoke(cli, ["prescreen", str(path), "--as-of", "2026-04-01"])
    assert "基礎項目評価及び重点項目評価の実施が義務付けられる" in result.stdout
    assert 'a: "b" #c' in result.stdout
    text = path.read_text("utf-8")
    assert "2026-03-01" in text
    assert "incident_within_1y: false" in text


def reload_until(page, words):
    """Reload; a browser passes on what a tab keeps a moment later than it is told, later still on a busy machine."""
    for _ in range(30):
        page.reload()
        if words in page.inner_text("#said"):
            return
        page.wait_for_timeout(500)


def test_answers_are_kept_over_a_reload_and_read_from_a_saved_file(visit, form, tmp_path):
    page = visit(form)
    answer(page, "予防接種に関する事務")
    page.click("#skip")
    answer(page, "10万人以上30万人未満")
    page.click("text=発生なし")
    reload_until(page, "10万人以上30万人未満")
    assert "10万人以上30万人未満" in page.inner_text("#said")
    page.click("#back")
    assert "発生なし" not in page.inner_text("#said")
    saved = tmp_path / "facts.yaml"
    saved.write_text(
        '# 記録\naffair: "国民健康保険"\nheadcount: 25万人\nincident_within_1y: false\n'
        "handlers: 499\nhandlers_as_of: 2026-03-01\nfiles:\n  - 甲\nheadcount_as_of: きのう\n",
        "utf-8",
    )
    page.set_input_files("#open", saved)
    page.wait_for_selector("#now .level-key")
    said = page.inner_text("#said")
    assert "国民健康保険" in said
    assert "予防接種" not in said
    assert "令和８年３月１日" in page.inner_text("#memo")
    left = page.inner_text("#opened")
    assert "files:" in left
    assert "きのう" in left
    assert "headcount: 25万人" not in left
    page.click("#again")
    reload_until(page, "まだ回答はありません")
    assert "国民健康保険" not in page.inner_text("#said")
    assert page.wrong == []


def test_both_languages_keep_the_answers(visit, form):
    page = visit(form)
    page.click("#skip")
    page.click("#skip")
    answer(page, "250000")
    page.click("[data-switch=language]")
    assert "250,000" in page.inner_text("#said")
    assert "at least key" in page.inner_text("#now")
    assert "record of the threshold determination" in page.inner_text("#memo")
    assert page.wrong == []


@pytest.mark.parametrize("width", [360, 1200])
def test_the_page_is_for_everyone(visit, form, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = visit(form, viewport={"width": width, "height": 900}, bypass_csp=True)
    page.click("#skip")
    page.click("#skip")
    found = axe.Axe().run(page).response["violations"]
    assert [
        (v["id"], v["nodes"][0]["html"][:100]) for v in found if v["impact"] in ("serious", "critical")
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(media="print")
    assert page.locator("#question").is_hidden()
    assert page.locator("#memo").is_visible()
