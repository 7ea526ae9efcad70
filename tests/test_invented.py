"""Protects: a document never seen is read whole, and one that contradicts itself nowhere raises no alarm.

The documents are invented, in every version of the forms, with and without entrustment, provision and linkage.
That a measure is not stated may be found; any other finding is a false alarm.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest
from effort import every
from invented import BODIES, write
from printed import FORMS, norm
from variants import VARIANTS

from shikii import assess
from shikii.facts.affair.rows import to_record
from shikii.facts.documents.reader import read_published
from shikii.facts.documents.to_affair import affair_of, to_yaml
from shikii.facts.readers.facts_files import read_facts_text
from shikii.facts.vocabulary import load_vocabulary

AS_OF = dt.date(2025, 7, 1)
#: Form 2 had no measures before 2019, and the invented bodies still use it in 2025.
#: True of these bodies: the same measure stands under many questions, and a legal basis is told where nothing is linked.
TRUE = {"forms.basic-without-measures", "copied.same-text-twice", "claims.basis-without-linkage"}


@cache
def read(name):
    """Give the text, the truth and the only assessment of an invented body."""
    text, truth = write(BODIES[name])
    (found,) = read_published(text.encode(), name, FORMS)
    return text, truth, found


def alarms(text):
    """Give the rules that find something in the only assessment of a text, but measures not stated."""
    (found,) = read_published(text.encode(), "あおば町.txt", FORMS)
    result = assess(affair_of(found), as_of=AS_OF)
    return {f.rule for f in result.findings if f.kind != "measure"} - TRUE


@pytest.mark.parametrize("name", BODIES)
def test_every_fact_is_read(name):
    _, truth, found = read(name)
    facts = {r.path: r.value for r in found.readings}
    assert {p: (v, facts.get(p)) for p, v in truth.items() if norm(facts.get(p)) != norm(v)} == {}


@pytest.mark.parametrize("name", BODIES)
def test_no_false_alarm(name):
    assert alarms(read(name)[0]) == set()


@pytest.mark.parametrize("name", BODIES)
def test_the_level_is_the_declared_one(name):
    affair = affair_of(read(name)[2])
    published = affair.range("published")
    day = dt.date.fromordinal(published.hi) if published else AS_OF  # the day the answers were given
    level = assess(affair, as_of=day).level
    assert level.floor == level.ceiling == level.declared


@pytest.mark.parametrize("name", BODIES)
def test_the_facts_file_of_a_document_says_all_the_document_said(name):
    """An official corrects what was read in the facts file, and assesses that."""
    affair = affair_of(read(name)[2])
    (again,) = read_facts_text(to_yaml(affair), "facts.yaml")
    assert to_record(again, load_vocabulary()) == to_record(affair, load_vocabulary())
    told = [
        {(n.file, n.section, tuple(text for _, text in n.lines)) for n in a.passages} for a in (again, affair)
    ]
    assert told[0] == told[1] != set()


def test_what_a_change_says_and_the_body_does_not_is_found_once():
    """A date is compared as a date, other words as words; no row is found by both."""
    rows = (
        ("令和7年4月1日", "Ⅱ２⑤保有開始日", "平成28年1月1日", "平成28年1月2日", "事後", "誤記の訂正"),
        ("令和7年4月1日", "Ⅰ６①部署", "福祉部子育て課", "市民生活部戸籍住民課", "事後", "組織改編による修正"),
    )
    text, _ = write(replace(BODIES["key 令和7年5月"], changes=rows))
    (found,) = read_published(text.encode(), "わかば市.txt", FORMS)
    result = assess(affair_of(found), as_of=AS_OF)
    said = [
        (f.rule, f.detail)
        for f in result.findings
        if f.rule in ("reassess.after-differs", "changes.not-in-body")
    ]
    assert sorted(rule for rule, _ in said) == ["changes.not-in-body", "reassess.after-differs"]
    assert {rule: "保有開始日" in detail for rule, detail in said} == {
        "changes.not-in-body": False,
        "reassess.after-differs": True,
    }


TOGETHER = ("basic 令和6年10月", "key 令和7年5月", "full alone")


@pytest.mark.parametrize("manner", ["as it is", "a cell per line", "a page per line", "on one line"])
def test_several_assessments_in_one_text_are_read_as_each_alone(manner):
    texts = [VARIANTS[manner](write(BODIES[name])[0]) for name in TOGETHER]
    found = read_published("\n\n\n\n".join(texts).encode(), "束.txt", FORMS)
    assert [a.form for a in found] == ["basic", "key", "full"]
    for name, one in zip(TOGETHER, found, strict=True):
        facts = {r.path: r.value for r in one.readings}
        truth = write(BODIES[name])[1]
        assert {p: (v, facts.get(p)) for p, v in truth.items() if norm(facts.get(p)) != norm(v)} == {}


LONG = ("full alone", "full 令和7年5月", "key 令和7年5月", "basic with changes")


@pytest.mark.parametrize(("turn", "manner"), every(3, list(enumerate(VARIANTS))))
def test_no_manner_of_writing_raises_an_alarm(turn, manner):
    assert alarms(VARIANTS[manner](read(LONG[turn % len(LONG)])[0])) == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("manner", VARIANTS)
def test_no_manner_of_writing_raises_an_alarm_on_any(manner, name):
    assert alarms(VARIANTS[manner](write(BODIES[name])[0])) == set()
