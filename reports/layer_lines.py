"""Which rulesets a result applied, in words: the law, what is laid over it, and where that is weaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..engine.wording.phrases import say

if TYPE_CHECKING:
    from ..engine.results.assessment import RulesetStamp

__all__ = ["layers_line", "stamp_line"]


def stamp_line(stamp: RulesetStamp, lang: str) -> str:
    """Name the ruleset applied; with others laid over it, each of them with its hash, and what is weaker.

    >>> from ..engine.results.assessment import RulesetStamp
    >>> stamp_line(RulesetStamp(id="a", version="1", hash="sha256:" + "0" * 64), "en")
    'a 1 sha256:000000000000'
    """
    own = f"{stamp.id} {stamp.version} {stamp.hash[:19]}"
    more = layers_line(stamp, lang)
    return f"{own} ({more})" if more else own


def layers_line(stamp: RulesetStamp, lang: str) -> str:
    """Name every layer with its hash, and what is weaker than the law; nothing where the law stands alone."""
    named = [" ".join(p for p in (x.id, x.version, x.hash[:19]) if p) for x in stamp.layers]
    if stamp.weaker:
        ids = ", ".join(dict.fromkeys(w.rule for w in stamp.weaker))
        named.append(say("weaker_than_national", lang, rules=ids))
    return " + ".join(named[: len(stamp.layers)]) + "".join(f"; {w}" for w in named[len(stamp.layers) :])
