"""Rule engine for 特定個人情報保護評価, the privacy impact assessment of Japan's My Number Act.

>>> import datetime as dt
>>> from shikii import assess, read_affair
>>> affair = read_affair({"affair": "予防接種", "headcount": 250_000, "incident_within_1y": "no"}, "example")
>>> level = assess(affair, as_of=dt.date(2026, 4, 1)).level
>>> level.floor, level.ceiling, level.missing[0].label
('key', 'full', '取扱者数')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .engine.assess import assess
    from .engine.explanations.explain import explain
    from .engine.level_frames import assess_frame
    from .engine.portfolio.assess_run import assess_all
    from .engine.results.assessment import Assessment, Determination, Finding, Obligation, to_json
    from .engine.session.events import (
        Contradicted,
        DutyReopened,
        DutySettled,
        Event,
        FindingGone,
        FindingRaised,
        Narrowed,
        NoLongerMatters,
        Reconciled,
        Reopened,
        Settled,
    )
    from .engine.session.session import Session
    from .engine.versions.compare_versions import compare
    from .facts.affair.affair import Affair
    from .facts.affair.builder import read_affair
    from .facts.affair.merge import merge_affairs
    from .facts.arguments import Executor
    from .facts.documents.to_affair import to_yaml
    from .facts.errors import InputError, Problem, RulesetError, ShikiiError, UsageError
    from .reports.inputs import Batch, read_document, read_facts, read_table, run_batch
    from .reports.outcomes.assess_arrow import arrow_schema, assess_arrow
    from .reports.page.html import render_assessment_html
    from .reports.run_files import write_batch
    from .reports.terminal.assessment_markdown import render_markdown
    from .reports.terminal.assessment_text import render_text
    from .rulesets.loader import Ruleset, load_ruleset

__version__ = "0.1.0"
__all__ = [
    "Affair", "Assessment", "Batch", "Contradicted", "Determination", "DutyReopened", "DutySettled", "Event",
    "Executor", "Finding", "FindingGone", "FindingRaised", "InputError", "Narrowed", "NoLongerMatters", "Obligation",
    "Problem", "Reconciled", "Reopened", "Ruleset", "RulesetError", "Session", "Settled", "ShikiiError", "UsageError",
    "arrow_schema", "assess", "assess_all", "assess_arrow", "assess_frame", "compare", "explain", "load_ruleset",
    "merge_affairs", "read_affair", "read_document", "read_facts", "read_table", "render_assessment_html",
    "render_markdown", "render_text", "run_batch", "to_json", "to_yaml", "write_batch",
]  # fmt: skip

_EVENTS = (
    "Contradicted", "DutyReopened", "DutySettled", "Event", "FindingGone", "FindingRaised", "Narrowed", "NoLongerMatters",
    "Reconciled", "Reopened", "Settled",
)  # fmt: skip
_HOMES = {
    "assess": "engine.assess",
    "assess_all": "engine.portfolio.assess_run",
    "assess_frame": "engine.level_frames",
    "compare": "engine.versions.compare_versions",
    "explain": "engine.explanations.explain",
    "Session": "engine.session.session",
    **dict.fromkeys(_EVENTS, "engine.session.events"),
    **dict.fromkeys(
        ("Assessment", "Determination", "Finding", "Obligation", "to_json"), "engine.results.assessment"
    ),
    "load_ruleset": "rulesets.loader",
    "Ruleset": "rulesets.loader",
    "Affair": "facts.affair.affair",
    "Executor": "facts.arguments",
    "read_affair": "facts.affair.builder",
    "merge_affairs": "facts.affair.merge",
    "to_yaml": "facts.documents.to_affair",
    **dict.fromkeys(("InputError", "Problem", "RulesetError", "ShikiiError", "UsageError"), "facts.errors"),
    **dict.fromkeys(("Batch", "read_document", "read_facts", "read_table", "run_batch"), "reports.inputs"),
    **dict.fromkeys(("arrow_schema", "assess_arrow"), "reports.outcomes.assess_arrow"),
    "write_batch": "reports.run_files",
    "render_assessment_html": "reports.page.html",
    "render_markdown": "reports.terminal.assessment_markdown",
    "render_text": "reports.terminal.assessment_text",
}


def __getattr__(name: str) -> object:
    """Import public names when they are first used, so that the shell answers fast."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    """List the public names, those not imported yet too."""
    return sorted({*globals(), *__all__})
