"""The order in which findings are listed, and the first of them that somebody acts on.

Certainty goes before severity: what the record contradicts for certain comes before what may be so. Of the equally
certain, contradictions come before omissions, what is mended in a minute before what takes a procedure, and the graver
before the lighter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..results.assessment import Finding

__all__ = ["FIRST", "first_lines", "worth_first"]

#: How many lines a first page has.
FIRST: Final = 12
_SEVERITY: Final = {"error": 0, "warning": 1, "note": 2}
_BASIS: Final = {"confirmed": 0, "known": 0, "unsure": 1}
#: Contradictions, then omissions, then what was only not found.
_KIND: Final = {
    "consistency": 0, "level": 0, "procedure": 1, "reassessment": 1, "form": 2, "adequacy": 3, "measure": 4,
}  # fmt: skip
#: Kinds that are mended where they stand; the others take a procedure or an assessment.
_IN_A_MINUTE: Final = frozenset({"consistency", "form"})
#: Kinds that rest on what was not found in a text.
_NOT_FOUND: Final = frozenset({"adequacy", "measure"})


def _doubt(finding: Finding) -> int:
    """Return how far a finding is from certain, from 0: its basis, its severity, and whether it rests on silence."""
    return (
        _BASIS.get(finding.confidence, 1)
        + (finding.severity == "note")
        + 2 * (finding.kind in _NOT_FOUND)
        + ("要確認" in finding.title)
    )


def worth_first(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings as every result lists them."""
    return tuple(sorted(found, key=_key))


def _key(finding: Finding) -> tuple[int, int, bool, int, str, str, str]:
    return (
        _doubt(finding),
        _KIND.get(finding.kind, len(_KIND)),
        finding.kind not in _IN_A_MINUTE,
        _SEVERITY[finding.severity],
        finding.rule,
        finding.file or "",
        finding.detail,
    )


def first_lines(found: Sequence[Finding], most: int = FIRST) -> tuple[Finding, ...]:
    """Return the findings of a first page: the first of each rule, none that rests on what was not found.

    The findings are in the order of :func:`worth_first`; a rule that strikes twice takes one line.
    """
    heads: dict[str, Finding] = {}
    for finding in found:
        if finding.kind not in _NOT_FOUND:
            heads.setdefault(finding.rule, finding)
    return tuple(heads.values())[:most]
