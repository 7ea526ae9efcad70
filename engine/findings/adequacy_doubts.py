"""Findings about declared adequacy: an answer that the states of the measures put in doubt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...rulesets.program.measure_counts import DECLARED, DENIED
from ..evaluation.truth import Truth
from ..results.assessment import Finding
from ..wording.value_words import show_possible
from .adequacy import doubts
from .findings import evidence_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...rulesets.language.grammar import Judge
    from ..evaluation.prepare import Prepared
    from ..evaluation.view import View
    from ..results.assessment import Evidence, Measure
    from .risk_sheets import RiskLine

__all__ = ["doubtful"]

_FIELD: Final = re.compile(r"\{([a-z_.]+)\}")
#: Measures named in one sentence; the sheet of the risk has them all.
_MOST: Final = 5


def doubtful(view: View, prepared: Prepared, lines: Iterable[RiskLine]) -> Iterator[Finding]:
    """Yield a finding for each answer in doubt; files of which the same is to be said share one."""
    found: dict[tuple[str, str, str], tuple[Judge, list[RiskLine]]] = {}
    for line in lines:
        for rule, truth in doubts(view.program, line.counts, line.answer):
            if truth is Truth.TRUE:
                detail = _detail(view, rule, line)
                found.setdefault((rule.id, line.sheet.risk, detail), (rule, []))[1].append(line)
    for (_, risk, detail), (rule, where) in found.items():
        names = [line.sheet.file for line in where if line.sheet.file]
        places = dict.fromkeys(e for line in where for e in _places(view, prepared, rule, line))
        yield Finding(
            rule=rule.id,
            kind="adequacy",
            severity=rule.severity,
            file="、".join(names) or None,
            risk=risk,
            title=rule.title,
            title_en=rule.title_en,
            detail=detail,
            basis=rule.basis,
            confidence=rule.confidence,
            evidence=tuple(places),
            advice=rule.advice,
        )


def _of(line: RiskLine, name: str) -> list[Measure]:
    """Return the measures that a count of the rule is about."""
    strength, state = name.split(".")
    if state == DENIED:
        return [m for m in line.sheet.sheet if m.strength == strength and m.id in line.denied]
    return [
        m
        for m in line.sheet.sheet
        if m.expected == "yes"
        and m.strength == strength
        and state in (m.state, "open")
        and (m.field or m.state == "not_done")
    ]


def _detail(view: View, rule: Judge, line: RiskLine) -> str:
    declared = view.program.vocabulary[f"file.risks.{line.sheet.risk}.adequacy"]
    words = {
        "risk": line.sheet.title,
        "section": line.sheet.section,
        "declared": show_possible(declared, view.get(declared.name, line.index)),
    }

    def value(match: re.Match[str]) -> str:
        if match[1] in words:
            return words[match[1]]
        titles = [f"「{m.title}」" for m in _of(line, match[1])]
        rest = f"ほか{len(titles) - _MOST}件" if len(titles) > _MOST else ""
        return "".join(titles[:_MOST]) + rest

    return _FIELD.sub(value, rule.detail)


def _places(view: View, prepared: Prepared, rule: Judge, line: RiskLine) -> Iterator[Evidence]:
    for name in rule.evidence:
        if name in DECLARED:
            fact = "adequacy" if name == "declared" else name
            yield from evidence_of(view, prepared, (f"file.risks.{line.sheet.risk}.{fact}",), line.index)
        else:
            yield from (e for m in _of(line, name) for e in m.evidence)
