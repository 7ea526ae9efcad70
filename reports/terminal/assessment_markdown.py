"""Results as Markdown, for git and mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.findings.order import first_lines
from ..correction_lines import correction_lines
from ..coverage_lines import coverage_line, coverage_warning, left_rows, note_lines, nothing_found
from ..layer_lines import stamp_line
from ..unknown_lines import change_lines, conflict_lines, question, settling_lines, why_lines
from ..wording.words import Words, span_of, state_of
from .escaping import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...engine.results.assessment import Assessment

__all__ = ["render_markdown", "render_prescreen_markdown"]

_WHOLE = ("lacking", "strong")


def render_markdown(results: Sequence[Assessment], *, lang: str = "ja") -> str:
    """Render full results."""
    words = Words(lang)
    return "\n".join(
        line
        for r in results
        for line in (
            *_level(r, words),
            *_duties(r, words),
            *_risks(r, words),
            *_findings(r, words),
            *_end(r, words),
        )
    )


def render_prescreen_markdown(result: Assessment, *, lang: str = "ja") -> str:
    """Render the level, what to ask, and the duties: a memo of the threshold determination."""
    words = Words(lang)
    return "\n".join((*_level(result, words), *_duties(result, words), *_end(result, words)))


def _level(result: Assessment, words: Words) -> Iterator[str]:
    level = result.level
    yield f"# {escaped(' '.join(p for p in (result.organization, result.affair) if p) or words.ui('title'))}\n"
    if warning := coverage_warning(result, words.lang):
        yield f"> ⚠ {escaped(warning)}\n"
    if result.coverage:
        yield f"{escaped(coverage_line(result.coverage, words.lang))}\n"
        if told := note_lines(result.coverage, words.lang):
            yield from (*(f"- {escaped(line)}" for line in told), "")
    if result.corrections:
        yield from (f"- {escaped(line)}" for line in correction_lines(result, words.lang))
        yield ""
    if level.phrase:
        yield f"**{escaped(level.phrase)}**\n"
    else:
        yield f"**{words.bounds(level.floor, level.ceiling)}**\n"
    yield f"{words.ui('deciding')}: {escaped(level.title)}（{escaped('、'.join(level.basis))}）\n"
    yield f"| {words.ui('fact')} | {words.ui('value')} | {words.ui('test')} | |"
    yield "|---|---|---|---|"
    for r in level.reasons:
        yield f"| {escaped(r.label)} | {escaped(r.value)} | {escaped(r.test)} | {words.truth(r.truth)} |"
    yield ""
    yield from _whatif(result, words)


def _whatif(result: Assessment, words: Words) -> Iterator[str]:
    first, *rest = why_lines(result, words) or [""]
    if first:
        yield f"## {words.ui('why')}\n"
        yield f"{escaped(first)}\n"
        yield from (f"- {escaped(line)}" for line in rest)
        yield ""
    if result.level.missing:
        yield f"## {words.ui('missing')}\n"
        yield from (f"{n}. {escaped(question(m, words))}" for n, m in enumerate(result.level.missing, 1))
        yield ""
    for title, lines in (
        ("settling", settling_lines(result, words)),
        ("counterfactuals", change_lines(result, words)),
    ):
        if lines:
            yield f"## {words.ui(title)}\n"
            yield from (f"- {escaped(line)}" for line in lines)
            yield ""
    if result.conflicts:
        yield f"## {words.ui('conflicts')}\n"
        for conflict in result.conflicts:
            yield f"- {escaped(words.fact(conflict.fact, conflict.label))}（{escaped(conflict.path)}）"
            yield from (f"  - {escaped(line)}" for line in conflict_lines(conflict, words))
        yield ""


def _duties(result: Assessment, words: Words) -> Iterator[str]:
    duties = [o for o in result.obligations if o.status != "not_applicable"]
    if not duties:
        return
    yield f"## {words.ui('duties')}\n"
    yield f"| {words.ui('order')} | {words.ui('status')} | | | {words.ui('due')} | {words.ui('basis')} |"
    yield "|---|---|---|---|---|---|"
    for o in duties:
        state, strength = words.status(state_of(o.applies, o.status)), words.strength(o.strength)
        about = "・".join(p for p in (o.file, o.subject) if p)
        title = escaped(f"{o.title}（{about}）" if about else o.title)
        ends = f"（{words.ui('ends')} {span_of(o.ends)}）" if o.ends else ""
        yield f"| {o.step} | {state} | {strength} | {title}{ends} | {span_of(o.deadline)} | {escaped('、'.join(o.basis))} |"
    yield ""
    asked = {m.fact for m in result.level.missing}
    open_ = {m.fact: m for o in duties for m in o.missing if m.fact not in asked}
    if open_:
        yield f"### {words.ui('ask_duties')}\n"
        yield from (
            f"{n}. {escaped(question(m, words, lines=False))}" for n, m in enumerate(open_.values(), 1)
        )
        yield ""


def _risks(result: Assessment, words: Words) -> Iterator[str]:
    rows = [r for r in result.risks if r.declared or r.comparison == "blank"]  # the others say nothing yet
    if not rows:
        return
    heads = (
        words.ui("file"),
        "",
        words.ui("risk"),
        *map(words.ui, ("declared_adequacy", "derived", "comparison")),
    )
    yield f"## {words.ui('risks')}\n"
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for r in rows:
        ends = tuple(dict.fromkeys((r.derived.floor, r.derived.ceiling)))
        cells = (
            r.file or "",
            r.section,
            r.title_en if words.lang == "en" and r.title_en else r.title,
            words.adequacy(r.declared) if r.declared else "—",
            "～".join(words.adequacy(end) for end in ends) if ends != _WHOLE else "—",
            words.comparison(r.comparison),
        )
        yield f"| {' | '.join(escaped(c) for c in cells)} |"
    yield ""


def _findings(result: Assessment, words: Words) -> Iterator[str]:
    yield f"## {words.ui('findings')}\n"
    if not result.findings:
        yield f"{nothing_found(result, words.lang)}\n"
    first_page = first_lines(result.open_findings)
    ordered = [*first_page, *(f for f in result.findings if f not in first_page)]
    for n, f in enumerate(ordered):
        if n in (0, len(first_page)):
            yield f"### {words.ui('first_lines' if n < len(first_page) else 'other_lines')}\n"
        file = f"（{escaped(f.file)}）" if f.file else ""
        yield f"- **{words.severity(f.severity)}** {escaped(f.title)}{file}"
        if f.detail:
            yield f"  - {escaped(f.detail)}"
        for e in f.evidence[:4]:
            line = f":{e.line}" if e.line else f" {words.place(e)}".rstrip()
            quoted = f" 「{escaped(e.text)}」" if e.text else ""
            yield f"  - {words.ui('evidence')}: {escaped(e.document)}{line}{quoted}"
        if f.advice:
            yield f"  - {words.ui('advice')}: {escaped(f.advice)}"
        yield f"  - {words.ui('basis')}: {escaped('、'.join(f.basis))}（{escaped(f.rule)}）"
        if f.judgement:
            yield f"  - {escaped(words.judged(f.judgement))}"
    yield ""


def _unread(result: Assessment, words: Words) -> Iterator[str]:
    if result.coverage is None or not result.coverage.left:
        return
    yield f"## {words.ui('unread')}\n"
    yield f"| {words.coverage('part')} | {words.coverage('field')} | | {words.ui('place')} |"
    yield "|---|---|---|---|"
    for row in left_rows(result.coverage, words.lang):
        yield f"| {' | '.join(escaped(cell) for cell in row)} |"
    yield ""


def _end(result: Assessment, words: Words) -> Iterator[str]:
    yield from _unread(result, words)
    yield from _ahead(result, words)
    if result.open_law:
        yield f"## {words.ui('open_law')}\n"
        yield from (
            f"- {escaped(p.title)}（{words.confidence(p.confidence)}）{escaped(p.note)}"
            for p in result.open_law
        )
        yield ""
    stamp = result.ruleset
    yield f"{words.ui('as_of')} {result.as_of} / {words.ui('ruleset')} {stamp_line(stamp, words.lang)} / {words.ui('executor')} {result.executor}\n"


def _ahead(result: Assessment, words: Words) -> Iterator[str]:
    if result.changes_ahead:
        yield f"## {words.ui('changes_ahead')}\n"
        for c in result.changes_ahead:
            yield f"- {c.on} {words.ahead(c.what)}: {escaped(c.title)}（{escaped(c.rule)}）"
        yield ""
