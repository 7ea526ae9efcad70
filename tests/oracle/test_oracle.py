"""Protects the oracle: it shares no code with what it judges, its columns say what its single records say, and what is
under each source alone lies within what is left of all."""

import ast
import datetime as dt
from pathlib import Path

from oracle import draws
from oracle.affairs import Affair, assess
from oracle.exemptions import KINDS
from oracle.files import Entrustment, File
from oracle.law import MANY
from oracle.readings import SHIKII
from oracle.records import Maker
from oracle.vectors import CLAIM_BITS, words

HERE = Path(__file__).parent
ALLOWED = {
    "__future__",
    "collections",
    "dataclasses",
    "datetime",
    "functools",
    "itertools",
    "numpy",
    "random",
    "typing",
}


def test_it_imports_nothing_of_the_package():
    modules = [p for p in sorted(HERE.glob("*.py")) if not p.name.startswith("test_")]
    assert len(modules) >= 10
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Import():
                    taken = [alias.name for alias in node.names]
                case ast.ImportFrom():
                    assert node.level <= 1, path.name
                    taken = [] if node.level else [node.module]
                case _:
                    continue
            assert {name.split(".")[0] for name in taken} <= ALLOWED, f"{path.name}:{node.lineno}"


def span(counts, at):
    lo, hi = int(counts.lo[at]), int(counts.hi[at])
    return None if (lo, hi) == (0, MANY) else (lo, hi)


def choice(bits, words_, every):
    return None if bits == every else frozenset(w for i, w in enumerate(words_) if bits >> i & 1)


def one(drawn, i):
    """An affair drawn in columns as a single record."""
    files = tuple(
        File(
            exemption=choice(int(drawn.file_claims[i, f]), CLAIM_BITS, 0),
            persons=span(drawn.persons, (i, f)),
            users=span(drawn.users, (i, f)),
            entrusts=choice(int(drawn.entrusts[i, f]), ("yes", "no"), 3),
            entrusted_items=span(drawn.items, (i, f)),
            entrustments=tuple(
                Entrustment(handlers=span(drawn.staff, (i, f, e)))
                for e in range(draws.E)
                if drawn.listed[i, f, e]
            ),
            listed_all=bool(drawn.list_whole[i, f]),
        )
        for f in range(draws.F)
        if drawn.there[i, f]
    )
    facts = {
        "headcount": span(drawn.headcount, i),
        "handlers": span(drawn.handlers, i),
        "incident_within_1y": choice(int(drawn.incident[i]), ("yes", "no"), 3),
        "exemption": choice(int(drawn.claims[i]), CLAIM_BITS, 0),
        "kind": choice(int(drawn.kinds[i]), KINDS, draws.ANY_KIND),
    }
    told = {name: (value,) for name, value in facts.items() if value is not None}
    return Affair(**told, files=files or None)


def test_columns_say_what_single_records_say():
    drawn = draws.draw(11, 3_000)
    right = draws.expected(drawn)
    checked = 0
    for i in range(3_000):
        if drawn.files_told[i] and not drawn.files_whole[i]:
            continue  # a single record has no word for "there may be more files"
        assert words(int(right[i])) == assess(one(drawn, i), dt.date(2026, 4, 1), SHIKII).levels, i
        checked += 1
    assert checked > 2_000


def test_levels_under_each_source_lie_within_the_answer():
    apart = 0
    for seed in range(2_000):
        maker = Maker(seed)
        found = assess(maker.affair(), maker.day, SHIKII)
        assert found.apart <= found.levels
        apart += found.apart < found.levels
        rank = ("none", "basic", "key", "full").index
        assert min(map(rank, found.apart)) == min(map(rank, found.levels))
        assert max(map(rank, found.apart)) == max(map(rank, found.levels))
    assert apart > 10
