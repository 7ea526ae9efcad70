"""The sentences of explanations, filled in for one affair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from ...facts.affair.rows import place_of
from ...facts.vocabulary import Scope
from ...rulesets.program.program import scope_path
from ..evaluation.truth import Truth
from ..findings.findings import FIELD
from ..results.assessment import Explanation
from ..wording.phrases import LANGUAGES, listing, say
from ..wording.value_words import show_possible, show_test
from .conflicts import evidence_at

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from ...facts.affair.affair import Affair
    from ...facts.affair.record import Index
    from ...facts.vocabulary import Fact
    from ...rulesets.language.conditions import Atom
    from ...rulesets.language.grammar import RowRule, Statement
    from ..evaluation.view import View
    from ..results.assessment import Determination, Evidence

__all__ = ["Teller", "node"]

_TRUTH: Final[dict[Truth, Literal["true", "false", "unknown"]]] = {
    Truth.TRUE: "true",
    Truth.FALSE: "false",
    Truth.UNKNOWN: "unknown",
}


def node(
    kind: Literal[
        "level", "row", "test", "fact", "definition", "duty", "finding", "measure", "group", "note"
    ],
    text: tuple[str, str],
    id_: str = "",
    children: Sequence[Explanation] = (),
    *,
    truth: Truth | None = None,
    place: Evidence | None = None,
    rule: Statement | RowRule | None = None,
) -> Explanation:
    """Build one node of an explanation; a rule lends its id, basis and confidence."""
    return Explanation(
        kind=kind,
        id=rule.id if rule else id_,
        text=text[0],
        text_en=text[1],
        truth=None if truth is None else _TRUTH[truth],
        basis=rule.basis if rule else (),
        confidence=rule.confidence if rule else "",
        place=place,
        children=tuple(children),
    )


class Teller:
    """Says things of one affair, always in both languages: (Japanese, English)."""

    def __init__(self, view: View, affair: Affair) -> None:
        self.view = view
        self.affair = affair

    def both(self, key: str, **words: object) -> tuple[str, str]:
        """Fill in a sentence; a pair of words gives each language its own."""
        ja, en = (
            say(key, lang, **{k: w[n] if isinstance(w, tuple) else w for k, w in words.items()})
            for n, lang in enumerate(LANGUAGES)
        )
        return ja, en

    def list(self, ja: list[str], en: list[str]) -> tuple[str, str]:
        """Join words as each language does."""
        return listing(ja, "ja"), listing(en, "en")

    def fill(self, text: str, index: Index, lang: str) -> str:
        """Put the values read into a sentence of the ruleset."""

        def value(match: re.Match[str]) -> str:
            name = match[1]
            if name not in self.view.program.vocabulary:
                return match[0]
            return show_possible(self.view.program.vocabulary[name], self.view.get(name, index), lang)

        return FIELD.sub(value, text)

    def label(self, fact: Fact) -> tuple[str, str]:
        """Return the words of a fact."""
        return fact.ja, fact.en or fact.name

    def value(self, fact: Fact, index: Index) -> tuple[str, str]:
        """Return what is possible for a fact."""
        possible = self.view.get(fact.name, index)
        return show_possible(fact, possible), show_possible(fact, possible, "en")

    def place(self, name: str, index: Index) -> Evidence | None:
        """Return where a fact was read."""
        fact = self.view.program.vocabulary[name]
        own = index[: len(scope_path(fact.scope))]
        return evidence_at(place_of(self.affair, fact.scope, own, name), name)

    def test(self, atom: Atom, index: Index, truth: Truth) -> tuple[str, str]:
        """Say what a test asked and what it found."""
        fact = self.view.program.vocabulary[atom.fact]
        test = (show_test(fact, atom.allowed), show_test(fact, atom.allowed, "en"))
        value = self.value(fact, index)
        key = "test_same" if value == test else f"test_{truth}"
        return self.both(key, label=self.label(fact), value=value, test=test)

    def short(self, atom: Atom) -> tuple[str, str]:
        """Say in a word what an affair's fact is."""
        fact = self.view.program.vocabulary[atom.fact]
        return self.both("test_short", label=self.label(fact), value=self.value(fact, ()))

    def row_name(self, scope: Scope, index: Index) -> tuple[str, str]:
        """Name a row: a file by its name, another by its number."""
        word = self.both(f"scope_{scope}")
        if scope is Scope.FILE and self.affair.files[index[0]].name:
            return (self.affair.files[index[0]].name,) * 2
        return self.both("row_of", scope=word, number=index[-1] + 1 if index else "")

    def ask(self, level: Determination) -> tuple[str, str]:
        """Say what would settle a level, and where the line is."""
        if level.not_computed:
            return self.both("ask_many")
        if not level.settling:
            return self.both("ask_none")
        best = {m.fact: m for m in level.missing}
        single = [s[0] for s in level.settling if len(s) == 1]
        names = single or level.settling[0]
        key = "ask_one" if len(names) == 1 else "ask_either" if single else "ask_all"
        labels = [self.label(self.view.program.vocabulary[n]) for n in names]
        ja, en = self.both(key, facts=self.list([f[0] for f in labels], [f[1] for f in labels]))
        if len(names) == 1 and names[0] in best and best[names[0]].lines:
            found = best[names[0]].lines
            lines = self.both("lines", lines=self.list(list(found), list(best[names[0]].lines_en)))
            ja, en = ja + lines[0], f"{en} {lines[1]}"
        return ja, en
