"""Random rulesets and records for the tests of meaning: everything the grammar has, sound by construction.

A seed gives the same ruleset and records for ever, so a failure can be run again by its seed.
"""

from __future__ import annotations

import datetime as dt
import json
import random

from shikii.facts.affair.record import Record, Row
from shikii.facts.values import NO, YES, Options, Range
from shikii.facts.vocabulary import PARENTS, Kind, Scope, load_vocabulary
from shikii.rulesets.loader import read_ruleset
from shikii.rulesets.program.program import Program, compile_program

AS_OF = dt.date(2025, 4, 1)
V = load_vocabulary()
BASE = dt.date(2024, 1, 1).toordinal()
FACTS = {
    Scope.AFFAIR: [
        "headcount",
        "handlers",
        "incident_within_1y",
        "organization_kind",
        "published",
        "nws_linkage",
    ],
    Scope.FILE: ["file.users", "file.entrusts", "file.kind", "file.holding_start", "file.methods:paper"],
    Scope.ENTRUSTMENT: ["entrustment.handlers", "entrustment.re_entrusts"],
    Scope.INCIDENT: ["incident.persons", "incident.occurred", "incident.my_number"],
    Scope.PUBLICATION: ["publication.on", "publication.kind"],
}
CHILDREN = {
    Scope.AFFAIR: [Scope.FILE, Scope.ENTRUSTMENT, Scope.INCIDENT, Scope.PUBLICATION],
    Scope.FILE: [Scope.ENTRUSTMENT],
}


class Maker:
    """Makes one ruleset from a seed.

    ``contradicting``: definitions may say both yes and no, rules ask whether sources contradict, and some definitions
    are not in force. The laws do not hold of such rulesets; the executors must agree on them all the same.
    """

    def __init__(self, seed: int, *, contradicting: bool = False) -> None:
        self.r = random.Random(seed)
        self.contradicting = contradicting
        self.facts = {scope: list(names) for scope, names in FACTS.items()}
        self.kinds: dict[str, Kind] = {}
        self.rules: list[dict] = []

    def seen(self, scope: Scope) -> list[str]:
        above: Scope | None = scope
        names: list[str] = []
        while above is not None:
            names += self.facts.get(above, [])
            above = PARENTS[above]
        return names

    def kind(self, name: str) -> Kind:
        return self.kinds[name] if name in self.kinds else V[name].kind

    def test(self, name: str):
        r, k = self.r, self.r.randint(0, 20)
        match self.kind(name):
            case Kind.COUNT | Kind.DAYS:
                return r.choice(
                    [
                        k,
                        f">= {k}",
                        f"< {k + 1}",
                        f"!= {k}",
                        f"{k}..{k + r.randint(0, 9)}",
                        [k, f"> {k + 3}"],
                        f"..{k}",
                    ]
                )
            case Kind.DATE:
                day = dt.date.fromordinal(BASE + 30 * k).isoformat()
                return r.choice(
                    [
                        f">= {day}",
                        f"< {day}",
                        "within 1 year before as_of",
                        "more than 6 months before as_of",
                        "after as_of",
                    ]
                )
            case Kind.CHOICE:
                options = [o.id for o in V[name].options]
                return r.choice(
                    [r.choice(options), r.sample(options, min(2, len(options))), f"not {r.choice(options)}"]
                )
            case _:
                return r.choice(["yes", "no"])

    def condition(self, scope: Scope, depth: int = 2):
        r = self.r
        roll = r.random()
        if depth == 0 or roll < 0.35:
            name = r.choice(self.seen(scope))
            if name in V and f"{name}.stated" in V and r.random() < 0.1:
                return {name: r.choice(["stated", "blank"])}
            return {name: self.test(name)}
        parts = [self.condition(scope, depth - 1) for _ in range(r.randint(1, 3))]
        return {"any": parts} if roll < 0.6 else {"all": parts} if roll < 0.85 else {"not": parts[0]}

    def sides(self, scope: Scope, depth: int) -> dict:
        """Say when yes and when no; a definition that could say both would contradict itself."""
        yes = self.condition(scope, depth)
        if self.contradicting and self.r.random() < 0.6:
            return {"yes_if": yes, "no_if": yes if self.r.random() < 0.5 else self.condition(scope, depth)}
        return {"yes_if": yes, "no_if": {"all": [{"not": yes}, self.condition(scope, depth)]}}

    def rule(self, kind: str, value: str, **more) -> None:
        base = {"title": "t", "basis": ["x"], "confidence": "known"}
        self.rules.append({kind: value, "id": f"{kind}.{len(self.rules)}", **base, **more})

    def define(self, n: int) -> None:
        r = self.r
        scope = r.choice([Scope.AFFAIR, Scope.AFFAIR, Scope.FILE])
        name = f"made{n}" if scope is Scope.AFFAIR else f"file.made{n}"
        child = r.choice(CHILDREN[scope])
        numbers = [f for f in FACTS[child] if V[f].kind is Kind.COUNT]
        dates = [f for f in self.seen(scope) if self.kind(f) is Kind.DATE]
        ways: list[tuple[Kind, dict]] = [
            (Kind.YESNO, {"when": self.condition(scope)}),
            (Kind.YESNO, self.sides(scope, 2)),
            (
                Kind.YESNO,
                {"readings": {"strict": self.condition(scope), "lax": self.condition(scope), "why": "w"}},
            ),
            (Kind.YESNO, {r.choice(["any", "all"]): {"of": child, "where": self.condition(child)}}),
            (Kind.COUNT, {"count": {"of": child, "where": self.condition(child)}}),
        ]
        if numbers:
            where = {"where": self.condition(child)} if r.random() < 0.5 else {}
            least = {r.choice(["max", "sum"]): numbers, **where}
            most = {r.choice(["sum", "max"]): numbers, **where}
            ways.append(
                (
                    Kind.COUNT,
                    r.choice(
                        [
                            {"at_least": least},
                            {"at_most": most},
                            {"at_least": {"max": numbers, **where}, "at_most": {"sum": numbers, **where}},
                        ]
                    ),
                )
            )
        if dates:
            ways.append(
                (
                    Kind.DAYS,
                    {
                        "difference": {
                            "from": r.choice(dates),
                            "minus": r.choice(dates),
                            "plus": r.randint(0, 1),
                        }
                    },
                )
            )
        if child in (Scope.INCIDENT, Scope.PUBLICATION):
            of = "incident.occurred" if child is Scope.INCIDENT else "publication.on"
            ways.append(
                (Kind.DATE, {r.choice(["latest", "earliest"]): {"of": of, "where": self.condition(child)}})
            )
        kind, by = r.choice(ways)
        self.rule("define", name, fact={"kind": kind.value, "ja": name}, by=by)
        self.kinds[name] = kind
        self.facts[scope].append(name)

    def narrow(self) -> None:
        """Bound facts that may also be given; what they read must not depend on them."""
        r = self.r
        self.facts[Scope.AFFAIR] = [
            f for f in self.facts[Scope.AFFAIR] if f not in ("handlers", "incident_within_1y")
        ]
        more = {"in_force": {"from": "2030-01-01"}} if self.contradicting and r.random() < 0.5 else {}
        if r.random() < 0.7:
            sources = ["file.users", "entrustment.handlers"]
            by = {"at_least": {"max": sources}, "at_most": {"sum": sources}}
            self.rule("define", "handlers", by=by, **more)
        if r.random() < 0.7:
            self.rule("define", "incident_within_1y", by=self.sides(Scope.AFFAIR, 1), **more)
            self.rule("define", "incident_within_1y", by={"no_if": self.condition(Scope.AFFAIR, 1)}, **more)
        self.facts[Scope.AFFAIR] += ["handlers", "incident_within_1y"]
        if self.contradicting:
            asked = [f"{name}.conflict" for name in dict.fromkeys(r["define"] for r in self.rules)]
            self.kinds |= dict.fromkeys(asked, Kind.YESNO)
            self.facts[Scope.AFFAIR] += asked

    def table(self) -> None:
        """Split the space of a few facts again and again: complete and without overlap by construction."""
        outcomes = ["low", "middle", "high"]
        rows: list[dict] = []

        def split(tests: list[dict], free: list[str]) -> None:
            if not free or (tests and self.r.random() < 0.25):
                rows.append(
                    {
                        "id": f"row{len(rows)}",
                        "when": {"all": tests} if tests else {"headcount": ">= 0"},
                        "then": self.r.choice(outcomes),
                        "title": "t",
                        "basis": ["x"],
                        "confidence": "known",
                    }
                )
                return
            name, rest = free[0], free[1:]
            if self.kind(name) is Kind.COUNT:
                edges = sorted(self.r.sample(range(1, 21), self.r.randint(1, 3)))
                cells = [
                    f"..{edges[0] - 1}",
                    *(f"{a}..{b - 1}" for a, b in zip(edges, edges[1:], strict=False)),
                    f"{edges[-1]}..",
                ]
            elif self.kind(name) is Kind.CHOICE:
                options = [o.id for o in V[name].options]
                self.r.shuffle(options)
                at = self.r.randint(1, len(options) - 1)
                cells = [options[:at], options[at:]]
            else:
                cells = ["yes", "no"]
            for cell in cells:
                split([*tests, {name: cell}], rest)

        usable = [
            f for f in self.facts[Scope.AFFAIR] if self.kind(f) in (Kind.COUNT, Kind.YESNO, Kind.CHOICE)
        ]
        split([], self.r.sample(usable, min(len(usable), self.r.randint(1, 4))))
        words = [{"id": o, "ja": o, "en": o, "phrase": o} for o in outcomes]
        self.rule("decide", "outcome", outcomes=words, rows=rows)

    def ruleset(self):
        self.narrow()
        for n in range(self.r.randint(0, 5)):
            self.define(n)
        self.table()
        for _ in range(self.r.randint(1, 4)):
            scope = self.r.choice(list(FACTS))
            self.rule(
                "check",
                "consistency",
                severity="note",
                detail="d",
                advice="a",
                when=self.condition(scope),
                **{"for": scope.value},
            )
        self.rule("oblige", "duty", when=self.condition(Scope.AFFAIR), met=self.condition(Scope.AFFAIR))
        self.rule(
            "expect",
            "required",
            risks=["in-1"],
            shown_by={"patterns": ["x"]},
            shows=["x"],
            when=self.condition(Scope.FILE, 1),
        )
        return read_ruleset([("made.yaml", json.dumps({"rules": self.rules}))])


def program(seed: int, *, contradicting: bool = False) -> Program:
    """Compile the ruleset of a seed."""
    return compile_program(Maker(seed, contradicting=contradicting).ruleset(), AS_OF)


def value(r: random.Random, name: str, vocabulary=V):
    """Make what is known of a fact: nothing, everything, or something in between."""
    fact = vocabulary[name]
    if isinstance(fact.anything, Range):
        base = BASE if fact.kind is Kind.DATE else 0
        step = 30 if fact.kind is Kind.DATE else 1
        low = base + step * r.randint(0, 25)
        roll = r.random()
        if roll < 0.5:
            return Range(low, low)
        if roll < 0.7:
            return Range(low, fact.anything.hi)
        return Range(low, low + step * r.randint(0, 12))
    options = sorted(fact.anything.members)
    return Options(frozenset(r.sample(options, 1 if r.random() < 0.7 else r.randint(1, len(options)))))


def record(seed: int, made: Program) -> Record:
    """Make a partial record for a program: facts missing, lists unknown or half known."""
    r = random.Random(seed)
    measures = [n for n in made.vocabulary.by_name if n.startswith("file.measures.")]

    def row(scope: Scope, index: tuple[int, ...]) -> Row:
        values = {}
        for name in [*FACTS[scope], *(measures if scope is Scope.FILE else ())]:
            if r.random() < 0.65:
                values[name] = value(r, name, made.vocabulary)
                if f"{name}.stated" in V and r.random() < 0.5:
                    values[f"{name}.stated"] = YES
            elif f"{name}.stated" in V and r.random() < 0.15:
                values[f"{name}.stated"] = NO
            if f"{name}.conflict" in made.vocabulary and r.random() < 0.1:
                values[f"{name}.conflict"] = YES  # sources that were told contradict one another
        return Row(index, values)

    rows = {Scope.AFFAIR: (row(Scope.AFFAIR, ()),)}
    complete = set()
    for scope in (Scope.FILE, Scope.INCIDENT, Scope.PUBLICATION):
        rows[scope] = tuple(row(scope, (i,)) for i in range(r.choice([0, 1, 1, 2, 3])))
        if r.random() < 0.7:
            complete.add((scope, ()))
    inner = []
    for file in rows[Scope.FILE]:
        inner += [row(Scope.ENTRUSTMENT, (*file.index, j)) for j in range(r.randint(0, 2))]
        if r.random() < 0.7:
            complete.add((Scope.ENTRUSTMENT, file.index))
    rows[Scope.ENTRUSTMENT] = tuple(inner)
    return Record(rows, frozenset(complete))


def completion(seed: int, partial: Record, made: Program) -> Record:
    """Settle every given fact to one value that was possible and call every list whole."""
    r = random.Random(seed)
    rows = {}
    for scope, listed in partial.rows.items():
        names = FACTS.get(scope, [])
        out = []
        for row in listed:
            values = dict(row.values)
            for name in names:
                possible = values.get(name, made.vocabulary[name].unsaid)
                values[name] = settle(r, possible, made.vocabulary[name])
            out.append(Row(row.index, values))
        rows[scope] = tuple(out)
    complete = {(s, ()) for s in (Scope.FILE, Scope.INCIDENT, Scope.PUBLICATION)}
    complete |= {(Scope.ENTRUSTMENT, f.index) for f in partial.of(Scope.FILE)}
    return Record(rows, frozenset(complete))


def agrees(evaluation) -> bool:
    """Whether what was concluded contradicts nothing that was told."""
    return not any(n.endswith(".conflict") and "yes" in v.members for (n, _), v in evaluation.values.items())


def consistent(record: Record, evaluation) -> bool:
    """Whether no two sources of a fact contradict one another, neither as told nor as concluded.

    The laws speak of such records: under a contradiction a fact is whatever any source allows, and a source that
    learns more may then add to it.
    """
    told = any(
        name.endswith(".conflict") for rows in record.rows.values() for row in rows for name in row.values
    )
    return not told and agrees(evaluation)


def settle(r: random.Random, possible, fact):
    """Choose one value of those possible; far ends are drawn near the numbers the tests use."""
    if isinstance(possible, Options):
        return Options.of(r.choice(sorted(possible.members)))
    low = max(possible.lo, BASE if fact.kind is Kind.DATE else 0)
    low = min(low, possible.hi)
    high = min(possible.hi, low + (900 if fact.kind is Kind.DATE else 40))
    at = r.randint(low, max(low, high))
    return Range(at, at)
