"""Protects: a page says first what must be done and by when, then the findings; the rest follows."""

import datetime as dt
import re

import sample

from shikii import assess, read_affair
from shikii.reports.page.html import render_assessment_html

LATE = {
    "affair": "住民基本台帳に関する事務",
    "organization": "みどり市長",
    "form": "full",
    "headcount": 400_000,
    "published": "2021-03-01",
    "publications": [{"on": "2021-03-01", "kind": "実施"}],
}


def page_of(*results):
    return render_assessment_html(results)


def test_what_is_overdue_stands_before_findings_and_level():
    result = assess(read_affair(LATE, "a.yaml"), as_of=sample.DAY, executor="reference")
    assert [o.id for o in result.obligations if o.due_state == "overdue"] == ["duty.reassess-5-years"]
    page = page_of(result)
    order = [
        page.index(mark)
        for mark in ('class="card now"', "期限超過", "data-findings aria", 'class="card level"')
    ]
    assert order == sorted(order)
    now = page[order[0] : page.index("data-findings aria")]
    assert "令和８年３月１日" in now
    assert "期限を計算できないもの" in now


def test_the_grid_is_open_only_while_the_level_is():
    settled, open_ = page_of(sample.settled()), page_of(sample.open_level())
    folded = r"<details class=\"quiet\"><summary>(?:(?!</details>).)*<table class=\"grid\">"
    assert re.search(folded, settled, re.DOTALL)
    assert not re.search(folded, open_, re.DOTALL)
    assert '<table class="grid">' in open_


def test_an_affair_with_nothing_to_do_says_so():
    result = assess(read_affair({"affair": "甲", "headcount": 500}, "a.yaml"), as_of=dt.date(2026, 4, 1))
    assert "見つかっていません" in page_of(result)


def test_days_in_details_are_in_eras():
    result = sample.settled()
    told = result.findings[0].model_copy(
        update={"detail": "期間は2021-01-01から2021-01-20まで（25日間）です。"}
    )
    page = page_of(result.model_copy(update={"findings": (told, *result.findings[1:])}))
    assert "期間は令和３年１月１日から令和３年１月２０日まで（25日間）です。" in page
    assert told.detail not in page
