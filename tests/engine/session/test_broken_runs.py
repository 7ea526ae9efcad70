"""Protects: a run of durable_rules that breaks off, wherever it does, leaves nothing behind for the next."""

import types

import pytest
from executors import needs_durable

from shikii.engine.executors.durable import adapter as durable

pytestmark = needs_durable
RULES = {"small": {"$lte": {"x": 5}}, "large": {"$gte": {"x": 6}}}
STEPS = ("assert_fact", "start_action_for_state", "complete_and_start_action", "delete_state")


def breaking(step, error, *, after):
    """The engine's functions, of which one raises once, before or after it did its work."""
    engine = types.SimpleNamespace(**vars(durable._engine))
    work = getattr(engine, step)

    def broken(*args):
        setattr(engine, step, work)
        if after:
            work(*args)
        raise error

    setattr(engine, step, broken)
    return engine


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), MemoryError(), ValueError("x")], ids=lambda e: type(e).__name__
)
@pytest.mark.parametrize("step", STEPS)
def test_a_broken_run_does_not_answer_the_next(monkeypatch, step, error, after):
    rules = durable.EngineRuleset(RULES, "x")
    assert rules.matching({"x": 3}) == {"small"}
    with monkeypatch.context() as patch:
        patch.setattr(durable, "_engine", breaking(step, error, after=after))
        with pytest.raises(type(error)):
            rules.matching({"x": 9})
    for x, expected in ((3, "small"), (9, "large"), (3, "small")):
        assert rules.matching({"x": x}) == {expected}


def test_a_fact_refused_by_the_engine_does_not_answer_the_next(monkeypatch):
    rules = durable.EngineRuleset(RULES, "x")
    engine = types.SimpleNamespace(**{**vars(durable._engine), "assert_fact": lambda *_: (1, 1)})
    with monkeypatch.context() as patch:
        patch.setattr(durable, "_engine", engine)
        with pytest.raises(RuntimeError, match="answered 1"):
            rules.matching({"x": 9})
    assert rules.matching({"x": 3}) == {"small"}


def test_many_broken_runs_need_no_more_rulesets(monkeypatch):
    """A ruleset that is made anew gives back the memory of the one before."""
    deleted = []
    delete = durable._engine.delete_ruleset
    rules = durable.EngineRuleset(RULES, "x")
    for _ in range(20):
        engine = breaking("start_action_for_state", ValueError("x"), after=True)
        engine.delete_ruleset = lambda handle: deleted.append(handle) or delete(handle)
        with monkeypatch.context() as patch:
            patch.setattr(durable, "_engine", engine)
            with pytest.raises(ValueError, match="x"):
                rules.matching({"x": 9})
            assert rules.matching({"x": 3}) == {"small"}
    assert len(deleted) >= 19
