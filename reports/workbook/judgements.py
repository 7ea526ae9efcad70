"""Judgements and remarks of a previous workbook, given to the lines they belong to on this run.

Nothing a person wrote is lost: what finds no line, or would have to guess between several, is returned with all its
words and the reason. Where a rule and place has one line on both sides the words go there even if the line says
something else now, and are marked as such.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from ..tables.line_keys import key_of, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from ..tables.line_keys import Key
    from ..tables.result_tables import BatchResult

__all__ = ["LATER", "SHEETS", "WORDS", "Carried", "Kept", "Words", "carry", "match", "merged"]

#: The sheets people fill in, and the column of each that names the rule.
SHEETS: Final = {"findings": "rule", "duties": "duty", "measures": "measure"}
#: The columns people fill in.
WORDS: Final = ("judgement", "owner", "due_by", "remark", "judged_by", "judged_on")
#: Those a workbook of an earlier version does not have.
LATER: Final = frozenset({"judged_by", "judged_on"})


@dataclass(frozen=True, slots=True)
class Words:
    """What a person wrote on one line; a date is kept as ``2026-04-01``."""

    judgement: str = ""
    owner: str = ""
    due_by: str = ""
    remark: str = ""
    judged_by: str = ""
    judged_on: str = ""

    def __bool__(self) -> bool:
        return any((self.judgement, self.owner, self.due_by, self.remark, self.judged_by, self.judged_on))


@dataclass(frozen=True, slots=True)
class Kept:
    """One line of a previous workbook: its key, its words, what it said (by column), and why they found no line."""

    key: Key | None
    words: Words
    shown: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    origin: str = ""  # the workbook it stood in


@dataclass(frozen=True, slots=True)
class Carried:
    """Words by sheet and row of this run, whether the line has changed since, and what found no line."""

    words: Mapping[tuple[str, int], tuple[Words, bool]] = field(default_factory=dict)
    lost: tuple[Kept, ...] = ()


def merged(books: Sequence[Sequence[Kept]]) -> tuple[Kept, ...]:
    """Merge the lines of several workbooks, as departments fill in copies of one.

    What different books write of one line is put together. Where they contradict, the later judgement holds (by its
    day, else by the order of the books), and the other one is listed with the reason ``conflict``.
    """
    out: list[Kept] = []
    places: dict[Hashable, int] = {}
    for book in books:
        seen: dict[Hashable, int] = defaultdict(int)
        for kept in book:
            if kept.key is None or kept.why:
                out.append(kept)
                continue
            key = (kept.key, seen[kept.key])
            seen[kept.key] += 1
            at = places.get(key)
            if at is None:
                places[key] = len(out)
                out.append(kept)
            else:
                out[at], beaten = _joined(out[at], kept)
                out += [beaten] if beaten else []
    return tuple(out)


def _joined(first: Kept, second: Kept) -> tuple[Kept, Kept | None]:
    """Put two books' words on one line together; return the line, and what had to yield."""
    pairs = {w: (getattr(first.words, w), getattr(second.words, w)) for w in WORDS}
    if all(not a or not b or a == b for a, b in pairs.values()):
        words = Words(**{w: a or b for w, (a, b) in pairs.items()})
        told = first if first.words else second
        return replace(first, words=words, shown=told.shown, origin=told.origin), None
    kept, beaten = (first, second) if first.words.judged_on > second.words.judged_on else (second, first)
    return kept, replace(beaten, why="conflict")


def carry(previous: Sequence[Kept], result: BatchResult) -> Carried:
    """Match the lines of a previous workbook with those of a result."""
    judged = [k.key for k in previous if k.key and k.words]
    lines: dict[tuple[str, int], Key] = {}
    for sheet, rule in SHEETS.items():
        wanted = {(k.organization, k.affair) for k in judged if k.sheet == sheet}
        rules = {k.rule for k in judged if k.sheet == sheet}
        for row in _rows(getattr(result, sheet), wanted).iter_rows(named=True):
            if plain(row[rule]) in rules:
                lines[sheet, row["#n"]] = key_of(sheet, row)
    return match(previous, lines)


def _rows(frame: pl.DataFrame, wanted: set[tuple[str, str]]) -> pl.DataFrame:
    """Return the numbered rows of the affairs somebody judged; all others cannot match."""
    who = frame.select(pl.col("organization", "affair").fill_null("")).unique()
    nameless = any(affair.startswith("@") for _, affair in wanted)
    there = [
        pair
        for pair in who.iter_rows()
        if (nameless and not any(pair)) or (plain(pair[0]), plain(pair[1])) in wanted
    ]
    asked = pl.DataFrame(there, schema={"organization": pl.String, "affair": pl.String}, orient="row")
    named = frame.with_row_index("#n").with_columns(pl.col("organization", "affair").fill_null(""))
    return named.join(asked, on=["organization", "affair"], how="semi", maintain_order="left")


def match(previous: Sequence[Kept], lines: Mapping[tuple[str, int], Key]) -> Carried:
    """Pair previous lines with new ones, the surest agreement first.

    Words that had found no line before come last: they only fill lines nobody has judged since.
    """
    live = [k for k in previous if k.key and not k.why]
    found, lost = _match(live, dict(lines))
    waiting = [k for k in previous if k.key and k.why and k.why != "conflict"]
    beaten = [k for k in previous if k.why == "conflict"]
    more, still = _match(waiting, {place: key for place, key in lines.items() if place not in found})
    keyless = [k for k in previous if not k.key and k.words]
    left = (*lost, *still, *keyless)
    return Carried({**found, **more}, (*beaten, *(_reasoned(k, lines.values()) for k in left)))


def _match(kept: Sequence[Kept], new: dict[tuple[str, int], Key]) -> tuple[_Found, list[Kept]]:
    """Return the words by line, and what was written and found none."""
    old = {i: (k.key, k.words) for i, k in enumerate(kept) if k.key}
    found: _Found = {}
    for agree, same in _STEPS:
        groups: dict[Hashable, tuple[list[int], list[tuple[str, int]]]] = defaultdict(lambda: ([], []))
        for i, (key, _) in old.items():
            groups[agree(key)][0].append(i)
        for place, key in new.items():
            groups[agree(key)][1].append(place)
        for mine, theirs in groups.values():
            pairs = _pairs(mine, theirs, old, same=same)
            for i, place in pairs:
                found[place] = (old[i][1], old[i][0].says != new[place].says)
            for i, place in pairs:
                old.pop(i, None)
                new.pop(place, None)
    _narrowed(old, new, found)
    return {place: hit for place, hit in found.items() if hit[0]}, [kept[i] for i in old if kept[i].words]


_Found = dict[tuple[str, int], tuple[Words, bool]]


#: What two keys must have in common, and whether their lines then say the same thing.
_STEPS: Final[tuple[tuple[Callable[[Key], Hashable], bool], ...]] = (
    (lambda k: (*k.place, k.says, k.source), True),
    (lambda k: (*k.place, k.says), True),
    (lambda k: (*k.place, k.source), False),
    (lambda k: k.place, False),
)


def _pairs(
    mine: Sequence[int],
    theirs: Sequence[tuple[str, int]],
    old: Mapping[int, tuple[Key, Words]],
    *,
    same: bool,
) -> list[tuple[int, tuple[str, int]]]:
    """Pair off a group: one with one; lines that say the same in order; one judgement on all lines to all."""
    if not mine or not theirs:
        return []
    if len(mine) == len(theirs) and (same or len(mine) == 1):
        return list(zip(mine, theirs, strict=True))
    if same and len({old[i][1] for i in mine}) == 1:
        longest = max(len(mine), len(theirs))
        return [(mine[min(n, len(mine) - 1)], theirs[min(n, len(theirs) - 1)]) for n in range(longest)]
    return []


def _narrowed(old: dict[int, tuple[Key, Words]], new: dict[tuple[str, int], Key], found: _Found) -> None:
    """A gap that several files shared and fewer share now: the judgement covered them all."""
    wider: dict[Hashable, list[int]] = defaultdict(list)
    for i, (key, _) in old.items():
        if key.sheet == "findings" and "、" in key.file:
            wider[_but_file(key)].append(i)
    for place, key in list(new.items()):
        files = set(key.file.split("、"))
        mine = [i for i in wider.get(_but_file(key), ()) if files < set(old[i][0].file.split("、"))]
        if len(mine) == 1:
            found[place] = (old[mine[0]][1], True)
            wider[_but_file(key)].remove(mine[0])
            del old[mine[0]], new[place]


def _but_file(key: Key) -> Hashable:
    return (key.sheet, key.organization, key.affair, key.form, key.risk, key.rule)


def _reasoned(kept: Kept, lines: Iterable[Key]) -> Kept:
    if kept.key is None:
        why = "no_key"
    else:
        place = kept.key.place
        why = "several" if any(k.place == place for k in lines) else "gone"
    return replace(kept, why=why)
