"""Protects: an affair written as plain data reads back as the same affair."""

import copy
import datetime as dt
import json
from pathlib import Path

import pytest
from effort import examples
from example_affair import AFFAIR, DAY, again
from hypothesis import given
from hypothesis import strategies as st

from shikii import (
    Affair,
    assess,
    merge_affairs,
    read_affair,
    read_document,
    read_facts,
)
from shikii.facts.affair.affair import File, Note, Place, Source, Thing, agreed
from shikii.facts.values import INF, UNDECIDED, Options, Range
from shikii.facts.vocabulary import Kind, Scope, load_vocabulary

ROOT = Path(__file__).parents[1]

V = load_vocabulary()
WORDS = st.text("甲乙丙丁あいう1 ", min_size=1, max_size=6).map(lambda s: "字" + s.strip())
ORDINALS = st.integers(dt.date(1990, 1, 1).toordinal(), dt.date(2040, 1, 1).toordinal())
PLACES = st.none() | st.builds(Place, WORDS, st.none() | st.integers(1, 99), st.just("") | WORDS)


def ranges(ends, most):
    return st.tuples(ends, ends).map(lambda e: Range(min(e), max(e))) | ends.map(lambda lo: Range(lo, most))


def values(fact):
    ids = [o.id for o in fact.options]
    match fact.kind:
        case Kind.COUNT:
            return ranges(st.integers(0, 10**7), INF) | st.integers(0, 10**12).map(lambda n: Range(n, n))
        case Kind.DAYS:
            return st.integers(-99, 99).map(lambda n: Range(n, n))
        case Kind.DATE:
            return ranges(ORDINALS, dt.date(2041, 1, 31).toordinal())
        case Kind.YESNO:
            return st.sampled_from([Options.of("yes"), Options.of("no"), UNDECIDED])
        case Kind.CHOICE:
            return st.sets(st.sampled_from(ids), min_size=1).map(lambda s: Options(frozenset(s)))
        case Kind.TICKS:
            return st.sets(st.sampled_from(ids)).map(lambda s: tuple(sorted(s)))
        case _:
            return WORDS


@st.composite
def affairs(draw):
    """Any affair a reader can make: values, ranges, blanks, conflicts, places, lists whole or short, passages, measures."""
    places, sources = {}, {}

    def thing(scope, index, kind=Thing, **more):
        said, blank = {}, set()
        facts = [f for f in V.of_scope(scope) if not f.derived]
        for fact in draw(st.lists(st.sampled_from(facts), max_size=4, unique_by=lambda f: f.name)):
            told = [
                Source(draw(values(fact)), draw(PLACES))
                for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3])))
            ]
            place = next((s.place for s in told if s.place), None)
            if len(told) == 1 and draw(st.integers(0, 4)) == 0:
                blank.add(fact.name)
            else:
                value, _ = agreed([s.value for s in told])
                said |= {} if value is None else {fact.name: value}
                if len(told) > 1:
                    sources[fact.name, index] = tuple(told)
            if place:
                places[fact.name, index] = place
        return kind(values=said, blank=frozenset(blank), **more)

    def rows(scope, parent=()):
        number = draw(st.sampled_from([None, 0, 1, 2]))
        return None if number is None else tuple(thing(scope, (*parent, i)) for i in range(number))

    def file(i):
        measures = draw(
            st.dictionaries(WORDS, st.sampled_from(["done", "not_done", "not_stated"]), max_size=2)
        )
        listed = rows(Scope.ENTRUSTMENT, (i,))
        made = thing(
            Scope.FILE, (i,), File, entrustments=listed, listed_all=draw(st.booleans()), measures=measures
        )
        if made.option("file.entrusts") == "no" and listed is None:
            return File(made.values, made.blank, (), made.listed_all, made.measures)
        return made

    lines = st.lists(st.tuples(st.integers(1, 999), WORDS), max_size=2).map(tuple)
    files = draw(st.sampled_from([None, 0, 1, 2]))
    return thing(
        Scope.AFFAIR,
        (),
        Affair,
        source=draw(WORDS),
        known_files=None if files is None else tuple(file(i) for i in range(files)),
        files_listed_all=draw(st.booleans()),
        systems=rows(Scope.SYSTEM),
        incidents=rows(Scope.INCIDENT),
        publications=rows(Scope.PUBLICATION),
        changes=rows(Scope.CHANGE),
        passages=tuple(draw(st.lists(st.builds(Note, st.none() | WORDS, WORDS, lines), max_size=2))),
        unknown_reasons=draw(st.dictionaries(WORDS, WORDS, max_size=2)),
        places=places,
        sources=sources,
    )


@examples(120)
@given(affairs())
def test_an_affair_reads_back_from_its_plain_data(affair):
    data = affair.to_dict()
    assert read_affair(json.loads(json.dumps(data, ensure_ascii=False))) == affair
    assert again(affair) == affair
    assert hash(copy.deepcopy(affair)) == hash(affair)


@pytest.mark.parametrize(
    "path",
    [p for p in sorted((ROOT / "examples").rglob("*.yaml")) if "rulesets" not in p.parts]
    + sorted((ROOT / "examples").rglob("*.txt")),
    ids=lambda p: p.name,
)
def test_the_examples_read_back_too(path):
    for affair in (read_facts if path.suffix == ".yaml" else read_document)(path):
        assert read_affair(json.loads(json.dumps(affair.to_dict(), ensure_ascii=False))) == affair


def test_merged_affairs_and_told_ones_read_back():
    merged = merge_affairs(
        AFFAIR, read_affair({"headcount": 5, "handlers": 600, "systems": [{"name": "甲"}]}, "b")
    )
    assert read_affair(merged.to_dict()) == merged
    told = AFFAIR.telling(handlers=20)
    assert read_affair(told.to_dict()).to_dict() == told.to_dict()
    assert assess(read_affair(merged.to_dict()), as_of=DAY) == assess(merged, as_of=DAY)
