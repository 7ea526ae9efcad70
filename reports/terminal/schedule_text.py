"""A schedule for the terminal and as Markdown: what is late first, duty and effort told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table

from ...engine.portfolio.schedule import undated_groups
from ...engine.wording.phrases import listing
from ..layer_lines import stamp_line
from ..wording.words import Words, state_of
from .assessment_text import print_parts
from .cell_width import Folded
from .escaping import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from ...engine.portfolio.schedule import Schedule, ScheduleItem

__all__ = ["render_schedule_markdown", "render_schedule_text"]

#: Dates of each state that a terminal shows.
_MOST = 40
#: Affairs without a date that a terminal names for each missing fact.
_MOST_NAMES = 6
_STATES = ("overdue", "to_check", "upcoming")
_STYLE = {("overdue", "duty"): "bold red", ("to_check", "duty"): "yellow"}


def render_schedule_text(
    schedule: Schedule, *, width: int = 80, colour: bool = False, lang: str = "ja", whole: bool = False
) -> str:
    """Render a schedule for a terminal; ``whole`` lists everything, however long."""
    return print_parts(list(_parts(schedule, Words(lang), None if whole else _MOST)), width, colour)


def _parts(schedule: Schedule, words: Words, most: int | None) -> Iterator[RenderableType]:
    yield Folded(words.ui("schedule_title"), style="bold")
    span = f"{schedule.as_of} – {schedule.through}  {words.ui('affairs')} {schedule.affairs:,}"
    yield Folded(span, style="dim")
    if not schedule.items:
        yield Folded(f"\n{words.ui('nothing_due')}")
    for state in _STATES:
        items = [i for i in schedule.items if i.state == state]
        if not items:
            continue
        yield Folded(f"\n{words.due_state(state)} ({len(items):,})", style="bold")
        table = Table(box=None, pad_edge=False, show_header=False)
        table.add_column("", no_wrap=True)
        table.add_column("", no_wrap=True)
        table.add_column("", overflow="fold")
        for item in items[:most]:
            style = _STYLE.get((state, item.strength), "")
            date = Folded(f"{item.date}\n{_left(item, words)}", style=style)
            table.add_row(date, words.strength(item.strength), Folded("\n".join(_lines(item, words))))
        yield table
        if most is not None and len(items) > most:
            yield Folded(f"… +{len(items) - most:,}（{words.ui('all_in_md')}）", style="dim")
    yield from _undated(schedule, words, most)
    stamp = schedule.ruleset
    line = f"{words.ui('as_of')} {schedule.as_of}  {words.ui('ruleset')} {stamp_line(stamp, words.lang)}"
    yield Padding(Folded(line, style="dim"), (1, 0, 0, 0))


def _undated(schedule: Schedule, words: Words, most: int | None) -> Iterator[RenderableType]:
    """Count the duties without a date by the facts that are missing, and name their affairs."""
    if not schedule.undated:
        return
    yield Folded(f"\n{words.due_state('undated')} ({len(schedule.undated):,})", style="bold")
    yield Folded(words.ui("undated_help"), style="dim")
    for missing, items in undated_groups(schedule, words.lang):
        names = list(dict.fromkeys(i.affair for i in items))
        more = "…" if most is not None and len(names) > _MOST_NAMES else ""
        shown = listing(names if most is None else names[:_MOST_NAMES], words.lang)
        yield Folded(f"・{missing}: {words.ui('affairs')} {len(names):,}（{shown}{more}）", hang=2)


def _left(item: ScheduleItem, words: Words) -> str:
    if words.lang == "en":
        return f"{-item.days_left} days ago" if item.days_left < 0 else f"in {item.days_left} days"
    if item.days_left == 0:
        return "本日"
    return f"{-item.days_left}日経過" if item.days_left < 0 else f"あと{item.days_left}日"


def _lines(item: ScheduleItem, words: Words) -> Iterator[str]:
    title = item.title_en if words.lang == "en" and item.title_en else item.title
    ends = f"［{words.due_kind('ends')}］" if item.kind == "ends" else ""
    yield f"{ends}{title}（{'、'.join(item.basis)}）"
    who = " / ".join(p for p in (item.organization, item.affair, item.file, item.subject) if p)
    if who:
        yield who
    status = f"{words.ui('status')}: {words.status(state_of(item.applies, item.status))}"
    known = words.due_known(item.known)
    yield "  ".join(p for p in (status, known) if p)
    counted, note = (
        (item.counted_from_en, item.note_en or item.note)
        if words.lang == "en"
        else (item.counted_from, item.note)
    )
    about = (". " if words.lang == "en" else "。").join(
        p.rstrip("。.") for p in (f"{words.ui('counted_from')}: {counted}" if counted else "", note) if p
    )
    if about:
        yield about
    if item.place:
        yield f"{words.ui('evidence')}: {item.place.document}{f':{item.place.line}' if item.place.line else f' {words.place(item.place)}'.rstrip()}"


def render_schedule_markdown(schedule: Schedule, *, lang: str = "ja") -> str:
    """Render a schedule as Markdown, for git and mail."""
    return "\n".join(_markdown(schedule, Words(lang)))


def _markdown(schedule: Schedule, words: Words) -> Iterator[str]:
    yield f"# {words.ui('schedule_title')}\n"
    yield f"{schedule.as_of} – {schedule.through} / {words.ui('affairs')} {schedule.affairs:,}\n"
    if not schedule.items:
        yield f"{words.ui('nothing_due')}\n"
    for state in _STATES:
        items = [i for i in schedule.items if i.state == state]
        if not items:
            continue
        yield f"## {words.due_state(state)}\n"
        yield f"| {words.ui('due')} | | {words.ui('status')} | {words.ui('duties')} | {words.ui('affair')} | {words.ui('basis')} |"
        yield "|---|---|---|---|---|---|"
        for i in items:
            known = f"<br>{words.due_known(i.known)}" if i.known != "exact" else ""
            title = escaped(i.title_en if words.lang == "en" and i.title_en else i.title)
            ends = f"［{words.due_kind('ends')}］" if i.kind == "ends" else ""
            who = "<br>".join(escaped(p) for p in (i.affair, i.organization, i.file, i.subject) if p)
            note = f"<br>{escaped(i.note)}" if i.note else ""
            basis = escaped("、".join(i.basis))
            yield f"| {i.date}{known} | {words.strength(i.strength)} | {words.status(state_of(i.applies, i.status))} | {ends}{title}{note} | {who} | {basis} |"
        yield ""
    if schedule.undated:
        yield f"## {words.due_state('undated')}\n"
        yield f"{words.ui('undated_help')}\n"
        for missing, undated in undated_groups(schedule, words.lang):
            names = list(dict.fromkeys(i.affair for i in undated))
            yield f"- {escaped(missing)}: {words.ui('affairs')} {len(names):,}（{escaped(listing(names, words.lang))}）"
        yield ""
    stamp = schedule.ruleset
    yield f"{words.ui('as_of')} {schedule.as_of} / {words.ui('ruleset')} {stamp_line(stamp, words.lang)}\n"
