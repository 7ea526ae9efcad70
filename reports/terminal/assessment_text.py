"""Results on a terminal: aligned for wide characters, readable at 80 columns, plain when not a terminal."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table

from ...engine.findings.order import first_lines
from ..correction_lines import correction_lines
from ..coverage_lines import coverage_line, coverage_warning, note_lines, nothing_found
from ..layer_lines import stamp_line
from ..unknown_lines import change_lines, conflict_lines, question, settling_lines, why_lines
from ..unread import unread_groups
from ..wording.words import Words, span_of, state_of
from .cell_width import Folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from ...engine.results.assessment import Assessment, Determination, Evidence, Finding, Obligation

__all__ = ["COLOUR", "print_parts", "render_prescreen", "render_text"]

COLOUR = {"error": "bold red", "warning": "yellow", "note": "cyan"}
#: Places shown with their words, and lines shown by number.
_MOST_PLACES = 3
_MOST_LINES = 8
#: Items that could not be read, of one reason each.
_MOST_UNREAD = 12
_MARK = {"true": "○", "false": "×", "unknown": "?"}


def render_text(
    results: Sequence[Assessment], *, width: int = 80, colour: bool = False, lang: str = "ja"
) -> str:
    """Render full results for a terminal."""
    return print_parts([part for r in results for part in _assessment(r, Words(lang))], width, colour)


def render_prescreen(result: Assessment, *, width: int = 80, colour: bool = False, lang: str = "ja") -> str:
    """Render the level, its reasons, what to ask, and the duties that follow."""
    words = Words(lang)
    parts = [*_header(result, words), _level(result, words), *_reasons(result.level, words)]
    parts += [
        *_whatif(result, words),
        *_duties(result, words),
        *_ahead(result, words),
        *_open_law(result, words),
        _stamp(result, words),
    ]
    return print_parts(parts, width, colour)


def print_parts(parts: Sequence[RenderableType], width: int, colour: bool) -> str:
    """Print parts one below the other, as plain text or with the colours of a terminal."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(
            Group(part)
        )  # a bare text would be joined into the library's own kind, and folded by it
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _assessment(result: Assessment, words: Words) -> Iterator[RenderableType]:
    yield from _header(result, words)
    yield _level(result, words)
    yield from _reasons(result.level, words)
    yield from _whatif(result, words)
    yield from _duties(result, words)
    yield from _questions(result, words)
    yield from _findings(result, words)
    yield from _risks(result, words)
    yield from _unread(result, words)
    yield from _ahead(result, words)
    yield from _open_law(result, words)
    yield _stamp(result, words)


def _header(result: Assessment, words: Words) -> Iterator[RenderableType]:
    who = " / ".join(p for p in (result.organization, result.affair) if p)
    if who:
        yield Folded(who, style="bold")
    if result.source:
        form = f"（{words.ui('form')}: {words.level(result.form)}）" if result.form else ""
        yield Folded(f"{words.ui('source')}: {result.source}{form}", style="dim")
    if result.coverage:
        yield Folded(coverage_line(result.coverage, words.lang), style="dim")
        yield from (Folded(f"・{line}") for line in note_lines(result.coverage, words.lang))
    if warning := coverage_warning(result, words.lang):
        yield Folded(f"⚠ {warning}", style="bold yellow")
        yield Folded(words.correction("how"), style="dim")
    yield from (Folded(f"・{line}") for line in correction_lines(result, words.lang))


def _level(result: Assessment, words: Words) -> RenderableType:
    level = result.level
    lines: list[RenderableType] = []
    if level.phrase:
        lines.append(Folded(level.phrase, style="bold"))
        lines.append(Folded(f"{words.ui('deciding')}: {level.title}"))
    else:
        lines.append(Folded(words.bounds(level.floor, level.ceiling), style="bold"))
        lines += [Folded(f"・{phrase}") for phrase in level.phrases]
    lines.append(Folded(f"{words.ui('basis')}: {'、'.join(level.basis)}"))
    if level.declared:
        lines.append(Folded(f"{words.ui('declared')}: {words.level(level.declared)}"))
    return Panel(Group(*lines), title=words.ui("required_level"), title_align="left", padding=(0, 1))


def _reasons(level: Determination, words: Words) -> Iterator[RenderableType]:
    table = Table(box=None, pad_edge=False, show_header=True, header_style="dim")
    for name in ("", words.ui("fact"), words.ui("value"), words.ui("test")):
        table.add_column(name, overflow="fold")
    for r in level.reasons:
        ja, en = (r.label, r.value, r.test), (r.label_en, r.value_en, r.test_en)
        table.add_row(_MARK[r.truth], *(Folded(text) for text in (en if words.lang == "en" else ja)))
    if level.reasons:
        yield table


def _whatif(result: Assessment, words: Words) -> Iterator[RenderableType]:
    """The why, the questions, what would change the level, and facts whose sources contradict one another."""
    first, *rest = why_lines(result, words) or [""]
    if first:
        yield Folded(f"\n{words.ui('why')}", style="bold")
        yield Padding(Folded(first), (0, 0, 0, 2))
        yield from _items(rest)
    level = result.level
    if level.missing:
        yield Folded(f"\n{words.ui('missing')}", style="bold")
        asked = [question(m, words) for m in level.missing]
        yield from _items(asked, marks=[f"{n}. " for n in range(1, len(asked) + 1)])
    for title, lines in (
        ("settling", settling_lines(result, words)),
        ("counterfactuals", change_lines(result, words)),
    ):
        if lines:
            yield Folded(f"\n{words.ui(title)}", style="bold")
            yield from _items(lines)
    if result.conflicts:
        yield Folded(f"\n{words.ui('conflicts')}", style="bold")
        for conflict in result.conflicts:
            label = words.fact(conflict.fact, conflict.label)
            yield Padding(Folded(f"{label} <{conflict.path}>"), (0, 0, 0, 2))
            yield from _items(conflict_lines(conflict, words), 4)


def _items(lines: Sequence[str], indent: int = 2, marks: Sequence[str] = ()) -> Iterator[RenderableType]:
    """Lines behind a mark each; what is folded hangs behind the mark too."""
    table = Table.grid(padding=0)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for n, line in enumerate(lines):
        table.add_row(marks[n] if marks else "・", Folded(line))
    if lines:
        yield Padding(table, (0, 0, 0, indent))


def _duties(result: Assessment, words: Words) -> Iterator[RenderableType]:
    duties = [o for o in result.obligations if o.status != "not_applicable"]
    if not duties:
        return
    yield Folded(f"\n{words.ui('duties')}", style="bold")
    table = Table(box=None, pad_edge=False, show_header=True, header_style="dim")
    table.add_column(words.ui("order"), no_wrap=True, justify="right")
    table.add_column(words.ui("status"), no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("", overflow="fold")
    dated = any(o.deadline or o.ends for o in duties)
    table.add_column(words.ui("due") if dated else "", no_wrap=True)
    for duty in duties:
        style = "red" if duty.status == "unmet" and duty.strength == "duty" else ""
        status = Folded(words.status(state_of(duty.applies, duty.status)), style=style)
        due = span_of(duty.deadline)
        due = due.replace("～", "～\n") if duty.deadline and duty.deadline.kind == "between" else due
        table.add_row(str(duty.step), status, words.strength(duty.strength), Folded(_duty(duty, words)), due)
    yield table


def _duty(duty: Obligation, words: Words) -> str:
    about = "・".join(p for p in (duty.file, duty.subject) if p)
    ends = f"［{words.ui('ends')} {span_of(duty.ends)}］" if duty.ends else ""
    title = duty.title_en if words.lang == "en" and duty.title_en else duty.title
    return f"{title}{f'〔{about}〕' if about else ''}{ends}（{'、'.join(duty.basis)}）"


def _questions(result: Assessment, words: Words) -> Iterator[RenderableType]:
    """Ask for what leaves duties open, each fact once, unless the level asks for it already."""
    asked = {m.fact for m in result.level.missing}
    open_ = {m.fact: m for o in result.obligations for m in o.missing if m.fact not in asked}
    if open_:
        yield Folded(f"\n{words.ui('ask_duties')}", style="bold")
        asked_for = [question(m, words, lines=False) for m in open_.values()]
        yield from _items(asked_for, marks=[f"{n}. " for n in range(1, len(asked_for) + 1)])


def _findings(result: Assessment, words: Words) -> Iterator[RenderableType]:
    there = result.open_findings
    yield Folded(f"\n{words.ui('findings')} {_tally(there, result, words)}", style="bold")
    first_page = first_lines(there)
    if first_page:
        yield Folded(f"  {words.ui('first_lines')}", style="bold")
    for finding in first_page:
        yield from _finding(finding, words, result.source)
    rest = [f for f in there if f not in first_page]
    if rest:
        yield Folded(f"  {words.ui('other_lines')}", style="bold")
        alike = Counter((f.rule, f.title, f.file) for f in rest)
        first = {(f.rule, f.title, f.file): f for f in reversed(rest)}
        for key, n in alike.items():
            yield _head(first[key], words, (f"（×{n}）" if n > 1 else "") + f" <{key[0]}>")
        yield Folded(f"    {words.ui('notes_in_full')}", style="dim", hang=4)
    if gone := result.dismissed:
        yield Folded(f"{words.ui('dismissed')} {len(gone)}", style="dim")
        for finding in gone:
            yield _head(finding, words, f"  {words.judged(finding.judgement)}" if finding.judgement else "")


def _tally(findings: Sequence[Finding], result: Assessment, words: Words) -> str:
    if not findings:
        return f"— {nothing_found(result, words.lang)}"
    return " ".join(
        f"{words.severity(s)} {n}"
        for s in ("error", "warning", "note")
        if (n := sum(f.severity == s for f in findings))
    )


def _head(finding: Finding, words: Words, end: str = "") -> Folded:
    title = finding.title_en if words.lang == "en" and finding.title_en else finding.title
    head = Folded(hang=4)
    head.append(f"[{words.severity(finding.severity)}] ", style=COLOUR[finding.severity])
    head.append(title)
    if finding.file:
        head.append(f"（{finding.file}）", style="dim")
    if end:
        head.append(end, style="dim")
    return head


def _finding(finding: Finding, words: Words, source: str) -> Iterator[RenderableType]:
    """One finding; that a text was not found is said by the title already."""
    yield _head(finding, words)
    lines = [finding.detail] if finding.kind != "measure" else []
    lines += _places(finding, words, source)
    lines += [f"{words.ui('advice')}: {finding.advice}" if finding.advice else ""]
    lines += [f"{words.ui('basis')}: {'、'.join(finding.basis)}  <{finding.rule}>"]
    lines += [words.judged(finding.judgement)] if finding.judgement else []
    for line in lines:
        if line:
            yield Padding(Folded(line, hang=2), (0, 0, 0, 4))


def _places(finding: Finding, words: Words, source: str) -> list[str]:
    """Where it was read, the first places with their words; lines of the affair's own document by number alone."""
    label = words.ui("searched_from" if finding.kind == "measure" else "evidence")
    said = [e for e in finding.evidence if e.text]
    bare = [
        _at(e, words, source)
        for e in finding.evidence
        if not e.text and (e.line or e.place or e.document != source)
    ]
    out = [f"{words.ui('evidence')}: {_at(e, words, source)} 「{e.text}」" for e in said[:_MOST_PLACES]]
    if bare:
        more = f" … +{len(bare) - _MOST_LINES}" if len(bare) > _MOST_LINES else ""
        out.append(f"{label}: {'、'.join(bare[:_MOST_LINES])}{more}")
    if len(said) > _MOST_PLACES:
        out.append(f"{words.ui('more_places')}: {len(said) - _MOST_PLACES}")
    return out


def _at(evidence: Evidence, words: Words, source: str) -> str:
    at = words.place(evidence)
    if evidence.document != source:
        return (
            f"{evidence.document}:{evidence.line}" if evidence.line else f"{evidence.document} {at}".rstrip()
        )
    return at or words.ui("source")


def _risks(result: Assessment, words: Words) -> Iterator[RenderableType]:
    rows = [r for r in result.risks if r.sheet or r.declared]
    if not rows:
        return
    yield Folded(f"\n{words.ui('risks')}", style="bold")
    table = Table(box=None, pad_edge=False, show_header=True, header_style="dim")
    table.add_column("", no_wrap=True)
    table.add_column(words.ui("risk"), overflow="fold")
    table.add_column(words.ui("declared_adequacy"))
    table.add_column(words.ui("measures"), no_wrap=True)
    table.add_column(words.ui("comparison"))
    file = object()
    for row in rows:
        if row.file != file:
            file = row.file
            if row.file:
                table.add_row("", Folded(row.file, style="bold"), "", "", "")
        declared = words.adequacy(row.declared) if row.declared else words.applicable(row.applicable)
        counts = row.measures
        total = counts.done + counts.not_done + counts.not_stated + counts.unknown
        stated = f"{counts.done}/{total}" if total else ""
        said = row.declared or row.comparison == "blank"
        compared = words.comparison_short(row.comparison) if said else ""
        table.add_row(Folded(row.section), Folded(row.title), Folded(declared), stated, compared)
    yield table
    yield Folded(words.ui("careful"), style="dim")


def _unread(result: Assessment, words: Words) -> Iterator[RenderableType]:
    if result.unread:
        yield Folded(f"\n{words.ui('unread')} ({len(result.unread)})", style="bold")
        groups = unread_groups(result.unread)
        lines = []
        for group in groups[:_MOST_UNREAD]:
            label = group.label_en if words.lang == "en" else group.label
            lines.append(f"{label}{f'（{group.about}）' if group.about else ''}: {group.reason}")
        yield from _items(lines)
        if len(groups) > _MOST_UNREAD:
            rest = sum(len(g.paths) for g in groups[_MOST_UNREAD:])
            yield Folded(f"  … +{rest}（{words.ui('all_of_it')}）", style="dim", hang=4)


def _ahead(result: Assessment, words: Words) -> Iterator[RenderableType]:
    if result.changes_ahead:
        yield Folded(f"\n{words.ui('changes_ahead')}", style="bold")
        for change in result.changes_ahead:
            line = f"・{change.on} {words.ahead(change.what)}: {change.title}  <{change.rule}>"
            yield Padding(Folded(line, hang=2), (0, 0, 0, 2))


def _open_law(result: Assessment, words: Words) -> Iterator[RenderableType]:
    if result.open_law:
        yield Folded(f"\n{words.ui('open_law')}", style="bold")
        for point in result.open_law:
            note = f" {point.note}" if point.note else ""
            yield Padding(
                Folded(f"・{point.title}（{words.confidence(point.confidence)}）{note}", style="dim", hang=2),
                (0, 0, 0, 2),
            )


def _stamp(result: Assessment, words: Words) -> RenderableType:
    stamp = result.ruleset
    return Folded(
        f"\n{words.ui('as_of')} {result.as_of}  {words.ui('ruleset')} {stamp_line(stamp, words.lang)}  {words.ui('executor')} {result.executor}\n",
        style="dim",
    )
