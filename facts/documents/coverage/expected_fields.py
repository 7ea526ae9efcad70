"""The fields a form of one version asks for in one document, each instance by itself, in the order they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from ..form_words import bare
from ..text.lines import compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...forms.model import Form, FormField, Part, Risk, Section

__all__ = ["Entries", "Expected", "expected_fields", "version_rank"]

_ROMAN: Final = re.compile(r"^(?:[IVX]+|\(別添\d?\))")
_NUMBER: Final = re.compile(r"^[\u2460-\u2473]")
#: Parts of the section of measures that are answered once, also where several files have a section each.
_ONCE: Final = ("audit", "edu", "other")


@dataclass(frozen=True, slots=True)
class Entries:
    """What a document has several of: its files, its systems, and per file the entries behind each numbering word.

    Less than nothing stands for a number that is not known.     ``shared`` says that the form of one file is printed for several: what it asks once stands behind the last.
    """

    files: tuple[str | None, ...]
    systems: int
    lists: Sequence[Mapping[str, int]]
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """A field (or, without one, a heading that helps to tell fields apart) expected at its place in the form.

    ``sure`` says that the version of the document asks for it; otherwise the version is not known. ``told_by`` names
    the field that says how many entries there are, of an entry that is expected only where that field was not found.
    """

    section: str
    file: str | None
    part: Part
    field: FormField | None
    labels: tuple[str, ...]
    paths: tuple[str, ...] = ()
    risk: str | None = None
    entry: int | None = None
    sure: bool = True
    told_by: str | None = None

    @property
    def kind(self) -> str:
        """The kind of its answer."""
        return self.field.kind if self.field else "heading"


def version_rank(form: Form, version: str | None) -> int | None:
    """Return the place of a version among those of the form; None where it is not known.

    >>> from pathlib import Path
    >>> from shikii.facts.forms.model import load_forms
    >>> forms = load_forms(Path(__file__).parents[3] / "rulesets" / "my-number-pia" / "forms")
    >>> version_rank(forms["basic"], "令和6年10月様式2"), version_rank(forms["basic"], None)
    (3, None)
    """
    if version is None:
        return None
    named = [n for n, known in enumerate(form.versions) if compact(known) in compact(version)]
    return named[-1] if named else None


def expected_fields(
    form: Form, version: str | None, entries: Entries, order: Sequence[tuple[str, int]]
) -> Iterator[Expected]:
    """Yield every field and heading in the order of the document.

    ``order`` names the sections that are printed per file, and the number of the file, as the document prints them.
    """
    rank = version_rank(form, version)
    repeated = {name for name, _ in order}
    ids = [s.id for s in form.sections]
    inside = [n for n, name in enumerate(ids) if name in repeated]
    between = [s for s in form.sections[inside[0] : inside[-1]] if s.id not in repeated] if inside else []
    for n, section in enumerate(form.sections):
        if section in between:
            continue
        if section.id not in repeated:
            yield from _section(form, section, None, entries, rank)
        elif n == inside[0]:
            left = between
            for name, number in order:
                if name == ids[inside[-1]]:
                    for annex in left:
                        yield from _section(form, annex, None, entries, rank)
                    left = []
                yield from _section(form, form.section(name), number, entries, rank)


def _asked(form: Form, since: str | None, rank: int | None) -> bool | None:
    """Say whether a version asks for what came with ``since``; None where that is not known."""
    if since is None:
        return True
    return None if rank is None else rank >= form.versions.index(since)


def _section(
    form: Form, section: Section, number: int | None, entries: Entries, rank: int | None
) -> Iterator[Expected]:
    file = None if number is None else entries.files[number]
    lists = entries.lists[number or 0] if entries.lists else {}
    head = _ROMAN.sub("", compact(section.label))
    if section.id != "cover" and not _says(section.parts[0], head):
        yield Expected(section.id, file, section.parts[0], None, (head,))
    for part in section.parts:
        asked = _asked(form, part.since or section.since, rank)
        later = entries.shared and number is not None and number + 1 < len(entries.files)
        if asked is False or (later and part.id in _ONCE and section.id == "measures"):
            continue
        for item in _part(section, file, part, entries.systems, lists):
            yield item if asked else _unsure(item)


def _unsure(item: Expected) -> Expected:
    return Expected(
        item.section,
        item.file,
        item.part,
        item.field,
        item.labels,
        item.paths,
        item.risk,
        item.entry,
        sure=False,
    )


def _says(part: Part, heading: str) -> bool:
    """Whether a field of a part has the words of a heading for its label, so that the heading may be its label."""
    return any(compact(f.label) == heading for f in part.fields)


def _part(
    section: Section, file: str | None, part: Part, systems: int, lists: Mapping[str, int]
) -> Iterator[Expected]:
    if part.repeat:
        for word, told_by in zip_longest(part.heads, part.counts):
            number = systems if part.repeat == "systems" else lists.get(word, 0)
            for n in range(1, abs(number) + 1):
                yield from _entry(section, file, part, word, n, told_by if number < 0 else None)
        return
    if part.label and not _says(part, compact(part.label)):
        yield Expected(section.id, file, part, None, (compact(part.label),))
    for risk in part.risks:
        yield from _risk(section, file, part, risk)
    for field in part.fields:
        yield Expected(section.id, file, part, field, _labels(field), _paths(field, _prefix(file)))


def _entry(
    section: Section, file: str | None, part: Part, word: str, n: int, told_by: str | None
) -> Iterator[Expected]:
    names = {*part.heads}
    if not any(bare(f.label) in names for f in part.fields):
        yield Expected(section.id, file, part, None, (f"{word}{n}",), entry=n)
    for field in part.fields:
        labels = (f"{word}{n}",) if bare(field.label) in names else _labels(field)
        paths = tuple(p.replace("[i]", f"[{n}]") for p in _paths(field, _prefix(file)))
        yield Expected(section.id, file, part, field, labels, paths, entry=n, told_by=told_by)


def _risk(section: Section, file: str | None, part: Part, risk: Risk) -> Iterator[Expected]:
    titles = tuple(compact(t) for t in (risk.label, *risk.others))
    asks = titles[0].endswith("十分か")
    if not asks:
        for title in titles:
            yield Expected(section.id, file, part, None, (title,), risk=risk.id)
    for field in risk.fields:
        labels = _labels(field)
        paths = _paths(field, _prefix(file))
        if field.id == "adequacy":
            labels = (*titles, *labels) if asks else labels  # 様式2 asks in the title of the risk
            paths = (f"{_prefix(file)}risks[{risk.id}].adequacy",)
        yield Expected(section.id, file, part, field, labels, paths, risk=risk.id)


def _prefix(file: str | None) -> str:
    return f"files[{file}]." if file is not None else ""


def _labels(field: FormField) -> tuple[str, ...]:
    if field.beside:
        return ()
    whole = [compact(label) for label in (field.label, *field.also)]
    return tuple(dict.fromkeys([*whole, *(_NUMBER.sub("", label) for label in whole)]))


def _paths(field: FormField, prefix: str) -> tuple[str, ...]:
    if field.question:
        return (f"{prefix}answers[{field.id}]", f"answers[{field.id}]")
    if not field.path:
        return ()
    path = {"hearing": "hearing.from", "systems": "systems[1].name"}.get(field.path, field.path)
    return (f"{prefix}{path}", path) if prefix else (path,)
