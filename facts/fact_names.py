"""The words facts are called by, and the nearest of them to one that is none."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from .reading.glyphs import word_key
from .vocabulary import Fact, Scope, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["by_word", "nearest_word"]


def by_word(scope: Scope) -> dict[str, Fact]:
    """Return the facts of a scope by every word they may be called: short name, full name, Japanese labels."""
    vocabulary = load_vocabulary()
    known = vocabulary.words.get(scope)
    if known is not None:
        return known
    words: dict[str, Fact] = {}
    for fact in vocabulary.of_scope(scope):
        for word in (fact.name, fact.short, fact.ja, *fact.also):
            words.setdefault(word_key(word), fact)
    vocabulary.words[scope] = words  # whole when it is put there, so that threads may ask at the same time
    return words


def nearest_word(name: str, *scopes: Scope, more: Iterable[str] = (), cutoff: float) -> str | None:
    """Return the known word nearest to a name that is none, as it is written; None where nothing is near.

    >>> nearest_word("対象人員", Scope.AFFAIR, cutoff=0.6)
    '対象人数'
    """
    facts = [fact for scope in scopes for fact in load_vocabulary().of_scope(scope)]
    written = {word_key(w): w for f in facts for w in (f.name, f.short, f.ja, *f.also)} | {w: w for w in more}
    near = get_close_matches(word_key(name[:100]), written, n=1, cutoff=cutoff)
    return written[near[0]] if near else None
