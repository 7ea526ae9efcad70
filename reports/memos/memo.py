"""The record of a threshold determination to put on file: facts with their dates, result, basis, duties, open points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import jinja2

from ...engine.wording.phrases import listing
from ...facts.vocabulary import Kind, load_vocabulary
from ..layer_lines import stamp_line
from ..terminal.escaping import escaped
from ..unknown_lines import conflict_lines, question
from ..wording.words import Words, span_of, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...engine.results.assessment import Assessment, Determination, Obligation

__all__ = ["Memo", "duty_table", "memo_of", "render_memo_html", "render_memo_markdown"]

_TEMPLATES: Final = Path(__file__).parents[1] / "page" / "templates"
_COUNTED: Final = "_as_of"


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo in the words of one language; every field is plain text.

    ``facts`` are (label, value, counted on), ``duties`` (needed or done, strength, title, due, basis).
    """

    title: str
    who: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str, str], ...]
    result: str
    because: str
    basis: str
    duties: tuple[tuple[str, str, str, str, str], ...]
    open: tuple[str, ...]
    stamp: str

    @property
    def dated(self) -> bool:
        """Whether any duty has a day to show."""
        return any(duty[3] for duty in self.duties)


def memo_of(result: Assessment, *, lang: str = "ja") -> Memo:
    """Draw up the memo of a result."""
    words = Words(lang)
    level = result.level
    known = load_vocabulary()
    given = {f.path: f for f in result.facts if f.path in known and not known[f.path].derived}
    english = lang == "en"
    facts = [
        (
            f.label_en if english else f.label,
            words.days(f.value_en if english else f.value)
            if known[path].kind is Kind.DATE
            else f.value_en
            if english
            else f.value,
            words.days(given[path + _COUNTED].value) if path + _COUNTED in given else "",
        )
        for path, f in given.items()
        if not path.endswith(_COUNTED)
    ]
    facts += dict.fromkeys(
        (r.label_en if english else r.label, (r.value_en if english else r.value) + words.ui("taken"), "")
        for r in level.reasons
        if r.truth == "true" and r.fact in known and r.fact not in given and known[r.fact].presume is not None
    )
    stamp = result.ruleset
    return Memo(
        title=words.ui("memo"),
        who=(
            (words.ui("affair"), result.affair),
            (words.ui("organization"), result.organization),
            (words.ui("as_of"), words.day(result.as_of)),
        ),
        facts=tuple(facts),
        result=_result(level, words),
        because=_because(result, words),
        basis="、".join(level.basis),
        duties=tuple(
            (words.duty_state(state_of(o.applies, o.status)), words.strength(o.strength), _duty(o, words), words.days(span_of(o.deadline)), "、".join(o.basis))
            for o in result.obligations
            if o.status != "not_applicable"
        ),
        open=tuple(_open(result, words)),
        stamp=f"{words.ui('ruleset')} {stamp_line(stamp, words.lang)}",
    )  # fmt: skip


def _result(level: Determination, words: Words) -> str:
    if level.phrase:
        return level.phrase
    return words.bounds(level.floor, level.ceiling)


def _because(result: Assessment, words: Words) -> str:
    said = result.explanation
    if said is None:
        return result.level.title
    return said.text_en if words.lang == "en" else words.days(said.text)


def _duty(duty: Obligation, words: Words) -> str:
    title = duty.title_en or duty.title if words.lang == "en" else duty.title
    return f"{title}〔{words.days(duty.subject)}〕" if duty.subject else title


def _open(result: Assessment, words: Words) -> Iterator[str]:
    yield from (f"{words.ui('to_confirm')}: {question(m, words)}" for m in result.level.missing)
    for c in result.conflicts:
        *told, held = conflict_lines(c, words)
        name = words.fact(c.fact, c.label)
        stop = ". " if words.lang == "en" else "。"
        yield f"{words.ui('memo_conflict')}: {name} — {listing(told, words.lang)}{stop}{held}"
    yield from (f"{words.ui('open_law')}: {p.title} {p.note}".rstrip() for p in result.open_law)


def duty_table(memo: Memo, words: Words) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return head and rows of the duties; without any day to show there is no column for it."""
    head = [words.ui(n) for n in ("memo_state", "kind", "duties", "due", "basis")]
    shown = [n for n in range(len(head)) if n != 3 or memo.dated]
    return [head[n] for n in shown], [tuple(row[n] for n in shown) for row in memo.duties]


def render_memo_markdown(memo: Memo, *, lang: str = "ja") -> str:
    """Render a memo for git and mail."""
    return "\n".join(_markdown(memo, Words(lang))) + "\n"


def _markdown(memo: Memo, words: Words) -> Iterator[str]:
    yield f"# {escaped(memo.title)}\n"
    yield from (f"- {escaped(label)}: {escaped(value)}" for label, value in memo.who)
    yield f"\n## {words.ui('memo_facts')}\n"
    if memo.facts:
        yield f"| {words.ui('fact')} | {words.ui('value')} | {words.ui('counted_on')} |"
        yield "|---|---|---|"
        yield from (f"| {' | '.join(escaped(cell) for cell in row)} |" for row in memo.facts)
    else:
        yield words.ui("no_facts")
    yield f"\n## {words.ui('memo_result')}\n"
    yield f"**{escaped(memo.result)}**\n"
    yield f"{words.ui('memo_reason')}: {escaped(memo.because)}"
    yield f"\n{words.ui('basis')}: {escaped(memo.basis)}"
    yield f"\n## {words.ui('memo_duties')}\n"
    if memo.duties:
        head, rows = duty_table(memo, words)
        yield f"| {' | '.join(head)} |"
        yield "|---" * len(head) + "|"
        yield from (f"| {' | '.join(escaped(cell) for cell in row)} |" for row in rows)
    yield f"\n## {words.ui('memo_open')}\n"
    yield from (f"- {escaped(line)}" for line in memo.open or (words.ui("nothing_open"),))
    yield f"\n{escaped(memo.stamp)}"


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def render_memo_html(memo: Memo, *, lang: str = "ja") -> str:
    """Render a memo as a page that prints on A4."""
    return (
        _environment()
        .get_template("memo.html.j2")
        .render(memo=memo, duties=duty_table(memo, Words(lang)), w=Words(lang), lang=lang)
    )
