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
    from .engine.batch import assess_frame
    from .engine.compare import compare
    from .engine.explain import explain
    from .engine.results import Assessment, Determination, Finding, Obligation
    from .engine.session.session import Session
    from .engine.together import assess_all
    from .facts.affair import Affair
    from .facts.build import read_affair
    from .facts.errors import InputError, RulesetError, ShikiiError, UsageError
    from .facts.merge import merge_affairs
    from .rulesets.loader import Ruleset, load_ruleset

__version__ = "0.1.0"
__all__ = [
    "Affair", "Assessment", "Determination", "Finding", "InputError", "Obligation", "Ruleset", "RulesetError",
    "Session", "ShikiiError", "UsageError", "assess", "assess_all", "assess_frame", "compare", "explain", "load_ruleset", "merge_affairs",
    "read_affair",
]  # fmt: skip

_HOMES = {
    "assess": "engine.assess",
    "assess_all": "engine.together",
    "assess_frame": "engine.batch",
    "compare": "engine.compare",
    "explain": "engine.explain",
    "Session": "engine.session.session",
    "load_ruleset": "rulesets.loader",
    "Ruleset": "rulesets.loader",
} | {
    "Affair": "facts.affair",
    "read_affair": "facts.build",
    "merge_affairs": "facts.merge",
    **dict.fromkeys(("Assessment", "Determination", "Finding", "Obligation"), "engine.results"),
    **dict.fromkeys(("InputError", "RulesetError", "ShikiiError", "UsageError"), "facts.errors"),
}


def __getattr__(name: str) -> object:
    """Import public names when they are first used, so that the shell answers fast."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
