"""Completeness checks made from the forms: a required field that the document demonstrably leaves blank.

The forms are the data; no check of this kind is written by hand. A field that could not be read is unknown and
never reported as blank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..facts.vocabulary import Kind
from .grammar import Check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..facts.forms import Form, FormField, Forms, Part, Risk
    from ..facts.vocabulary import Vocabulary

__all__ = ["completeness_checks"]


def completeness_checks(forms: Forms, vocabulary: Vocabulary) -> tuple[Check, ...]:
    """Return one check per form and required field that fills a fact of the vocabulary."""
    return tuple(check for form in forms.forms for check in _form(form, vocabulary))


def _form(form: Form, vocabulary: Vocabulary) -> Iterator[Check]:
    seen: set[str] = set()
    for section in form.sections:
        for part in section.parts:
            place = f"{form.number} {section.label.split(' ')[0]}{part.number or ''}"
            for risk in part.risks:
                for item in risk.fields:
                    yield from _check(form, part, risk, item, place, vocabulary, seen)
            for item in part.fields:
                yield from _check(form, part, None, item, place, vocabulary, seen)


def _check(
    form: Form,
    part: Part,
    risk: Risk | None,
    item: FormField,
    place: str,
    vocabulary: Vocabulary,
    seen: set[str],
) -> Iterator[Check]:
    fact = _fact(item, risk, vocabulary)
    if fact is None or item.required is None or fact in seen:
        return
    when = _when(form, part, risk, item, vocabulary)
    if when is None:
        return
    seen.add(fact)
    about = f"{risk.label}：{item.label}" if risk else item.label
    yield Check(
        id=f"form.{form.id}.{fact.removeprefix('file.').replace('_', '-').lower()}-blank",
        title=f"記載欄が空欄：{about}",
        title_en=f"required field is blank: {fact}",
        check="form",
        **{"for": vocabulary[fact].scope},
        severity="warning",
        when={"all": [{"form": form.id}, *when, {fact: "blank"}]},
        detail=f"{place}「{about}」が空欄です。",
        advice="記載するか、該当がない場合はその旨を記載してください。",
        evidence=(fact,),
        risk=risk.id if risk else None,
        basis=(f"{place} {item.label}", "指針第10の1(2)（全ての項目についての検討・記載）"),
        confidence="known",
    )


def _fact(item: FormField, risk: Risk | None, vocabulary: Vocabulary) -> str | None:
    """Find the fact a field fills."""
    if item.question:
        names = [f"file.answers.{item.id}", f"answers.{item.id}"]
    elif risk and item.id == "adequacy":
        names = [f"file.risks.{risk.id}.adequacy"]
    elif item.path:
        path = item.path.replace("systems[i].", "system.").replace("entrustments[i].", "entrustment.")
        special = {"entrustments": "file.entrusted_items", "hearing": "hearing.from"}
        names = [special.get(path, path), f"file.{path}"]
    else:
        names = []
    return next((n for n in names if n in vocabulary), None)


def _when(
    form: Form, part: Part, risk: Risk | None, item: FormField, vocabulary: Vocabulary
) -> list[Any] | None:
    """Turn the form's own conditions into conditions on facts; None when a fact for them is missing."""
    out: list[Any] = []
    if risk:
        out.append({f"file.risks.{risk.id}.applicable": "yes"})
    for required in (part.required, item.required):
        if not isinstance(required, dict):
            continue
        for name, value in required.items():
            found = next((n for n in _spellings(name) if n in vocabulary), None)
            if found is None:
                return None
            test = _test(vocabulary, found, value)
            if test is None:
                return None
            out.append({found: test})
    if form.id == "basic" and part.since:
        return None  # a field of a later version; whether this document's version has it is not known here
    return out


def _spellings(name: str) -> tuple[str, ...]:
    return (name, f"file.{name}", f"entrustment.{name}", f"file.answers.{name}", f"answers.{name}")


def _test(vocabulary: Vocabulary, name: str, value: str | bool) -> str | None:
    fact = vocabulary[name]
    if fact.kind is Kind.YESNO:
        return "yes" if value in (True, "yes") else "no"
    option = fact.option(str(value))
    return option.id if option else None
