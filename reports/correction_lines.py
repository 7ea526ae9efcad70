"""What a person put right in what was read of a document, a line each, for every view of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .wording.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine.results.assessment import Assessment

__all__ = ["correction_lines", "correction_rows"]


def correction_lines(result: Assessment, lang: str = "ja") -> list[str]:
    """Return each correction as a sentence: the field, what was read, what is right, who says so, when and why.

    >>> from types import SimpleNamespace
    >>> from ..facts.affair.correction import Correction
    >>> one = Correction(path="headcount", label="対象人数", value="500人", state="applied", by="山田", on="2026-12-01", reason="2頁で確認", document="a.correct.yaml")
    >>> correction_lines(SimpleNamespace(corrections=(one,)))
    ['訂正：対象人数（headcount）は「500人」（読取り：なし）。2026-12-01 山田：2頁で確認']
    """
    words = Words(lang)
    return [
        str(words.correction("line")).format(
            field=f"{c.label}（{c.path}）" if lang == "ja" else c.path,
            value=c.value,
            read=c.found or words.correction("nothing"),
            on=c.on.isoformat(),
            by=c.by,
            reason=c.reason,
        )
        + words.correction(c.state)
        for c in result.corrections
    ]


def correction_rows(results: Sequence[Assessment]) -> tuple[dict[str, Any], ...]:
    """Return the corrections of every document as ``summary.json`` has them."""
    return tuple(
        {"source": r.source, "affair": r.affair, **c.model_dump(mode="json")}
        for r in results
        for c in r.corrections
    )
