"""The lexicon of a ruleset and the evidence of its measures: concepts, their words, and which of them must meet.

Files of a ruleset may hold ``concepts`` (name: words), ``spellings`` (groups that are one) and ``evidence`` (measure:
what shows it). A ruleset laid over another adds words to its concepts and meetings to its measures.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BeforeValidator, Field, ValidationError

from ..facts.frozen import Frozen
from .language.concepts import Concept, Meeting, Unreadable, about, meeting, weaker
from .language.grammar import Define, Expect, Mentions
from .statements import model_problems, problem_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..facts.errors import Problem
    from ..facts.yaml_source import Located
    from .language.grammar import Statement

__all__ = ["KEYS", "Lexicon"]

#: What a file may hold of the lexicon.
KEYS: Final = frozenset({"concepts", "spellings", "evidence"})


def _listed(value: object) -> object:
    """Read words written in a row, with 「、」 between them; a list is for words that hold one."""
    return (
        tuple(word.strip() for word in value.split("、") if word.strip()) if isinstance(value, str) else value
    )


_List = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class _Words(Frozen):
    """A concept as it is written: its words, and the names of narrower concepts whose words are its own, too.

    The words of one that is ``aside`` speak of something else about the matter (its cost, its number): where they
    stand, nothing is shown.
    """

    words: _List = ()
    includes: tuple[str, ...] = ()
    longer: _List = ()
    denial: bool = False
    fields: tuple[str, ...] = ()
    broad: bool = False
    vague: bool = False
    aside: bool = False


class _Evidence(Frozen):
    """What shows a measure (``done``), what may show it (``possible``), and what may not stand near either."""

    done: tuple[str, ...] = Field(min_length=1)
    possible: tuple[str, ...] = ()
    not_with: tuple[str, ...] = Field(default=(), alias="not")


class Lexicon:
    """Collects concepts and evidence from the files of a ruleset, and gives them to its statements."""

    def __init__(self) -> None:
        self._written: dict[str, list[_Words]] = {}
        self._alike: list[tuple[str, ...]] = []
        self._groups: tuple[tuple[str, ...], ...] = ()
        self._aside: tuple[str, ...] = ()
        self._evidence: dict[str, list[tuple[str, int, _Evidence]]] = {}
        self._places: dict[str, tuple[str, int]] = {}

    def read(self, located: Located, name: str, problems: list[Problem]) -> None:
        """Take up what a file holds of the lexicon; what does not fit becomes problems."""
        for group in located.data.get("spellings") or ():
            self._alike.append(tuple(map(str, group)))
        for key, raw in (located.data.get("concepts") or {}).items():
            path = f"$.concepts.{key}"
            try:
                words = _Words.model_validate(raw if isinstance(raw, dict) else {"words": raw})
            except ValidationError as error:
                problems.extend(model_problems(error, located, path, name, "concept"))
                continue
            self._written.setdefault(str(key), []).append(words)
            self._places.setdefault(str(key), (name, located.line(path)))
        for key, raw in (located.data.get("evidence") or {}).items():
            path = f"$.evidence.{key}"
            try:
                shown = _Evidence.model_validate(raw)
            except ValidationError as error:
                problems.extend(model_problems(error, located, path, name, "evidence"))
                continue
            self._evidence.setdefault(str(key), []).append((name, located.line(path), shown))

    def given_to(self, statements: Iterable[Statement], problems: list[Problem]) -> tuple[Statement, ...]:
        """Return the statements with their evidence, every meeting read; what cannot be read becomes problems."""
        self._groups = tuple(self._alike)
        self._aside = tuple(name for name, written in self._written.items() if any(w.aside for w in written))
        concepts = self._concepts(problems)
        vague = tuple(c for c in concepts.values() if c.vague)
        known = tuple(statements)
        measures = {s.id for s in known if isinstance(s, Expect)}
        for key, written in self._evidence.items():
            if key not in measures:
                near = get_close_matches(key, measures, n=1)
                remedy = f"did you mean `{near[0]}`?" if near else "see `shikii rules list`"
                problems.append(
                    problem_at("ruleset.evidence", *written[0][:2], key, "no measure has this id", remedy)
                )
        out: list[Statement] = []
        for s in known:
            one = self._with_evidence(s) if isinstance(s, Expect) else s
            for mentions in _mentions(one):
                mentions.set_meetings(tuple(self._read(one, mentions, concepts, problems)))
            shown = one.shown_by if isinstance(one, Expect) else None
            if isinstance(one, Expect) and shown:
                _foresee(one, vague)
                if not shown.patterns and not shown.meets:
                    message = "nothing shows it: neither a pattern nor concepts that meet"
                    remedy = (
                        "write `patterns:` or `meets:`, or its evidence in a file of the folder `evidence`"
                    )
                    problems.append(problem_at("ruleset.evidence", s.file, s.line, s.id, message, remedy))
            out.append(one)
        return tuple(out)

    def _with_evidence(self, s: Expect) -> Expect:
        written = [shown for _, _, shown in self._evidence.get(s.id, ())]
        if not written:
            return s
        done = tuple(m for w in written for m in w.done)
        possible = tuple(m for w in written for m in w.possible)
        apart = tuple(n for w in written for n in w.not_with)
        shown = s.shown_by.model_copy(update={"meets": (*s.shown_by.meets, *done), "not_with": apart})
        # the old words for what may be said struck near-misses as often as statements
        may = Mentions(sections=s.shown_by.sections, meets=possible, not_with=apart)
        return s.model_copy(update={"shown_by": shown, "may_show": may})

    def _concepts(self, problems: list[Problem]) -> dict[str, Concept]:
        return {name: self._concept(name, problems) for name in self._written}

    def _concept(self, name: str, problems: list[Problem]) -> Concept:
        written = self._written[name]
        words = list(dict.fromkeys(self._words(name, problems, ())))
        return Concept(
            name,
            tuple(words),
            tuple(dict.fromkeys(long for w in written for long in w.longer)),
            denial=any(w.denial for w in written),
            fields=frozenset(f for w in written for f in w.fields),
            broad=any(w.broad for w in written),
            vague=any(w.vague for w in written),
            alike=self._groups,
        )

    def _words(self, name: str, problems: list[Problem], above: tuple[str, ...]) -> Iterator[str]:
        for written in self._written[name]:
            yield from written.words
            for other in written.includes:
                if other in self._written and other not in (name, *above):
                    yield from self._words(other, problems, (*above, name))
                else:
                    message = "a concept includes itself" if other in self._written else "no such concept"
                    problems.append(
                        problem_at(
                            "ruleset.concept", *self._places[name], other, message, "name another concept"
                        )
                    )

    def _read(
        self, s: Statement, mentions: Mentions, concepts: Mapping[str, Concept], problems: list[Problem]
    ) -> Iterator[Meeting]:
        apart = "".join(f" - {n}" for n in (*mentions.not_with, *self._aside))
        for text in mentions.meets:
            try:
                yield meeting(_with(text, apart), concepts)
            except Unreadable as error:
                near = get_close_matches(error.word, concepts, n=1)
                remedy = f"did you mean `{near[0]}`?" if near else "add it to a file of the folder `lexicon`"
                message = f"in the evidence 「{text}」: {error.why}"
                problems.append(
                    problem_at("ruleset.concept", s.file, s.line, f"{s.id}: {error.word}", message, remedy)
                )


def _with(text: str, apart: str) -> str:
    """Put what is ruled out everywhere before the distance a meeting may end with."""
    head, tilde, distance = text.partition(" ~")
    return f"{head}{apart}{tilde}{distance}"


def _foresee(s: Expect, vague: tuple[Concept, ...]) -> None:
    """Read off what shows a measure which sentences may show it, and which come nearest where none does."""
    strong = s.shown_by.meetings
    if s.may_show:
        s.may_show.set_meetings((*s.may_show.meetings, *(m for one in strong for m in weaker(one, vague))))
    near = Mentions(sections=s.shown_by.sections, not_with=s.shown_by.not_with)
    near.set_meetings(tuple(m for one in strong for m in about(one)))
    s.set_nearest(near if near.meetings else None)


def _mentions(s: Statement) -> tuple[Mentions, ...]:
    if isinstance(s, Expect):
        return tuple(m for m in (s.shown_by, s.may_show) if m)
    if isinstance(s, Define) and s.by.mentions:
        return (s.by.mentions,)
    return ()
