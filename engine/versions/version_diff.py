"""What differs between two records of one affair: facts, rows, and the narrative of each section.

A difference is certain: what is known on one side only, or as ranges that overlap, is listed apart and never
called a change.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from ...facts.reading.numbers import plain
from ...facts.values import Options, Range
from ...facts.vocabulary import Kind, Scope
from ..evaluation.edit_kinds import edit_of
from ..wording.value_words import show_possible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...facts.affair.affair import Affair, File, Place, Thing, Value
    from ...facts.affair.record import Index
    from ...facts.vocabulary import Fact, Vocabulary

__all__ = ["Difference", "differences"]

#: Facts that describe the comparison or the reading, not the affair.
_APART: Final = frozenset({"compared", "older_level", "threshold_facts_same"})
_SENTENCE: Final = re.compile(r"(?<=。)|(?=[●■◆▪①-⑳])")


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact, row or passage that differs; ``edit`` None means that it may not differ at all.

    ``key`` finds the item of the form: a short path without names and numbers.
    """

    path: str
    key: str
    label: str
    before: str
    after: str
    edit: str | None
    file: str | None = None
    places: tuple[Place, ...] = ()


def differences(old: Affair, new: Affair, vocabulary: Vocabulary) -> tuple[Difference, ...]:
    """Return every difference in the order of the forms: the affair, its systems, its files, the narrative."""
    return tuple(_Reader(old, new, vocabulary).all())


@dataclass
class _Reader:
    old: Affair
    new: Affair
    vocabulary: Vocabulary
    names: dict[str, Fact] = field(default_factory=dict)

    def all(self) -> Iterator[Difference]:
        yield from self.facts(Scope.AFFAIR, (self.old, ()), (self.new, ()), "", "", None)
        if self.old.systems is not None and self.new.systems is not None:
            yield from self.rows(
                Scope.SYSTEM, "systems", (self.old.systems, ()), (self.new.systems, ()), "", None
            )
        yield from self.files()
        yield from _passages(self.old, self.new)

    def facts(
        self,
        scope: Scope,
        old: tuple[Thing, Index],
        new: tuple[Thing, Index],
        path: str,
        key: str,
        file: str | None,
    ) -> Iterator[Difference]:
        """Compare the facts of one thing, by the vocabulary."""
        for fact in self.vocabulary.of_scope(scope):
            if fact.derived or fact.name in _APART or fact.name.endswith(".conflict"):
                continue
            before, after = _said(old[0], fact), _said(new[0], fact)
            edit = _edit(fact, before, after)
            if edit == "same":
                continue
            places = (self.old.places.get((fact.name, old[1])), self.new.places.get((fact.name, new[1])))
            yield Difference(
                f"{path}{_bracketed(fact.short)}",
                f"{key}{_item_key(fact.short)}",
                fact.ja,
                _show(fact, before),
                _show(fact, after),
                edit,
                file,
                tuple(p for p in places if p),
            )

    def rows(
        self,
        scope: Scope,
        name: str,
        old: tuple[Sequence[Thing], Index],
        new: tuple[Sequence[Thing], Index],
        path: str,
        file: str | None,
    ) -> Iterator[Difference]:
        """Compare a list of systems or entrustments: pairs by name, the rest added or removed."""
        label = {"systems": "システム", "entrustments": "委託事項"}[name]
        for word, i, j in _pairs([_name(t, scope) for t in old[0]], [_name(t, scope) for t in new[0]]):
            at = f"{path}{name}[{word}]"
            if i is not None and j is not None:
                a, b = (old[0][i], (*old[1], i)), (new[0][j], (*new[1], j))
                yield from self.facts(scope, a, b, f"{at}.", f"{name}[].", file)
            elif i is not None:
                yield Difference(at, name, label, word, "", "removed", file)
            else:
                yield Difference(at, name, label, "", word, "added", file)

    def files(self) -> Iterator[Difference]:
        if self.old.known_files is None or self.new.known_files is None:
            return
        label = "特定個人情報ファイル"
        for word, i, j in _pairs([f.name for f in self.old.files], [f.name for f in self.new.files]):
            at = f"files[{word}]"
            if i is None:
                yield Difference(at, "files", label, "", word, "added", word)
            elif j is None:
                yield Difference(at, "files", label, word, "", "removed", word)
            else:
                yield from self.file(i, j, f"{at}." if self.new.files[j].name else "")

    def file(self, i: int, j: int, path: str) -> Iterator[Difference]:
        old, new = self.old.files[i], self.new.files[j]
        name = new.name or old.name or None
        yield from self.facts(Scope.FILE, (old, (i,)), (new, (j,)), path, "", name)
        yield from self.measures(old, new, path, name)
        if (
            old.entrustments is not None
            and new.entrustments is not None
            and old.listed_all
            and new.listed_all
        ):
            yield from self.rows(
                Scope.ENTRUSTMENT,
                "entrustments",
                (old.entrustments, (i,)),
                (new.entrustments, (j,)),
                path,
                name,
            )

    def measures(self, old: File, new: File, path: str, file: str | None) -> Iterator[Difference]:
        """Compare the states of measures that a person gave."""
        for name in sorted(old.measures.keys() & new.measures.keys()):
            fact = f"file.measures.{name}"
            if old.measures[name] == new.measures[name] or fact not in self.vocabulary:
                continue
            words = {o.id: o.ja for o in self.vocabulary[fact].options}
            before, after = words[old.measures[name]], words[new.measures[name]]
            yield Difference(
                f"{path}measures[{name}]",
                "measures",
                self.vocabulary[fact].ja,
                before,
                after,
                "switched",
                file,
            )


def _said(thing: Thing, fact: Fact) -> Value | None:
    """Return what is said of a fact; an empty text where the field is known to be blank."""
    return "" if fact.name in thing.blank else thing.values.get(fact.name)


def _edit(fact: Fact, before: Value | None, after: Value | None) -> str | None:
    """Describe the difference; None where it is not certain that there is one."""
    if before == after:
        return "same"
    if before is None or after is None:
        return None
    if before == "" or after == "":
        return "added" if before == "" else "removed"
    if isinstance(before, str) and isinstance(after, str):
        return edit_of(before, after)
    if isinstance(before, Range) and isinstance(after, Range):
        apart = before.hi < after.lo or after.hi < before.lo
        return "number" if apart else None
    if isinstance(before, Options) and isinstance(after, Options):
        return "switched" if not before.members & after.members else None
    if fact.kind is Kind.TICKS and isinstance(before, tuple) and isinstance(after, tuple):
        if set(before) == set(after):
            return "same"
        return "added" if set(after) - set(before) else "removed"
    return None


def _show(fact: Fact, value: Value | None) -> str:
    if value is None:
        return "不明"
    if isinstance(value, str):
        return value or "空欄"
    if isinstance(value, tuple):
        return "、".join(o.ja for o in fact.options if o.id in value) or "なし"
    return show_possible(fact, value)


def _bracketed(short: str) -> str:
    """Write ``answers.keep-1.backup`` as ``answers[keep-1.backup]`` and ``risks.in-1.adequacy`` alike."""
    if short.startswith("answers."):
        return f"answers[{short.removeprefix('answers.')}]"
    if short.startswith("risks."):
        risk, _, last = short.removeprefix("risks.").rpartition(".")
        return f"risks[{risk}].{last}"
    return short


def _item_key(short: str) -> str:
    return f"risks[{short.split('.')[1]}]" if short.startswith("risks.") else _bracketed(short)


def _name(thing: Thing, scope: Scope) -> str:
    return thing.text(f"{scope}.name") or ""


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int | None, int | None]]:
    """Pair rows by name, in the order of the new record; rows without names pair by their place."""
    if (
        not all(plain(n) for n in (*old, *new))
        or len({plain(n) for n in old}) < len(old)
        or len({plain(n) for n in new}) < len(new)
    ):
        for k in range(max(len(old), len(new))):
            name = (new[k] if k < len(new) else "") or (old[k] if k < len(old) else "") or str(k + 1)
            yield name, k if k < len(old) else None, k if k < len(new) else None
        return
    places = {plain(name): i for i, name in enumerate(old)}
    for j, name in enumerate(new):
        yield name, places.pop(plain(name), None), j
    for name, i in ((old[i], i) for i in sorted(places.values())):
        yield name, i, None


def _passages(old: Affair, new: Affair) -> Iterator[Difference]:
    """Compare the narrative section by section; sentences in another order are no difference.

    The order of a text layer is not that of the page, so nothing is concluded from it.
    """
    before, after = _by_section(old), _by_section(new)
    for key in [k for k in after if k in before]:
        file, section = key
        gone, come = _changed(before[key], after[key])
        if not gone and not come:
            continue
        place = f"files[{file}]." if file else ""
        yield Difference(
            f"{place}narratives[{section}]",
            f"narratives[{section}]",
            "記述",
            "".join(gone),
            "".join(come),
            edit_of("".join(gone), "".join(come)),
            file,
        )


def _by_section(affair: Affair) -> Mapping[tuple[str | None, str], list[str]]:
    found: dict[tuple[str | None, str], list[str]] = {}
    for note in affair.passages:
        text = "".join("".join(line.split()) for _, line in note.lines)
        found.setdefault((note.file, note.section), []).extend(s for s in _SENTENCE.split(text) if s)
    return found


def _changed(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """Return the sentences that went and those that came, each in its order."""
    went, came = Counter(before) - Counter(after), Counter(after) - Counter(before)
    if not went and not came:
        return [], []
    gone, come = [], []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += [s for s in before[a:b] if went[s] > 0]
            come += [s for s in after[c:d] if came[s] > 0]
    return gone, come
