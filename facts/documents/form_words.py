"""The words a form prints, ready for matching: labels, headings, options and boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from .text.lines import compact

if TYPE_CHECKING:
    from ..forms.model import Form, Forms, Part, Risk

__all__ = ["Slot", "Vocabulary", "bare", "vocabulary"]

_LEAD = re.compile(r"^[\u2460-\u2473]|[※*]$")
_HEAD = re.compile(r"^(?:[#*\-\s]{0,4})")


@lru_cache(maxsize=16384)
def bare(label: str) -> str:
    """Give a label without its circled number and ※, which transcriptions drop.

    >>> bare("①ファイルの種類　※")
    'ファイルの種類'
    """
    return _LEAD.sub("", _LEAD.sub("", compact(label)))


@dataclass(frozen=True, slots=True)
class Slot:
    """One choice the form asks for, in form order."""

    path: str
    options: str
    label: str
    part: str
    risk: str | None = None
    adequacy: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """All words of one form."""

    form: Form
    forms: Forms

    @cached_property
    def options(self) -> dict[str, frozenset[str]]:
        """Option set name → its options in one spelling."""
        return {name: frozenset(compact(o) for o in opts) for name, opts in self.forms.option_sets.items()}

    @cached_property
    def sets_of(self) -> dict[str, frozenset[str]]:
        """Option → names of the sets it is in."""
        out: dict[str, set[str]] = {}
        for name, options in self.options.items():
            for option in options:
                out.setdefault(option, set()).add(name)
        return {o: frozenset(names) for o, names in out.items()}

    @cached_property
    def option_pattern(self) -> str:
        """A pattern for any option, longest first; white space may stand around commas only."""
        return "|".join(re.escape(o) for o in sorted(self.sets_of, key=len, reverse=True))

    @cached_property
    def listed(self) -> re.Pattern[str]:
        """A numbered option as the form prints it for everybody."""
        ends = r"(?=$|[\s\]\[<)]|\d{1,2}\s?[).])"
        return re.compile(
            r"(?:(?<![\d,])\(?\d{1,2}\s?[).]|[\u2460-\u2469・])\s?(?:"
            + self.option_pattern
            + r")(?:\(任意実施\))?"
            + ends
        )

    @cached_property
    def drawn_boxes(self) -> re.Pattern[str]:
        """An option drawn as a box: its tick, if any, and the option."""
        return re.compile(rf"\[\s*(?:(○)\s*)?\]\s*(?:\d{{1,2}}[).]\s?)?({self.option_pattern})(?=$|[\s\[])")

    @cached_property
    def labels(self) -> frozenset[str]:
        """Every label of the form without number and ※, and headings of parts and risks."""
        out = {bare(f.label) for f in self.form.fields if f.label}
        for section in self.form.sections:
            out.add(compact(section.label))
            for part in section.parts:
                out.add(compact(part.label))
                for risk in part.risks:
                    out.update(compact(x) for x in (risk.label, *risk.others))
        return frozenset(x for x in out if x)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """Labels of sections (without number), parts and risks."""
        out = set()
        for section in self.form.sections:
            out.add(re.sub(r"^[IVX]{1,4}", "", compact(section.label)))
            for part in section.parts:
                out.add(compact(part.label))
                out.update(compact(x) for risk in part.risks for x in (risk.label, *risk.others))
        return tuple(x for x in out if x)

    @cached_property
    def boxes(self) -> frozenset[str]:
        """Words behind tick boxes, without what stands in brackets after them."""
        words = {x for rows in self.forms.tick_groups.values() for row in rows for x in row}
        words |= set(self.forms.tick_aliases)
        words |= {k.tick for s in self.form.sections for p in s.parts for k in p.skip}
        words |= {"提供を行っている", "移転を行っている", "行っていない"}
        return frozenset(w for x in words for w in (compact(x).partition("(")[0], compact(x)))

    @cached_property
    def label_pieces(self) -> frozenset[str]:
        """Starts and ends of labels, as left by a line break inside a narrow cell."""
        out = set()
        for label in self.labels:
            for n in range(2, len(label) + 1):
                out.add(label[:n])
                out.add(label[-n:])
        return frozenset(out)

    def parts(self, section: str) -> tuple[Part, ...]:
        """Give the parts of a section."""
        return self.form.section(section).parts

    def slots(self, section: str) -> tuple[Slot, ...]:
        """Give the choices of a section in form order: questions, and the adequacy of each risk."""
        out = []
        for part in self.parts(section):
            for risk in part.risks:
                out.extend(_risk_slots(part, risk))
            out.extend(
                Slot(f"answers[{f.id}]", f.options, bare(f.label), part.id)
                for f in part.fields
                if f.question and f.options
            )
        return tuple(out)


def _risk_slots(part: Part, risk: Risk) -> list[Slot]:
    out = []
    for field in risk.fields:
        if field.kind != "choice" or not field.options:
            continue
        if field.id == "adequacy":
            out.append(
                Slot(
                    f"risks[{risk.id}].adequacy",
                    field.options,
                    bare(field.label),
                    part.id,
                    risk.id,
                    adequacy=True,
                )
            )
        else:
            out.append(Slot(f"answers[{field.id}]", field.options, bare(field.label), part.id, risk.id))
    return out


_KNOWN: dict[tuple[int, str], Vocabulary] = {}


def vocabulary(forms: Forms, form: str) -> Vocabulary:
    """Give the vocabulary of a form, made once for each loaded set of forms."""
    key = (id(forms), form)
    found = _KNOWN.get(key)
    if found is None or found.forms is not forms:
        found = _KNOWN[key] = Vocabulary(forms[form], forms)
    return found
