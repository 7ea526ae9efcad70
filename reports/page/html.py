"""Results as one self-contained page: no network, no markup from facts, useful without scripts.

The page carries a content security policy that allows only its own style and script, by their hashes.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jinja2

from ...engine.findings.order import first_lines
from ...engine.portfolio.schedule import undated_groups
from ..comparison import compare_sentences as compare_words
from ..comparison.changed_words import changed_words
from ..correction_lines import correction_lines
from ..coverage_lines import coverage_line, coverage_warning, left_rows, note_lines
from ..tables.due_tables import horizon
from ..unknown_lines import said_of
from ..unread import unread_groups
from ..watch_list import watch_list, watch_rows
from ..wording.words import Words, span_of, state_of
from .both_languages import Both
from .portfolio_view import view_of
from .risk_heat_map import heat_map

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...engine.portfolio.schedule import Schedule
    from ...engine.results.assessment import Assessment, Finding, Obligation
    from ...engine.results.version_comparison import ComparisonReport
    from ..run_diff import RunDiff
    from ..tables.result_tables import BatchResult
    from ..unknown_lines import Said
    from ..unread import Unread
    from .risk_heat_map import HeatMap

__all__ = [
    "asset",
    "environment",
    "page",
    "render_assessment_html",
    "render_batch_html",
    "render_comparison_html",
    "render_schedule_html",
]

#: Affairs close to a line that the page lists; the tables hold them all.
MOST_WATCHED: Final = 200
#: How near to a line, in percent, an affair is listed where nothing else was asked for.
USUALLY_WATCHED: Final = 5.0
#: Duties of one state that stay open; more are folded behind their number.
_MOST_OPEN: Final = 3
#: Duties named on the first screen.
_MOST_NOW: Final = 6
_TEMPLATES: Final = Path(__file__).with_name("templates")


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """Return the templates of the pages."""
    loader = jinja2.FileSystemLoader(_TEMPLATES)
    made = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    made.filters["days"] = Words("ja").days  # of details, which are Japanese in either language
    return made


def asset(name: str) -> tuple[str, str]:
    """Return a style or script with the hash a policy names it by."""
    text = (_TEMPLATES / name).read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return text, f"'sha256-{digest}'"


def page(template: str, lang: str, **values: Any) -> str:
    """Render a template with its style, scripts and the policy that allows nothing else."""
    style, style_hash = asset("style.css")
    script, script_hash = asset("page.js")
    portfolio, portfolio_hash = asset("portfolio.js")
    policy = f"default-src 'none'; style-src {style_hash}; script-src {script_hash} {portfolio_hash}; img-src data:; base-uri 'none'; form-action 'none'"
    return (
        environment()
        .get_template(template)
        .render(
            w=Words(lang),
            b=Both(),
            span_of=span_of,
            state_of=state_of,
            files_of=files_of,
            lang=lang,
            style=style,
            script=script,
            portfolio=portfolio,
            policy=policy,
            **values,
        )
    )


def render_assessment_html(results: Sequence[Assessment], *, lang: str = "ja", home: str = "") -> str:
    """Render full results of one or more assessments as one page; ``home`` is the page it belongs to."""
    return page(
        "assessment.html.j2", lang, home=home, results=[_view(r, n) for n, r in enumerate(results, 1)]
    )


@dataclass(frozen=True, slots=True)
class _Step:
    duty: Obligation
    overdue: bool


@dataclass(frozen=True, slots=True)
class _Steps:
    """Duties shown together; what nothing is to be done about now is folded where there is much of it."""

    name: str
    steps: tuple[_Step, ...]
    fold: bool


@dataclass(frozen=True, slots=True)
class _View:
    """One result, arranged for the page."""

    result: Assessment
    heat: HeatMap
    steps: tuple[_Step, ...]
    groups: tuple[_Steps, ...]
    said: Said
    unread: tuple[Unread, ...]
    sections: dict[str, str]
    now: tuple[Obligation, ...]
    later: int
    undated: tuple[Obligation, ...]
    open: tuple[Finding, ...]
    dismissed: tuple[Finding, ...]
    pages: tuple[tuple[str, tuple[Finding, ...]], ...]
    coverage: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
    corrections: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str, str, str, str], ...]


def _view(result: Assessment, number: int) -> _View:
    heat = heat_map(result.risks, f"m{number}")
    steps = tuple(_steps(result))
    sections = {line.risk: f"{line.section} {line.title}" for line in heat.lines}
    there = result.open_findings
    gone = result.dismissed
    groups, unread = tuple(_groups(steps)), unread_groups(result.unread)
    now, later = _now(result)
    undated = tuple(o for o in result.obligations if o.due_state == "undated")
    return _View(
        result,
        heat,
        steps,
        groups,
        said_of(result),
        unread,
        sections,
        now,
        later,
        undated,
        there,
        gone,
        tuple(_pages(there)),
        tuple(_coverage(result)),
        tuple(_notes(result)),
        tuple(zip(correction_lines(result), correction_lines(result, "en"), strict=True)),
        tuple(_left(result)),
    )


def _now(result: Assessment) -> tuple[tuple[Obligation, ...], int]:
    """Return what is overdue, may be, or falls due within a year, then what is certainly not done; and the rest's number."""
    last = horizon(result.as_of)
    rank = {"overdue": 0, "to_check": 1, "upcoming": 2}
    dated = [
        o
        for o in result.obligations
        if o.due_state in ("overdue", "to_check")
        or (o.due_state == "upcoming" and o.due_on and o.due_on <= last)
    ]
    dated.sort(key=lambda o: (rank[o.due_state or "upcoming"], o.due_on or last, o.strength == "effort"))
    dateless = [o for o in result.obligations if o.status == "unmet" and o not in dated]
    found = [*dated, *dateless]
    return tuple(found[:_MOST_NOW]), max(0, len(found) - _MOST_NOW)


def _pages(findings: tuple[Finding, ...]) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Yield the findings of a first page, then the others."""
    first = first_lines(findings)
    for name, some in (("first_lines", first), ("other_lines", tuple(f for f in findings if f not in first))):
        if some:
            yield name, some


def _coverage(result: Assessment) -> Iterator[tuple[str, str]]:
    """Yield, in both languages, how much of the form was read, and the warning where not all of it was."""
    if result.coverage is not None:
        yield coverage_line(result.coverage), coverage_line(result.coverage, "en")
        if not result.coverage.whole:
            yield coverage_warning(result), coverage_warning(result, "en")


def _notes(result: Assessment) -> Iterator[tuple[str, str]]:
    """Yield, in both languages, what stands in the document outside what can be read."""
    if result.coverage is not None:
        yield from zip(note_lines(result.coverage), note_lines(result.coverage, "en"), strict=True)


def _left(result: Assessment) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the fields that were not read: part, label, and in both languages what became of them and where."""
    if result.coverage is not None:
        rows = zip(left_rows(result.coverage), left_rows(result.coverage, "en"), strict=True)
        for (part, label, state, place), (_, _, state_en, place_en) in rows:
            yield part, label, f"{state}\t{state_en}", place, place_en


def _groups(steps: tuple[_Step, ...]) -> Iterator[_Steps]:
    dated = [s for s in steps if s.duty.status == "unmet" or (s.duty.status == "unknown" and s.duty.due)]
    unsure = [s for s in steps if s.duty.status == "unknown" and not s.duty.due]
    met = [s for s in steps if s.duty.status == "met"]
    for name, some in (("undone", dated), ("unsure_duties", unsure), ("done_duties", met)):
        if some:
            yield _Steps(name, tuple(some), fold=name != "undone" and len(some) > _MOST_OPEN)


def _steps(result: Assessment) -> list[_Step]:
    """Put what is owed first, the earliest date first, then in the order it is done; what is met comes last."""
    duties = [o for o in result.obligations if o.status != "not_applicable"]
    order = {"unmet": 0, "unknown": 1, "met": 2}
    duties.sort(key=lambda o: (order[o.status], o.strength == "effort", o.due or dt.date.max, o.step or 0))
    return [_Step(o, o.status == "unmet" and o.due is not None and o.due < result.as_of) for o in duties]


def files_of(findings: Sequence[Any]) -> list[str]:
    """Return the files findings speak of, each name alone even where a finding names several."""
    named = (f["file"] if isinstance(f, dict) else f.file for f in findings)
    return sorted({name for files in named if files for name in files.split("、")})


def render_comparison_html(report: ComparisonReport, *, lang: str = "ja") -> str:
    """Render a comparison as one page."""
    return page(
        "compare.html.j2",
        lang,
        report=report,
        say=compare_words,
        ja=Words("ja"),
        en=Words("en"),
        words=changed_words,
    )


def render_batch_html(
    result: BatchResult,
    *,
    lang: str = "ja",
    pages: Mapping[int, str] | None = None,
    diff: RunDiff | None = None,
) -> str:
    """Render a batch: numbers, what falls due, what changed, all affairs, and the first findings of each.

    ``pages`` names the page of its own for a row of the affairs. Beyond a thousand findings the page names the
    files that hold the rest, so that it stays quick.
    """
    near = result if result.watch is not None else replace(result, watch=USUALLY_WATCHED)
    ja, en = Words("ja"), Words("en")
    levels = ("none", "basic", "key", "full")
    names = {k: ja.level(k) for k in levels} | {f"{k}.en": en.level(k) for k in levels}
    return page(
        "batch.html.j2",
        lang,
        result=result,
        v=view_of(result, names, pages, diff),
        near=watch_rows(near, MOST_WATCHED),
        near_total=watch_list(near).height,
        near_within=near.watch,
        pages=pages or {},
    )


def render_schedule_html(schedule: Schedule, *, lang: str = "ja") -> str:
    """Render a schedule as one page: what is late, what may be, what comes."""
    groups = {
        state: [i for i in schedule.items if i.state == state]
        for state in ("overdue", "to_check", "upcoming")
    }
    return page(
        "schedule.html.j2", lang, schedule=schedule, groups=groups, undated=undated_groups(schedule, "ja")
    )
