"""The items of a form in its own words: what 変更箇所 calls them, by the fact each one fills.

``Ⅱ 特定個人情報ファイルの概要 3. 特定個人情報の入手・使用 ①入手元`` for ``sources``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .model import Form, FormField, Part, Risk, Section

__all__ = ["item_name", "items_by_fact", "marked_items"]

#: Parts whose narrative is read as one passage, by the name of the passage.
_PASSAGES = {"cover": "cover", "basic": "basic", "overview": "overview", "requests": "procedure"}


def item_name(section: Section, part: Part, risk: Risk | None = None, field: FormField | None = None) -> str:
    """Write an item as the forms head it: section, numbered part, risk, field."""
    number = f"{part.number}. " if part.number else ""
    words = [section.label, f"{number}{part.label}".strip()]
    if risk:
        words.append(f"リスク：{risk.label}")
    if field and field.label != part.label:
        words.append(field.label)
    return " ".join(dict.fromkeys(w for w in words if w))


def items_by_fact(form: Form) -> Mapping[str, str]:
    """Give the item each fact fills: by path, ``risks[ID]``, ``answers[ID]``, ``narratives[SECTION]`` or ``measures``.

    >>> from pathlib import Path
    >>> from shikii.facts.forms.model import load_forms
    >>> forms = load_forms(Path(__file__).parents[2] / "rulesets" / "my-number-pia" / "forms")
    >>> items_by_fact(forms["key"])["sources"]
    'Ⅱ 特定個人情報ファイルの概要 3. 特定個人情報の入手・使用 ①入手元'
    """
    found: dict[str, str] = {}
    for section in form.sections:
        if section.id in _PASSAGES:
            found[f"narratives[{_PASSAGES[section.id]}]"] = section.label
        if section.id == "measures":
            found["measures"] = section.label
        for part in section.parts:
            if section.id in ("measures", "others"):
                found[f"narratives[{part.id}]"] = item_name(section, part)
            if part.repeat in ("systems", "entrustments"):
                found[part.repeat] = item_name(section, part)
            for risk in part.risks:
                found |= _of_risk(section, part, risk)
            for field in part.fields:
                name = item_name(section, part, None, field)
                if field.path:
                    found.setdefault(field.path.replace("[i]", "[]"), name)
                if field.question:
                    found[f"answers[{field.id}]"] = name
    return found


def _of_risk(section: Section, part: Part, risk: Risk) -> dict[str, str]:
    asked = {f"answers[{f.id}]": item_name(section, part, risk, f) for f in risk.fields if f.question}
    return {f"risks[{risk.id}]": item_name(section, part, risk), **asked}


def marked_items(form: Form) -> Iterator[tuple[str, FormField, bool]]:
    """Yield every field of a form as an item, with whether the form marks it ※."""
    for section in form.sections:
        for part in section.parts:
            marked = section.significant or part.significant
            for risk in part.risks:
                for field in risk.fields:
                    yield item_name(section, part, risk, field), field, _mark(field, above=marked)
            for field in part.fields:
                yield item_name(section, part, None, field), field, _mark(field, above=marked)


def _mark(field: FormField, *, above: bool) -> bool:
    return above if field.significant is None else field.significant
