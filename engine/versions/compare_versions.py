"""Compare two records of one affair: what differs, how the rules judge it, and what follows.

Every difference becomes a row of the changes of one more affair, the newer one, so that the very rules that
judge 変更箇所 judge it. Nothing is decided here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from ...facts.affair.affair import Thing
from ...facts.arguments import affairs_of
from ...facts.budget import budget
from ...facts.forms.items import items_by_fact
from ...facts.forms.model import load_forms
from ...facts.values import NO, YES, Options
from ...rulesets.language.grammar import Check
from ...rulesets.loader import FORMS, ruleset_or_default
from ..assess import pages, program_of, stamp_of
from ..evaluation.prepare import prepare
from ..evaluation.truth import Truth
from ..evaluation.view import View
from ..executors.reference import evaluate
from ..explanations.grounds import Grounds
from ..findings.findings import fill
from ..level.determination import determine
from ..results.placing import evidence_at
from ..results.version_comparison import (
    Comparison,
    ComparisonReport,
    Consequence,
    Ground,
    ItemChange,
    Side,
    Span,
    Threshold,
    Uncertain,
)
from ..wording.value_words import show_possible
from .pairing import pair
from .version_diff import differences

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from ...facts.affair.affair import Affair, Value
    from ...facts.affair.record import Index
    from ...facts.forms.model import Forms
    from ...rulesets.language.grammar import Define
    from ...rulesets.loader import Ruleset
    from ...rulesets.program.program import Program
    from ..results.assessment import Determination
    from ..results.version_comparison import Answer
    from .version_diff import Difference

__all__ = ["compare", "compare_affairs"]

_JUDGED: Final = frozenset({"change.significant", "change.left_open"})
_GRAVE: Final = ("error", "warning", "note")
#: Lists whose rows come and go as a whole.
_ROWS: Final = frozenset({"files", "systems", "entrustments"})


def compare(
    old: Sequence[Affair],
    new: Sequence[Affair],
    *,
    as_of: dt.date,
    forms: Forms | None = None,
    ruleset: Ruleset | None = None,
) -> ComparisonReport:
    """Compare the assessments of two inputs, each with its counterpart.

    Args:
        old: the affairs of the older input.
        new: those of the newer one.
        as_of: the day the law and every period are counted from.
        forms: the official forms, which say what an item is called; those that ship with the package by default.
        ruleset: the law to apply; the one that ships with the package by default.

    Returns:
        A frozen value; assessments without a counterpart are listed apart.

    >>> import datetime as dt
    >>> from shikii import read_affair
    >>> old = read_affair({"affair": "予防接種", "form": "full", "nws_linkage": "実施しない"}, "old")
    >>> new = read_affair({"affair": "予防接種", "form": "full", "nws_linkage": "実施する"}, "new")
    >>> (one,) = compare([old], [new], as_of=dt.date(2026, 4, 1)).comparisons
    >>> [(c.path, c.significance) for c in one.changes]
    [('nws_linkage', 'significant')]

    """
    chosen = ruleset_or_default(ruleset)
    program = program_of(chosen, as_of)
    old, new = list(affairs_of(old, "old")), list(affairs_of(new, "new"))
    forms = forms or load_forms(FORMS)
    pairs = pair(old, new)
    return ComparisonReport(
        schema_="shikii/comparison/1",
        as_of=as_of,
        ruleset=stamp_of(chosen, as_of),
        comparisons=tuple(compare_affairs(a, b, program, forms, as_of) for a, b in pairs.both),
        only_old=tuple(_side(a) for a in pairs.only_old),
        only_new=tuple(_side(a) for a in pairs.only_new),
    )


def compare_affairs(old: Affair, new: Affair, program: Program, forms: Forms, as_of: dt.date) -> Comparison:
    """Compare two records of one affair.

    Raises:
        InputError: it takes more than the time a document has (:mod:`shikii.facts.budget`).
    """
    with budget(new.source, pages(old) + pages(new), "comparing"):
        return _compare_affairs(old, new, program, forms, as_of)


def _compare_affairs(old: Affair, new: Affair, program: Program, forms: Forms, as_of: dt.date) -> Comparison:
    before, _ = _level(program, old)
    found = differences(old, new, program.vocabulary)
    sure = [d for d in found if d.edit is not None]
    items = [_item(d, forms, new.form) for d in sure]
    told: dict[str, Value] = {"compared": YES, "older_level": Options(frozenset(before.possible))}
    if _facts_of(before) == _facts_of(_level(program, new)[0]):
        told["threshold_facts_same"] = YES
    rows = tuple(_row(d, item) for d, item in zip(sure, items, strict=True))
    after, view = _level(program, replace(new, values={**new.values, **told}, changes=rows))
    grounds = Grounds(view, as_of, _JUDGED)
    return Comparison(
        old=_side(old),
        new=_side(new),
        threshold=Threshold(
            before=_span(before),
            after=_span(after),
            raised=_answer(view, "level_raised", ()),
            lowered=_answer(view, "level_lowered", ()),
            declared_changed=_changed(before.declared, after.declared),
        ),
        changes=tuple(
            _change(d, item, i, view, grounds) for i, (d, item) in enumerate(zip(sure, items, strict=True))
        ),
        uncertain=tuple(
            Uncertain(path=d.path, label=d.label, file=d.file, before=d.before, after=d.after)
            for d in found
            if d.edit is None
        ),
        consequences=tuple(sorted(_consequences(view, new), key=lambda c: _GRAVE.index(c.severity))),
    )


def _level(program: Program, affair: Affair) -> tuple[Determination, View]:
    prepared = prepare(program, affair)
    view = View(program, prepared.record, evaluate(program, prepared.record))
    return determine(view, affair.form), view


def _facts_of(level: Determination) -> Determination:
    """Keep what the level was concluded from."""
    return level.model_copy(update={"declared": None, "phrase": None, "phrases": ()})


def _item(difference: Difference, forms: Forms, form: str | None) -> str:
    """Name a difference as the form heads it, or by its label where no form is known to ask for it."""
    known = items_by_fact(forms[form]) if form else {}
    if difference.key == "measures":
        return " ".join(p for p in (known.get("measures"), difference.label) if p)
    name = known.get(difference.key) or difference.label
    if difference.key in _ROWS:
        return f"{name}（{'追加' if difference.edit == 'added' else '削除'}）"
    return name


def _row(difference: Difference, item: str) -> Thing:
    texts = {"change.before": difference.before, "change.after": difference.after}
    values: dict[str, Value] = {name: text for name, text in texts.items() if text}
    values |= {
        "change.item": item,
        "change.field": difference.path,
        "change.edit": Options.of(difference.edit or ""),
    }
    blank = {name for name, text in texts.items() if not text} | {"change.explanation"}
    return Thing(values, frozenset(blank))


def _change(difference: Difference, item: str, number: int, view: View, grounds: Grounds) -> ItemChange:
    index = (number,)
    answer = view.get("change.significant", index)
    settled = answer in (YES, NO)
    spoke = (
        grounds.of("change.significant", answer, index)
        if settled
        else grounds.of("change.left_open", YES, index)
    )
    word: Literal["significant", "not_significant", "human"] = (
        "significant" if answer == YES else "not_significant" if answer == NO else "human"
    )
    return ItemChange(
        path=difference.path,
        label=difference.label,
        item=item,
        file=difference.file,
        before=difference.before,
        after=difference.after,
        edit=difference.edit,
        marked=_answer(view, "change.listed", index),
        formal=_answer(view, "change.formal", index),
        significance=word,
        grounds=tuple(_ground(s) for s in spoke),
        evidence=tuple(evidence_at(p, text=p.text[:120]) for p in difference.places if p.line or p.at),
    )


def _ground(s: Define) -> Ground:
    return Ground(rule=s.id, title=s.title, title_en=s.title_en, basis=s.basis, confidence=s.confidence)


def _consequences(view: View, affair: Affair) -> Iterator[Consequence]:
    for s in view.program.statements:
        if not isinstance(s, Check) or s.check != "comparison":
            continue
        truth = view.evaluation.truths[s.id, "when", ()]
        if truth is not Truth.FALSE:
            yield Consequence(
                rule=s.id,
                status="follows" if truth is Truth.TRUE else "perhaps",
                severity=s.severity,
                title=s.title,
                title_en=s.title_en,
                detail=fill(view, affair, s.detail, ()),
                advice=s.advice,
                basis=s.basis,
                confidence=s.confidence,
            )


def _answer(view: View, fact: str, index: Index) -> Answer:
    value = view.get(fact, index)
    return "yes" if value == YES else "no" if value == NO else "unknown"


def _changed(before: str | None, after: str | None) -> Answer:
    return "unknown" if before is None or after is None else "no" if before == after else "yes"


def _span(level: Determination) -> Span:
    return Span(
        floor=level.floor,
        ceiling=level.ceiling,
        possible=level.possible,
        rule=level.rule,
        declared=level.declared,
    )


def _side(affair: Affair) -> Side:
    from ...facts.vocabulary import load_vocabulary

    published = affair.range("published")
    return Side(
        affair=affair.affair or affair.title,
        organization=affair.organization,
        title=affair.title,
        form=affair.form,
        form_version=affair.text("form_version") or "",
        published=show_possible(load_vocabulary()["published"], published) if published else "",
        source=affair.source,
    )
