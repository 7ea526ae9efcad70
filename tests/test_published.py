"""Protects: on the real published documents, each assessment reaches the level and phrase it declares.

Needs the documents (``../shared/published`` or ``SHIKII_PUBLISHED``); skipped where they are absent.
"""

import datetime as dt
import os
from pathlib import Path

import pytest

from shikii import assess
from shikii.cli.common import read_affairs

FOLDER = Path(os.environ.get("SHIKII_PUBLISHED", Path(__file__).parents[2] / "shared" / "published"))
DOCUMENTS = sorted(FOLDER.glob("*.txt"))
pytestmark = pytest.mark.skipif(not DOCUMENTS, reason=f"no published documents in {FOLDER}")
FULL = "基礎項目評価及び全項目評価の実施が義務付けられる"
KEY = "基礎項目評価及び重点項目評価の実施が義務付けられる"
EXPECTED = {
    "kazo": [("key", "key", KEY)],
    "nagano": [("full", "full", FULL)],
    "takatsuki": [("full", "full", FULL), ("basic", "full", FULL), ("full", "full", FULL)],
}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_the_level_is_the_one_declared(path):
    results = [assess(a, as_of=_day_of(a)) for a in read_affairs(path)]
    for result in results:
        assert result.level.floor == result.level.ceiling == result.level.declared
    if path.stem in EXPECTED:
        assert [(r.form, r.level.floor, r.level.phrase) for r in results] == EXPECTED[path.stem]


def _day_of(affair):
    """The day the answers of a document were given: of the time after it they say nothing."""
    published = affair.range("published")
    return dt.date.fromordinal(published.hi) if published and published.exact else dt.date(2026, 4, 1)


@pytest.mark.parametrize("path", [p for p in DOCUMENTS if p.stem == "kazo"], ids=lambda p: p.stem)
def test_an_answer_says_nothing_of_what_happened_since(path):
    (affair,) = read_affairs(path)
    levels = [assess(affair, as_of=dt.date(year, 12, 1)).level for year in (2025, 2035)]
    assert [(level.floor, level.ceiling) for level in levels] == [("key", "full")] * 2
    assert [m.fact for m in levels[0].missing] == ["incident_within_1y"]


#: What careful readers found, as (document, form, rule, file); each must still be found.
FOUND = [
    ("nagano", "full", "entrust.re-entrust-safeguards", "住民基本台帳ファイル"),
    ("nagano", "full", "keep.backup-answered-not-taken", "送付先情報ファイル"),
    ("nagano", "full", "keep.dead-kept-but-excluded", "本人確認情報ファイル"),
    ("nagano", "full", "form.full.published-blank", None),
    ("kazo", "key", "text.old-table-after-2024", None),
    ("kazo", "key", "nws.auto-answer", None),
    ("takatsuki", "full", "hearing.after-publication", None),
    ("takatsuki", "full", "text.old-commission-after-2016", None),
    ("takatsuki", "full", "text.old-article-after-2021", None),
    ("takatsuki", "basic", "nws.linked-but-skipped", None),
    ("takatsuki", "basic", "form.basic.published-blank", None),
    ("takatsuki", "full", "form.full.published-blank", None),
    ("takatsuki", "full", "keep.erasure-undefined-sufficient", "住民基本台帳ファイル"),
]


#: Every citation that was out of date on the document's own day, as read in the documents; no other may be named.
CITATIONS = {
    "kazo": [{"text.old-table-after-2024", "text.old-article-after-2021"}],
    "nagano": [set()],
    "takatsuki": [{"text.old-article-after-2021", "text.old-commission-after-2016"}, set(), set()],
}


@pytest.mark.parametrize("path", [p for p in DOCUMENTS if p.stem in CITATIONS], ids=lambda p: p.stem)
def test_only_citations_out_of_date_on_their_own_day_are_named(path):
    results = [assess(a, as_of=dt.date(2026, 4, 1)) for a in read_affairs(path)]
    found = [{f.rule for f in r.findings if f.rule.startswith("text.")} for r in results]
    assert found == CITATIONS[path.stem]


#: The same for the rows of 変更箇所; besides them only the list of ※ items without a reason may stand.
FOUND_IN_CHANGES = {
    ("nagano", "full"): {"reassess.no-timing", "reassess.more-than-name", "reassess.same-text"},
    ("kazo", "key"): {"reassess.start-after", "reassess.before-after-publication"},
    ("takatsuki", "basic"): {"reassess.no-date"},
    ("takatsuki", "full"): {"reassess.no-date"},
}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_what_careful_readers_found_in_the_changes_is_found(path):
    affairs = [a for a in read_affairs(path) if a.changes]
    if not affairs:
        pytest.skip("the rows of 変更箇所 are not read")
    for affair in affairs:
        found = {
            f.rule
            for f in assess(affair, as_of=dt.date(2026, 4, 1)).findings
            if f.rule.startswith("reassess.")
        }
        wanted = FOUND_IN_CHANGES.get((path.stem, affair.form), set())
        assert wanted <= found <= wanted | {"reassess.marked-after"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_what_careful_readers_found_is_found(path):
    results = [assess(a, as_of=dt.date(2026, 4, 1)) for a in read_affairs(path)]
    found = {(r.form, f.rule, f.file) for r in results for f in r.findings}
    for document, form, rule, file in FOUND:
        if document == path.stem:
            assert (form, rule, file) in found
    for result in results:
        for finding in result.findings:
            assert finding.basis
            assert finding.evidence, finding.rule
