"""The facts that ``judge`` rules read: how many measures of a strength are in a state, and what is declared of the risk."""

from __future__ import annotations

from typing import Final

from ...facts.vocabulary import Fact, Kind, Option, Scope, Vocabulary

__all__ = ["ADEQUACY", "COUNTS", "DECLARED", "DENIED", "LISTS", "OPEN", "RISK", "STATES", "STRENGTHS"]

STRENGTHS: Final = ("required", "expected", "desirable")
#: Of measures that are certainly expected, but the last: whether it is expected here cannot be told, and it is not shown.
STATES: Final = ("done", "not_done", "not_stated", "unknown", "undecided")
#: Not stated, unknown or undecided: what a reader of the text alone cannot settle.
OPEN: Final = "open"
#: What a document can answer to 「リスクへの対策は十分か」, from the lowest.
ADEQUACY: Final = ("lacking", "sufficient", "strong")
#: The declared answer, and whether the risk applies.
DECLARED: Final = ("declared", "applicable")
#: Of those not stated: a sentence reads as if the measure was not taken. That bounds nothing; a person should look.
DENIED: Final = "denied"


def _count(strength: str, state: str) -> Fact:
    words = f"{strength} {state}"
    return Fact(name=f"{strength}.{state}", scope=Scope.AFFAIR, kind=Kind.COUNT, ja=words, en=words)


#: ``required.done``, ``expected.open`` and so on.
COUNTS: Final = Vocabulary(facts=tuple(_count(s, state) for s in STRENGTHS for state in (*STATES, OPEN)))
#: What a rule can read that finds something: the counts, denials, and the declared answer. A floor or ceiling never reads the
#: latter, for a declared answer shows nothing.
RISK: Final = COUNTS.extended(
    (
        *(_count(s, DENIED) for s in STRENGTHS),
        Fact(
            name="declared",
            scope=Scope.AFFAIR,
            kind=Kind.CHOICE,
            ja="リスクへの対策は十分か",
            en="declared adequacy",
            options=tuple(Option(id=a, ja=a, en=a) for a in ADEQUACY),
        ),
        Fact(name="applicable", scope=Scope.AFFAIR, kind=Kind.YESNO, ja="該当", en="applicable"),
    )
)
#: What a finding's text can name in ``{…}``: the measures that were counted, and the words of the risk.
LISTS: Final = frozenset({*RISK.by_name, "risk", "section"}) - {"applicable"}
