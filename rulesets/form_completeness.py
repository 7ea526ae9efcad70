"""Completeness checks made from the forms: a required field that the document demonstrably leaves blank.

The forms are the data; no check of this kind is written by hand. A field that could not be read is unknown and
never reported as blank. A field of a later version of a form is asked for from that version on: of a document whose
version is not known, nothing is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..facts.reading.dates import read_date
from ..facts.vocabulary import Kind
from .language.grammar import Check, Define, Force

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from ..facts.forms.model import BlankField, Form, FormField, Forms, Part, Risk
    from ..facts.vocabulary import Vocabulary

__all__ = ["completeness_checks", "form_versions"]


def form_versions(forms: Forms) -> tuple[Define, ...]:
    """Return, for each version that added parts to a form, the fact that a document is of that version or later."""
    return tuple(
        _since(form, since)
        for form in forms.forms
        for since in dict.fromkeys(p.since for s in form.sections for p in s.parts if p.since)
    )


def _since(form: Form, since: str) -> Define:
    later = form.versions[form.versions.index(since) :]
    return Define.model_validate(
        {
            "define": _since_fact(form, since),
            "id": _since_fact(form, since).replace("_", "-"),
            "title": f"{form.number}の{since}以後の版",
            "title_en": f"{form.id} form of {_first_day(since):%Y-%m} or later",
            "fact": {"kind": "yesno", "ja": f"{form.number} {since}以後の版", "en": _since_fact(form, since)},
            "by": {
                "mentions": {
                    "fields": ["form_version"],
                    "patterns": [f"({'|'.join(later)})"],
                    "deniable": False,
                    "absent_means": "unknown",
                }
            },
            "basis": [f"{form.number}（{since}）"],
            "confidence": "known",
        }
    )


def _since_fact(form: Form, since: str) -> str:
    return f"form_{form.id}_{_first_day(since):%Y_%m}"


def _first_day(month: str) -> dt.date:
    day = read_date(f"{month}1日")
    assert day is not None  # noqa: S101 - the forms name their versions by era, year and month
    return day


def completeness_checks(forms: Forms, vocabulary: Vocabulary) -> tuple[Check, ...]:
    """Return one check per form and required field that fills a fact of the vocabulary."""
    return tuple(check for form in forms.forms for check in _form(form, forms.blank, vocabulary))


def _form(form: Form, blank: BlankField, vocabulary: Vocabulary) -> Iterator[Check]:
    seen: set[str] = set()
    for section in form.sections:
        for part in section.parts:
            place = f"{form.number} {section.label.split(' ')[0]}{part.number or ''}"
            since = part.since or section.since
            for risk in part.risks:
                for item in risk.fields:
                    yield from _check(form, blank, part, risk, item, place, since, vocabulary, seen)
            for item in part.fields:
                yield from _check(form, blank, part, None, item, place, since, vocabulary, seen)


def _check(
    form: Form,
    blank: BlankField,
    part: Part,
    risk: Risk | None,
    item: FormField,
    place: str,
    since: str | None,
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
    words = {"place": place, "item": f"{risk.label}：{item.label}" if risk else item.label, "fact": fact}
    yield Check(
        id=f"form.{form.id}.{fact.removeprefix('file.').replace('_', '-').lower()}-blank",
        title=blank.title.format(**words),
        title_en=blank.title_en.format(**words),
        check="form",
        **{"for": vocabulary[fact].scope},
        severity=blank.severity,
        when={"all": [{"form": form.id}, *when, {fact: "blank"}]},
        detail=blank.detail.format(**words),
        advice=blank.advice,
        evidence=(fact,),
        risk=risk.id if risk else None,
        basis=(f"{place} {item.label}", blank.basis),
        confidence=blank.confidence,
        in_force=Force.model_validate({"from": _first_day(since)}) if since else Force(),
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
    if part.since:
        out.append({_since_fact(form, part.since): "yes"})
    return out


def _spellings(name: str) -> tuple[str, ...]:
    return (name, f"file.{name}", f"entrustment.{name}", f"file.answers.{name}", f"answers.{name}")


def _test(vocabulary: Vocabulary, name: str, value: str | bool) -> str | None:
    fact = vocabulary[name]
    if fact.kind is Kind.YESNO:
        return (
            "yes" if value in (True, "yes", fact.yes) else "no" if value in (False, "no", fact.no) else None
        )
    option = fact.option(str(value))
    return option.id if option else None
