"""A benchmark that nobody has to label: undo what officials corrected later, and see whether a rule notices.

The change table of an assessment says what was a slip (記載誤り, 訂正, 記載漏れ), with the words before and after. Where the
new words stand in the body, the old ones are put in their place, the change table is left out, and the findings are
compared with those of the body as it is. What is found then is found without anybody having said what to look for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pydantic import Field

from ...facts.affair.affair import Note
from ...facts.frozen import Frozen
from ...texts.sentences import flat
from ..evaluation.change_vs_body import fields_told
from ..evaluation.edit_kinds import edit_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from ...facts.affair.affair import Affair, Thing, Value
    from ...facts.values import Options, Range
    from ...rulesets.loader import Ruleset

__all__ = ["CorrectionKind", "Corrections", "Undone", "corrections_of", "undo", "undone"]

#: How a change says that it mends a slip.
_SLIP: Final = re.compile(
    r"記載(の)?(誤り|誤|漏れ|もれ|ミス|不備)|誤(記|字|植|記載)|誤りの|訂正|(表記|文言|字句|数値|番号)の(誤り|修正|訂正)|脱字|脱漏|転記(誤り|ミス)|錯誤"
)
#: What speaks of the change instead of giving the words.
_NOTE: Final = re.compile(r"略|記載なし|同上|追記|追加|削除$|左記|下記|上記|→|…|^なし")
_SHORTEST: Final = 2
_LONGEST: Final = 400


class Undone(Frozen):
    """One correction undone: where, what it was, and the rules that noticed."""

    source: str
    affair: str
    item: str
    before: str
    after: str
    kind: str
    rules: tuple[str, ...] = ()


class CorrectionKind(Frozen):
    """The corrections of one kind of edit: how many were undone, and how many a rule noticed."""

    kind: str
    undone: int
    found: int


class Corrections(Frozen):
    """What came of a folder: corrections told, those undone, and whether a rule noticed, per kind of edit."""

    schema_: str = Field(default="shikii/corrections/1", alias="schema")
    assessments: int
    changes: int
    told: int
    kinds: tuple[CorrectionKind, ...]
    corrections: tuple[Undone, ...]


def undo(affair: Affair, change: Thing) -> Affair | None:
    """Return the affair as it stood before a correction; None where its new words do not stand in the body."""
    before, after = change.text("change.before"), change.text("change.after")
    if not before or not after or before == after:
        return None
    for fact, value in fields_told(change, "change.after"):
        old = next((v for f, v in fields_told(change, "change.before") if f.name == fact.name), None)
        mended = _with_value(affair, fact.name, value, old) if old is not None else None
        if mended is not None:
            return mended
    old_words, new_words = flat(before), flat(after)
    if _NOTE.search(old_words) or _NOTE.search(new_words):
        return None
    if not _SHORTEST <= len(new_words) <= _LONGEST or new_words in old_words:
        return None
    passages, hit = _put(affair.passages, new_words, old_words)
    fields, hit_too = _put(affair.fields, new_words, old_words)
    named = _renamed(affair, new_words, old_words)
    if not (hit or hit_too or named is not affair):
        return None
    return replace(named, passages=passages, fields=fields)


def _with_value(affair: Affair, name: str, value: Range | Options, old: Range | Options) -> Affair | None:
    if affair.values.get(name) == value:
        return replace(affair, values={**affair.values, name: old})
    at = [i for i, f in enumerate(affair.files) if f.values.get(name) == value]
    if len(at) != 1:
        return None
    files = list(affair.files)
    files[at[0]] = replace(files[at[0]], values={**files[at[0]].values, name: old})
    return replace(affair, known_files=tuple(files))


def _put(notes: Iterable[Note], new: str, old: str) -> tuple[tuple[Note, ...], bool]:
    """Put the old words where the new ones stand, once; a note that holds them over lines becomes one line."""
    out, hit = [], False
    for note in notes:
        whole = flat("".join(text for _, text in note.lines))
        if hit or new not in whole:
            out.append(note)
            continue
        lines = tuple((n, flat(text)) for n, text in note.lines)
        at = next((i for i, (_, text) in enumerate(lines) if new in text), None)
        if at is None:
            lines = ((note.lines[0][0], whole.replace(new, old, 1)),)
        else:
            changed = (lines[at][0], lines[at][1].replace(new, old, 1))
            lines = (*note.lines[:at], changed, *note.lines[at + 1 :])
        out.append(Note(note.file, note.section, lines))
        hit = True
    return tuple(out), hit


def _renamed(affair: Affair, new: str, old: str) -> Affair:
    """Put the old words into the names and other text facts of the record."""

    def values(one: Thing) -> dict[str, Value]:
        return {k: old if isinstance(v, str) and flat(v) == new else v for k, v in one.values.items()}

    systems = affair.systems
    if systems is not None:
        systems = tuple(replace(s, values=values(s)) for s in systems)
    out = replace(affair, values=values(affair), systems=systems)
    return affair if out == affair else out


def undone(affair: Affair, *, as_of: dt.date, ruleset: Ruleset | None = None) -> Iterator[Undone]:
    """Undo each correction of an affair by itself and yield what noticed it."""
    from ..assess import assess

    slips = [c for c in affair.changes or () if _SLIP.search(flat(c.text("change.explanation") or ""))]
    body = replace(affair, changes=None)
    base: set[tuple[str, str | None, str]] | None = None
    for change in slips:
        old = undo(body, change)
        if old is None:
            continue
        if base is None:
            base = {_of(f) for f in assess(body, as_of=as_of, ruleset=ruleset).findings}
        found = {_of(f) for f in assess(old, as_of=as_of, ruleset=ruleset).findings} - base
        before, after = change.text("change.before") or "", change.text("change.after") or ""
        yield Undone(
            source=affair.source,
            affair=affair.affair or affair.title,
            item=change.text("change.item") or "",
            before=before,
            after=after,
            kind=edit_of(before, after),
            rules=tuple(sorted({rule for rule, _, _ in found})),
        )


def _of(finding: object) -> tuple[str, str | None, str]:
    return (
        getattr(finding, "rule", ""),
        getattr(finding, "file", None),
        getattr(finding, "detail", "") + "".join(e.text for e in getattr(finding, "evidence", ())),
    )


def corrections_of(
    affairs: Iterable[Affair], *, as_of: dt.date, ruleset: Ruleset | None = None
) -> Corrections:
    """Undo the corrections of some affairs, one by one, and count which a rule noticed.

    >>> import datetime as dt
    >>> corrections_of((), as_of=dt.date(2025, 4, 1)).kinds
    ()
    """
    all_: list[Undone] = []
    assessments = changes = told = 0
    for affair in affairs:
        assessments += 1
        rows = affair.changes or ()
        changes += len(rows)
        told += sum(bool(_SLIP.search(flat(c.text("change.explanation") or ""))) for c in rows)
        all_ += undone(affair, as_of=as_of, ruleset=ruleset)
    kinds: dict[str, list[Undone]] = defaultdict(list)
    for one in all_:
        kinds[one.kind].append(one)
    return Corrections(
        assessments=assessments,
        changes=changes,
        told=told,
        kinds=tuple(
            CorrectionKind(kind=kind, undone=len(some), found=sum(bool(u.rules) for u in some))
            for kind, some in sorted(kinds.items())
        ),
        corrections=tuple(all_),
    )
