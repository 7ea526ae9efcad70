"""What every result says of rules laid over the law that are weaker than the law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .assessment import Finding

if TYPE_CHECKING:
    from .assessment import RulesetStamp

__all__ = ["weaker_finding"]


def weaker_finding(stamp: RulesetStamp) -> tuple[Finding, ...]:
    """Return one finding that names every rule by which the rulesets applied are weaker than the law.

    >>> from .assessment import RulesetStamp
    >>> weaker_finding(RulesetStamp(id="a", version="1", hash="sha256:0"))
    ()
    """
    if not stamp.weaker:
        return ()
    ids = ", ".join(dict.fromkeys(w.rule for w in stamp.weaker))
    return (
        Finding(
            rule="overlay.weaker",
            kind="level",
            severity="warning",
            title=f"国の基準より緩い: {ids}",
            title_en=f"weaker than national: {ids}",
            detail="、".join(f"{w.rule}（{w.replaces} に代わるもの）: {w.why}" for w in stamp.weaker),
            basis=tuple(dict.fromkeys(b for w in stamp.weaker for b in w.basis)),
            advice="重ねたルールが国の基準を下回らないかを確認してください。法令上の義務は、国の基準によります。",
        ),
    )
