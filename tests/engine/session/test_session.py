"""Protects: a session learns, forgets, answers and tells what became certain; a what-if never shows in the original."""

import datetime as dt
import gc
import tracemalloc

import pytest
from executors import needs_durable

from shikii import Session, assess, read_affair
from shikii.engine.session.events import (
    Contradicted,
    DutyReopened,
    DutySettled,
    FindingGone,
    FindingRaised,
    Narrowed,
    NoLongerMatters,
    Reconciled,
    Reopened,
    Settled,
)
from shikii.facts.errors import InputError, UsageError

DAY = dt.date(2026, 4, 1)


def fresh():
    return Session(as_of=DAY)


def test_facts_one_by_one_or_together_give_the_same():
    together = fresh().tell({"headcount": 250_000, "取扱者数": 20, "hearing.from": "2025-01-01"})
    one = fresh().tell(headcount=250_000).tell(handlers=20).tell({"hearing.from": "2025-01-01"})
    assert together.assess() == one.assess()
    read = read_affair({"headcount": 250_000, "handlers": 20, "hearing": {"from": "2025-01-01"}}, "session")
    assert together.level() == assess(read, as_of=DAY).level


def test_what_is_retracted_is_as_if_never_told():
    session = fresh().tell(headcount=250_000, handlers=20, incidents=[])
    assert session.retract("handlers", "incidents", "対象人数").level() == fresh().level()
    with pytest.raises(UsageError):
        session.retract("hedcount")


def test_a_value_that_cannot_be_changes_nothing():
    session = fresh().tell(headcount=250_000)
    before = session.affair
    with pytest.raises(InputError):
        session.tell(handlers=5, headcount=-1)
    assert session.affair is before
    with pytest.raises(InputError):
        session.tell(incidents=[{"persons": "many"}])
    assert session.affair is before


def test_lists_are_told_whole():
    session = fresh().tell(headcount=50_000, handlers=20)
    assert session.level().possible == ("basic", "key")
    serious = {"occurred": "2026-01-01", "my_number": True, "persons": 300, "intentional": True}
    session.tell(incidents=[serious])
    assert session.level().possible == ("key",)
    assert session.tell(incidents=[]).level().possible == ("basic",)
    assert session.retract("incidents").level().possible == ("basic", "key")
    session.tell(files=[{"name": "F", "persons": 350_000, "users": 10}])
    assert [c.fact for c in session.assess().conflicts] == ["headcount"]
    assert session.retract("files").assess().conflicts == ()


def test_a_what_if_never_disturbs_the_original():
    session = fresh().tell(headcount=250_000, incident_within_1y="no")
    before = session.assess()
    copy = session.copy()
    heard = []
    session.listen(heard.append)
    assert copy.tell(handlers=600).level().floor == "full"
    assert session.what_if(handlers=600).level.floor == "full"
    assert session.assess() is before
    assert heard == []
    assert session.news()[0] == Narrowed(("none", "basic", "key", "full"), ("key", "full"))


def test_events_come_when_a_conclusion_becomes_certain():
    session = fresh()
    heard = []
    stop = session.listen(heard.append)
    session.tell(headcount=250_000)
    assert heard == [Narrowed(("none", "basic", "key", "full"), ("key", "full"))]
    heard.clear()
    session.tell(incident_within_1y="no", handlers=20)
    assert heard[0] == Settled("key", "threshold.100k-light")
    assert DutySettled("duty.full-assessment", "not_applicable") in heard
    heard.clear()
    session.retract("handlers")
    assert heard[0] == Reopened(("key",), ("key", "full"))
    assert DutyReopened("duty.full-assessment") in heard
    heard.clear()
    session.tell(handlers=600, headcount=400_000)
    assert Settled("full", "threshold.300k") in heard
    assert {e.fact for e in heard if isinstance(e, NoLongerMatters)} == {"handlers", "incident_within_1y"}
    heard.clear()
    stop()
    session.tell(headcount=5)
    assert heard == []


def test_contradictions_and_findings_are_events_too():
    session = fresh().tell(headcount=400_000)
    session.news()
    session.learn(read_affair({"headcount": 5}, "other.yaml"))
    news = session.news()
    assert Contradicted("headcount") in news
    assert any(isinstance(e, Reopened) for e in news)
    session.tell(headcount=400_000)
    assert Reconciled("headcount") in session.news()
    session.tell(files=[{"name": "F", "persons": 500_000}], headcount=400_000)
    news = session.news()
    assert Contradicted("headcount") in news
    assert any(isinstance(e, FindingRaised) and e.rule == "level.headcount-conflict" for e in news)
    session.retract("files")
    news = session.news()
    assert any(isinstance(e, FindingGone) and e.rule == "level.headcount-conflict" for e in news)
    assert session.news() == ()


def test_asking_and_explaining():
    session = fresh().tell(headcount=250_000, incident_within_1y="no")
    assert [(q.fact, q.lines) for q in session.questions()] == [("handlers", ("500人",))]
    assert "500人" in session.why()[0].text
    assert session.why("duty.full-assessment")[0].truth == "unknown"


@pytest.mark.slow
def test_a_session_that_was_assessed_is_small(monkeypatch):
    """Results are large and kept beside the sessions, a bounded number of them."""
    monkeypatch.setattr("shikii.engine.session.recent_results._MOST", 4)

    def one(n):
        session = fresh().tell(headcount=200_000 + n, handlers=n, incident_within_1y="no")
        assert session.level().possible == ("key",)
        return session

    tracemalloc.start()
    many = [one(n) for n in range(40)]
    assert many[0].assess() == assess(many[0].affair, as_of=DAY)
    held = tracemalloc.get_traced_memory()[0]
    del many
    gc.collect()
    freed = held - tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert freed / 40 < 50_000


@needs_durable
def test_another_day_of_the_same_law_needs_no_engine_ruleset(monkeypatch):
    from shikii.engine.executors.durable import adapter as durable

    session = Session(as_of=dt.date(2026, 7, 13)).tell(headcount=250_000)
    expected = session.level().possible
    made = []
    create = durable._engine.create_ruleset
    monkeypatch.setattr(
        durable,
        "_engine",
        type(
            "Engine", (), {**vars(durable._engine), "create_ruleset": lambda *a: made.append(a) or create(*a)}
        ),
    )
    assert Session(as_of=dt.date(2026, 7, 20)).tell(headcount=250_000).level().possible == expected
    assert made == []
