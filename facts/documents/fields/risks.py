"""Risks and questions of one block: which apply, how each was answered, and what stays open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING

from ..answers.chosen import Answer, find_answers
from ..answers.form_order import tie
from ..answers.out_of_order import deal, families_of
from ..answers.shared_page import refine
from ..sections.label_places import Places, find_places
from ..text.lines import compact
from ..text.tick_rows import count_marks, row_boxes, torn_state

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..form_words import Slot, Vocabulary
    from ..sections.layout import Layout

__all__ = ["Settled", "settle"]


@dataclass(slots=True)
class Settled:
    """What a block says. Values come with the index of the line they were read on and how."""

    values: dict[str, tuple[str, int | None, str]] = field(default_factory=dict)
    applicable: dict[str, tuple[bool, int, str]] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Choice:
    """A tick that switches risks off, with the states it may be in and the line of its label.

    Where answers stand below a box that is ticked all the same, they are read, and ``told`` keeps what the box says.
    """

    tick: str
    risks: tuple[str, ...]
    states: tuple[bool, ...]
    at: int | None
    clean: bool
    told: bool | None = None


def settle(layout: Layout, vocab: Vocabulary, section: str, stretches: Sequence[tuple[int, int]]) -> Settled:
    """Settle the choices of a section printed on these stretches of lines (usually one block)."""
    out = Settled()
    slots = [s for s in vocab.slots(section) if _printed(layout, vocab, section, s, stretches)]
    kinds = {s.options for s in slots}
    words = frozenset().union(*(vocab.options[k] for k in kinds)) if kinds else frozenset()
    answers = [a for s, e in stretches for a in find_answers(layout.lines, s, e, vocab) if a.value in words]
    pages = [p for s, e in stretches for p in layout.pages_in(s, e)]
    places = find_places(layout, vocab, section, pages)
    switches = _switches(layout, vocab, section, pages)
    tied = tie(layout, vocab, section, slots, answers, places, max((e for _, e in stretches), default=0))
    switches = [_answered_all_the_same(s, slots, tied) for s in switches]
    states, readings, where = _deal_all(slots, switches, answers, pages, vocab, tied, places)
    further = refine(layout, vocab, section, slots, answers, pages, readings, where, places)
    for path, answer in further.items():
        if path not in tied and answer.value in readings.get(path, ()):
            readings[path] = {answer.value}
    _applicability(slots, switches, states, out)
    off_risks = {r for r, (applies, _, _) in out.applicable.items() if not applies}
    asked = [s for s in slots if s.risk not in off_risks or s.path in tied]
    where_alike = _places_by_order(vocab, section, asked, answers, readings, places)
    for slot in slots:
        value = readings.get(slot.path, set())
        direct = tied.get(slot.path)
        off = slot.risk in off_risks
        if off and not any(s.told for s in switches if slot.risk in s.risks):
            continue
        if direct is not None and (not value or value == {direct.value}):
            out.values[slot.path] = (direct.value, direct.at, "certain")
        elif direct is None and len(value) == 1 and None not in value:
            (word,) = value
            out.values[slot.path] = (str(word), where_alike.get(slot.path), "derived")
        elif not off:
            out.unknown[slot.path] = _reason(slot, value, answers, vocab)
    return out


def _answered_all_the_same(switch: _Choice, slots: Sequence[Slot], tied: Mapping[str, Answer]) -> _Choice:
    """Return a ticked box as asked after all where answers are tied to the questions it would switch off."""
    answered = any(s.path in tied for s in slots if s.risk in switch.risks)
    return (
        replace(switch, states=(False, True), told=True) if switch.states == (True,) and answered else switch
    )


def _places_by_order(
    vocab: Vocabulary,
    section: str,
    asked: Sequence[Slot],
    answers: Sequence[Answer],
    readings: Mapping[str, set[str | None]],
    places: Places,
) -> dict[str, int]:
    """Return the lines of answers that are alike: the k-th of a family is the k-th asked, below its own heading.

    Where the answers do not stand in the order of the form, the place is that of the question, if it stands there once;
    else there is none: a wrong one would be worse.
    """
    titles = {r.id: compact(r.label) for p in vocab.parts(section) for r in p.risks}

    def head(slot: Slot) -> int | None:
        found = places.risks.get(titles.get(slot.risk or "", ""), ()) if slot.adequacy else ()
        found = found or places.labels.get(slot.label, ()) or places.parts.get(slot.part, ())
        return found[0].start if len(found) == 1 else None

    out: dict[str, int] = {}
    for family in families_of(asked, vocab.options):
        words = frozenset().union(*(vocab.options[name] for name in family))
        own = [s for s in asked if s.options in family]
        given = [a for a in answers if a.value in words]
        agree = len(own) == len(given) and all(
            a.value in readings.get(s.path, {a.value}) for s, a in zip(own, given, strict=True)
        )
        heads = [head(s) for s in own]
        for n, (slot, answer) in enumerate(zip(own, given, strict=False)):
            above = heads[n]
            below = next((h for h in heads[n + 1 :] if h is not None and h != above), None)
            if agree and above is not None and above <= answer.at and (below is None or answer.at < below):
                out[slot.path] = answer.at
        for slot in own:
            named = places.risks.get(titles.get(slot.risk or "", ""), ()) if slot.adequacy else ()
            named = named or (places.labels.get(slot.label, ()) if not slot.adequacy else ())
            if len(named) == 1:
                out.setdefault(slot.path, named[0].start)
    return out


def _reason(slot: Slot, value: set[str | None], answers: Sequence[Answer], vocab: Vocabulary) -> str:
    found = sorted({a.value for a in answers} & vocab.options[slot.options])
    if not found:
        return f"「{slot.label}」の回答が本文から読み取れない"
    if len(value) > 1:
        words = "、".join(sorted(v or "記入なし" for v in value))
        return f"「{slot.label}」の回答がどの設問のものか決められない(候補: {words})"
    return f"「{slot.label}」の回答の数が設問の数と合わない"


def _asked(slots: Sequence[Slot], switches: Sequence[_Choice], combo: Sequence[bool]) -> list[Slot]:
    """Give the choices that are asked when the switches are in these states."""
    off = {r for sw, state in zip(switches, combo, strict=True) if state for r in sw.risks}
    return [s for s in slots if s.risk not in off]


def _deal_all(
    slots: Sequence[Slot],
    switches: Sequence[_Choice],
    answers: Sequence[Answer],
    pages: Sequence[tuple[int, int]],
    vocab: Vocabulary,
    tied: Mapping[str, Answer],
    places: Places,
) -> tuple[list[tuple[bool, ...]], dict[str, set[str | None]], dict[str, set[int]]]:
    """Give the states of the switches that fit, what the fitting readings say together, and on which pages.

    None among the answers stands for a choice that one of the readings does not ask.
    """
    decks = [[a for a in answers if s <= a.at < e] for s, e in pages]
    combos = list(product(*(s.states for s in switches)))
    out: dict[str, set[str | None]] = {}

    def number(at: int) -> int:
        return next(n for n, (s, e) in enumerate(pages) if s <= at < e)

    fitting = []
    where: dict[str, set[int]] = {}
    for combo in combos:
        asked = _asked(slots, switches, combo)
        fixed = {s.path: tied[s.path] for s in asked if s.path in tied}
        first, last = _bounds(asked, places, number)
        for path, answer in fixed.items():
            first[path] = last[path] = number(answer.at)
        dealing = deal(asked, decks, vocab.options, first, last, {p: a.value for p, a in fixed.items()})
        if dealing.fits:
            fitting.append(combo)
            for slot in slots:
                out.setdefault(slot.path, set()).update(dealing.values.get(slot.path, {None}))
                where.setdefault(slot.path, set()).update(dealing.pages.get(slot.path, ()))
    if fitting:
        return fitting, out, where
    return combos, _by_family([_asked(slots, switches, c) for c in combos], answers, vocab, tied), {}


def _by_family(
    options: Sequence[Sequence[Slot]],
    answers: Sequence[Answer],
    vocab: Vocabulary,
    tied: Mapping[str, Answer],
) -> dict[str, set[str | None]]:
    """Without pages: kinds of choices whose answers are all there and all alike are settled all the same."""
    out: dict[str, set[str | None]] = {}
    for family in families_of([s for slots in options for s in slots], vocab.options):
        words = frozenset().union(*(vocab.options[name] for name in family))
        pool = Counter(a.value for a in answers if a.value in words)
        counts = {sum(1 for s in slots if s.options in family) for slots in options}
        members = {s.path for slots in options for s in slots if s.options in family}
        if len(pool) == 1 and counts == {pool.total()}:
            for path in members:
                out[path] = set(pool)
            continue
        # Answers tied to their question may leave a rest that is all alike.
        rest = pool - Counter(tied[p].value for p in members if p in tied)
        free = {p for p in members if p not in tied}
        if len(counts) == 1 and counts == {pool.total()} and len(rest) == 1 and rest.total() == len(free):
            for path in free:
                out[path] = set(rest)
    return out


def _bounds(
    slots: Sequence[Slot], places: Places, number: Callable[[int], int]
) -> tuple[dict[str, int], dict[str, int]]:
    """First and last page of a choice, from labels and headings that stand in the section once."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for i, slot in enumerate(slots):
        own = places.labels.get(slot.label, ())
        if not slot.adequacy and len(own) == 1 and sum(s.label == slot.label for s in slots) == 1:
            first[slot.path] = last[slot.path] = number(own[0].start)
        heads = places.parts.get(slot.part, ())
        if (i == 0 or slots[i - 1].part != slot.part) and len(heads) == 1:
            page = number(heads[0].start)
            for other in slots[i:]:
                first[other.path] = max(first.get(other.path, 0), page)
            for other in slots[:i]:
                last[other.path] = min(last.get(other.path, page), page)
    return first, last


def _printed(
    layout: Layout, vocab: Vocabulary, section: str, slot: Slot, stretches: Sequence[tuple[int, int]]
) -> bool:
    """Parts that later versions of a form brought in are asked only where the document prints them."""
    part = next(p for p in vocab.parts(section) if p.id == slot.part)
    if not part.since:
        return True
    label = compact(part.label)
    return any(label in layout.flat[i] for s, e in stretches for i in range(s, e))


def _switches(
    layout: Layout, vocab: Vocabulary, section: str, pages: Sequence[tuple[int, int]]
) -> list[_Choice]:
    skips = [(compact(k.tick), k.risks) for p in vocab.parts(section) for k in p.skip]
    seen: dict[str, list[int]] = {tick: [] for tick, _ in skips}
    for start, end in pages:
        for i in range(start, end):
            for tick, at_lines in seen.items():
                if tick in layout.flat[i] and _box_line(layout.flat[i]):
                    at_lines.append(i)
    clean: dict[str, bool] = {}
    for tick, lines in seen.items():
        states = {_row_state(layout, i, tick) for i in lines}
        if len(states) == 1 and None not in states:
            clean[tick] = bool(states.pop())
    out = []
    for tick, risks in skips:
        at = seen[tick][0] if seen[tick] else None
        if tick in clean:
            out.append(_Choice(tick, risks, (clean[tick],), at, clean=True))
        elif len(seen[tick]) != 1:
            out.append(_Choice(tick, risks, (False, True), at, clean=False))
        else:
            out.append(_Choice(tick, risks, _counted(layout, pages, seen, clean, tick), at, clean=False))
    return out


def _left_of(tick: str) -> str | None:
    """Give the box printed directly to the left on the same row of the form."""
    return "接続しない(入手)" if tick == "接続しない(提供)" else None


def _box_line(flat: str) -> bool:
    return "[" in flat or "]" in flat or len(flat) <= 14


def _row_state(layout: Layout, at: int, tick: str) -> bool | None:
    boxes = row_boxes(layout.lines[at].text, layout.spaced)
    if boxes is None:
        return None
    states = [m for word, m in boxes if word.startswith(tick)]
    return states[0] if len(states) == 1 else None


def _counted(
    layout: Layout,
    pages: Sequence[tuple[int, int]],
    seen: Mapping[str, list[int]],
    clean: Mapping[str, bool],
    tick: str,
) -> tuple[bool, ...]:
    """All circles on a page belong to its boxes: none means blank, as many as boxes means all ticked."""
    at = seen[tick][0]
    start, end = next((s, e) for s, e in pages if s <= at < e)
    here = [t for t, lines in seen.items() if t not in clean and any(start <= i < end for i in lines)]
    # Boxes of other kinds on the page would share the circles.
    state = torn_state(layout.flat, at, tick, _left_of(tick))
    if state is not None:
        return (state,)
    marks = count_marks(layout.lines[start:end]) - sum(
        1 for t, m in clean.items() if m and any(start <= i < end for i in seen[t])
    )
    if marks <= 0:
        return (False,) if _has_box(layout.flat, at, tick, start, end) else (False, True)
    others = any(w in layout.flat[i] for i in range(start, end) for w in ("自己点検", "内部監査", "外部監査"))
    if marks == len(here) and not others:
        return (True,)
    return (False, True)


def _has_box(flat: Sequence[str], at: int, tick: str, start: int, end: int) -> bool:
    """Whether the box of a tick can be seen: a bracket before it, or torn off and loose on its page.

    Without one, the document draws its boxes in a manner not known here, and no circle says nothing.
    """
    before = flat[at][: flat[at].find(tick)]
    if before:
        return before[-1] in "[]"
    return any(line.startswith(("[", "]")) or line.endswith(("[", "]")) for line in flat[start:end])


def _applicability(
    slots: Sequence[Slot], switches: Sequence[_Choice], states: Sequence[tuple[bool, ...]], out: Settled
) -> None:
    switched = {r: n for n, s in enumerate(switches) for r in s.risks}
    for risk in dict.fromkeys(s.risk for s in slots if s.risk):
        if risk not in switched:
            out.applicable[risk] = (True, -1, "derived")
            continue
        n = switched[risk]
        switch, possible = switches[n], {combo[n] for combo in states}
        if switch.told is not None and switch.at is not None:
            out.applicable[risk] = (not switch.told, switch.at, "certain")
        elif len(possible) == 1 and switch.at is not None:
            how = "certain" if switch.clean else "derived"
            out.applicable[risk] = (not possible.pop(), switch.at, how)
        else:
            out.unknown[f"risks[{risk}].applicable"] = f"「{switch.tick}」の欄に印があるか読み取れない"
