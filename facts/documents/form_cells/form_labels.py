"""What a cell of the form says it is: a heading of a section, part or risk, the head of a repeated part, or a label."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from ..form_words import bare
from ..text.lines import compact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...forms.model import Form, FormField, Part, Risk, Section

__all__ = ["FormLabels", "Slot"]

_ROMAN: Final = re.compile(r"^([IVX]{1,4})(?=[^A-Za-z])[.、]?")
_ANNEX: Final = re.compile(r"^\(別添\d{0,2}\)")
_REST: Final = re.compile(r"^[※*]?(?:\(.*)?$")
_NUMBERED: Final = re.compile(r"^第?(\d{1,2})[.)、]?(?=\D)")
_RISK: Final = re.compile(r"^リスク\d{0,2}[::]?")
_POINTS: Final = re.compile(r"[、。,.・:?「」『』]")
_HEAD: Final = r"(\d{1,2})(?:[~〜](\d{1,2}))?"


@dataclass(frozen=True, slots=True)
class Slot:
    """A field and where the form asks it."""

    section: Section
    part: Part
    risk: Risk | None
    field: FormField
    order: int

    @property
    def label(self) -> str:
        """Its label as :func:`label_of` gives it."""
        return label_of(compact(self.field.label))


def unremarked(flat: str) -> str:
    """Return a label without the marks and the remarks in 【】 behind it.

    >>> unremarked("対策は十分か【再掲】※"), unremarked("【任意】記載"), unremarked("記載】")
    ('対策は十分か', '【任意】記載', '記載】')
    """
    while flat:
        bare_end = flat.rstrip("※*")
        start = bare_end.rfind("【") if bare_end.endswith("】") else -1
        if start < 0 or "】" in bare_end[start:-1]:
            return bare_end
        flat = bare_end[:start]
    return flat


def label_of(flat: str) -> str:
    """Return a label without its circled number, ※, remarks and punctuation, by which it is compared.

    >>> label_of("当該対策は十分か【再掲】"), label_of("①ファイルの種類※"), label_of("リスクへの対策は十分か※:")
    ('当該対策は十分か', 'ファイルの種類', 'リスクへの対策は十分か')
    """
    return bare(_POINTS.sub("", bare(unremarked(flat))))


class FormLabels:
    """The labels of one form, by section."""

    def __init__(self, form: Form) -> None:
        self.form = form

    @cached_property
    def slots(self) -> dict[str, tuple[Slot, ...]]:
        """The fields of each section in form order: those of a part before its risks, but what closes a part behind them."""
        return {s.id: tuple(_slots(s)) for s in self.form.sections}

    @cached_property
    def by_label(self) -> dict[str, dict[str, tuple[Slot, ...]]]:
        """Section → label → the fields that bear it."""
        out: dict[str, dict[str, tuple[Slot, ...]]] = {}
        for section, slots in self.slots.items():
            own = out.setdefault(section, {})
            for slot in slots:
                if slot.field.kind != "count":
                    label = slot.label
                    own[label] = (*own.get(label, ()), slot)
        return out

    def section(self, flat: str) -> Section | None:
        """Return the section a cell heads: its number and its words, or 別添 and its words."""
        for section in self.form.sections:
            words = compact(section.label)
            roman = _ROMAN.match(words)
            own = _ROMAN.match(flat)
            if roman:
                core = words[roman.end() :]
                heads = own is not None and own[1] == roman[1] and flat[own.end() :].startswith(core)
                if own and heads and _REST.match(flat[own.end() + len(core) :]):
                    return section
            elif _ANNEX.match(words) or section.id == "changes":
                core = _ANNEX.sub("", words)
                if (_ANNEX.match(flat) or section.id == "changes") and _ANNEX.sub("", flat) == core:
                    return section
        return None

    def part(self, section: Section, flat: str) -> Part | None:
        """Return the numbered part of a section that a cell heads."""
        numbered = _NUMBERED.match(flat)
        rest = flat[numbered.end() :] if numbered else flat
        found: Part | None = None
        for part in section.parts:
            label, remark = compact(part.label), compact(part.remark)
            if not label or part.number is None or not rest.startswith(label):
                continue
            more = unremarked(rest[len(label) :])
            if not _REST.match(more) and not (remark and remark.startswith(more)):
                continue
            if numbered or (more == remark and not self.by_label[section.id].get(label_of(label))):
                found = part
        return found

    def risk(self, section: Section, flat: str) -> tuple[tuple[Part, Risk, bool], ...]:
        """Return the risks of a section a cell heads, each with its part and whether it is the first of its headings."""
        words = label_of(_RISK.sub("", flat))
        return tuple(
            (part, risk, words == label_of(compact(risk.label)))
            for part in section.parts
            for risk in part.risks
            if words in (label_of(compact(w)) for w in (risk.label, *risk.others))
        )

    def head(self, section: Section, flat: str) -> tuple[Part, int, bool, str] | None:
        """Return a repeated part headed with its number, whether the head stands for several at once, and its word."""
        for part in section.parts:
            for word in part.heads:
                found = re.match(rf"^{re.escape(word)}{_HEAD}:?$", unremarked(flat))
                if found:
                    return part, int(found[1]), found[2] is not None, word
        return None


def _slots(section: Section) -> Iterator[Slot]:
    order = 0
    for part in section.parts:
        fields = [(risk, f) for risk in part.risks for f in risk.fields]
        own = [(None, f) for f in part.fields]
        # what closes a part is asked behind its risks, unless the first risk takes up the part's own answer
        for risk, field in [*own, *fields] if _asked_first(part) else [*fields, *own]:
            yield Slot(section, part, risk, field, order)
            order += 1


def _asked_first(part: Part) -> bool:
    """Whether the fields of a part that has risks stand above them: a choice does, a closing remark does not."""
    return any(f.kind == "choice" for f in part.fields)
