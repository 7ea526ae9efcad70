"""The levels that each executor leaves possible, for many records at once: only what the level rests on is run."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache

import numpy as np
import polars as pl
from oracle.draws import whole
from oracle.exemptions import KINDS
from oracle.law import LEVELS, MANY
from oracle.records import written_count
from oracle.vectors import CLAIM_BITS

from shikii import load_ruleset, merge_affairs, read_affair
from shikii.engine.assess import program_of
from shikii.engine.evaluation.prepare import prepare
from shikii.engine.evaluation.view import View
from shikii.engine.executors.durable import evaluate_session
from shikii.engine.executors.frames.run import evaluate_frames
from shikii.engine.executors.reference import evaluate
from shikii.engine.level.determination import LEVEL, level_table, reached
from shikii.facts.affair.columns import frames_of, options_of
from shikii.facts.values import INF
from shikii.facts.vocabulary import Scope, load_vocabulary
from shikii.reports.page.html import asset
from shikii.reports.page.prescreen_page import form_data


@lru_cache(maxsize=16)
def level_program(day):
    """The program of a day without what no level rests on; the records here have no texts to be searched."""
    whole = program_of(load_ruleset(), day)
    wanted = {LEVEL}
    strata = []
    for stratum in reversed(whole.strata):
        strata.append(tuple(p for p in stratum if p.fact in wanted))
        for produce in strata[-1]:
            wanted |= {name.removesuffix(".conflict") for name in _names(produce)}
    decide, _ = level_table(whole)
    kept = tuple(s for s in reversed(strata) if s)
    return replace(whole, strata=kept, leaves=(), statements=(decide,), mentions=(), comparisons=())


def _names(part):
    """Every word in a step: the facts it reads are among them."""
    match part:
        case str():
            yield part
        case dict():
            for key, value in part.items():
                yield from _names(key)
                yield from _names(value)
        case tuple() | list() | frozenset():
            for one in part:
                yield from _names(one)
        case _ if is_dataclass(part):
            for field in fields(part):
                yield from _names(getattr(part, field.name))


def built(records):
    """One affair from one record, or from several that are merged."""
    return merge_affairs(*(read_affair(data, f"出典{i}") for i, data in enumerate(records)))


def by_reference(day, affairs, run=evaluate):
    """The levels by the reference, as an assessment reads them off the table."""
    program = level_program(day)
    _, table = level_table(program)
    out = []
    for affair in affairs:
        record = prepare(program, affair).record
        view = View(program, record, run(program, record))
        out.append(frozenset(row.outcome for row in reached(table, view.get)))
    return out


def by_session(day, affairs):
    """The levels by a session of durable_rules."""
    return by_reference(day, affairs, evaluate_session)


def by_frames(day, affairs):
    """The levels by the frames, all records in one batch."""
    program = level_program(day)
    records = [prepare(program, affair).record for affair in affairs]
    done = evaluate_frames(program, frames_of(records, program.vocabulary))
    fact = program.vocabulary[LEVEL]
    words = options_of(fact)
    column = done.frames[Scope.AFFAIR].sort("row")[f"{LEVEL}.may"]
    return [frozenset(w for i, w in enumerate(words) if bits >> i & 1) for bits in column.to_list()]


def frames_drawn(day, drawn):
    """The levels of affairs drawn in columns (:mod:`oracle.draws`) by the frames, as bits of the oracle."""
    return _bits(day, _columns(drawn))


def count_columns(name, counts, where=slice(None)):
    """The two columns of a count."""
    hi = counts.hi[where]
    return {f"{name}.lo": counts.lo[where], f"{name}.hi": np.where(hi >= MANY, INF, hi)}


def choice_columns(name, bits, words, where=slice(None)):
    """The column of a choice, from bits in the order of some words to bits in the order of the vocabulary."""
    own = [options_of(load_vocabulary()[name]).index(w) for w in words]
    told = bits[where]
    return {f"{name}.may": sum((told >> i & 1) << k for i, k in enumerate(own)).astype(np.uint32)}


def affair_columns(persons, engaged, incident, claims, kinds):
    """The columns of the facts of affairs."""
    return {
        **count_columns("headcount", persons),
        **count_columns("handlers", engaged),
        **choice_columns("incident_within_1y", incident, ("yes", "no")),
        **choice_columns("exemption", claims, CLAIM_BITS),
        **choice_columns("organization_kind", kinds, KINDS),
    }


def told(sets, i):
    """One of the sets as a facts file."""
    persons, engaged, incident, claims, kinds = sets
    out = {
        "headcount": written_count((int(persons.lo[i]), int(persons.hi[i]))),
        "handlers": written_count((int(engaged.lo[i]), int(engaged.hi[i]))),
        "exemption": [w for k, w in enumerate(CLAIM_BITS) if claims[i] >> k & 1],
        "organization_kind": [w for k, w in enumerate(KINDS) if kinds[i] >> k & 1],
    }
    return out | ({"incident_within_1y": "yes" if incident[i] == 1 else "no"} if incident[i] < 3 else {})


def _bits(day, frames):
    done = evaluate_frames(level_program(day), frames)
    column = done.frames[Scope.AFFAIR].sort("row")[f"{LEVEL}.may"].to_numpy()
    own = options_of(level_program(day).vocabulary[LEVEL])
    return sum((column >> own.index(word) & 1).astype(np.int64) << i for i, word in enumerate(LEVELS))


def frames_of_sets(day, sets):
    """The levels of sets (:mod:`oracle.sets`) by the frames, as bits of the oracle."""
    rows = np.arange(len(sets[2]), dtype=np.uint32)
    return _bits(day, {Scope.AFFAIR: pl.DataFrame({"row": rows, **affair_columns(*sets)})})


def _columns(drawn):
    n = len(drawn.incident)
    count, choice = count_columns, choice_columns
    rows = np.arange(n, dtype=np.uint32)
    affair = {
        "row": rows,
        **affair_columns(drawn.headcount, drawn.handlers, drawn.incident, drawn.claims, drawn.kinds),
        "complete:file": drawn.files_whole,
    }
    at, i0 = np.nonzero(drawn.there)
    told_items = drawn.items.hi[at, i0] < MANY
    file = {
        "row": rows[at],
        "i0": i0.astype(np.uint32),
        **count("file.persons", drawn.persons, (at, i0)),
        **count("file.users", drawn.users, (at, i0)),
        **choice("file.exemption", drawn.file_claims, CLAIM_BITS, (at, i0)),
        **choice("file.entrusts", drawn.entrusts, ("yes", "no"), (at, i0)),
        "complete:entrustment": whole(drawn)[at, i0],
    }
    items = count("file.entrusted_items", drawn.items, (at, i0))
    files = pl.DataFrame(file | items).with_columns(
        pl.when(pl.Series(told_items)).then(pl.col(c)).alias(c) for c in items
    )
    at, i0, i1 = np.nonzero(drawn.listed)
    entrustment = {
        "row": rows[at],
        "i0": i0.astype(np.uint32),
        "i1": i1.astype(np.uint32),
        **count("entrustment.handlers", drawn.staff, (at, i0, i1)),
    }
    return {
        Scope.AFFAIR: pl.DataFrame(affair),
        Scope.FILE: files,
        Scope.ENTRUSTMENT: pl.DataFrame(entrustment),
    }


_PAGE = """
const rows = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(rows.map(said => shikii.level(program, shikii.run(program, said)).possible)));
"""


def by_page(day, told, folder):
    """The levels by the script of the page, run by node; ``told`` holds for each affair its facts as the page keeps them."""
    script = folder / f"page-{day}.js"
    if not script.exists():
        data = json.dumps(form_data(load_ruleset(), day), ensure_ascii=False)
        script.write_text(f"{asset('form-engine.js')[0]}\nconst program = {data};\n{_PAGE}", "utf-8")
    run = subprocess.run(
        [shutil.which("node"), script], input=json.dumps(told), capture_output=True, text=True, check=True
    )
    return [frozenset(levels) for levels in json.loads(run.stdout)]


def drawn_for_page(drawn):
    """What the page can be told of affairs drawn in columns: everything but files."""

    def count(counts, i):
        lo, hi = int(counts.lo[i]), int(counts.hi[i])
        return [lo, None if hi >= MANY else hi]

    def choice(bits, words):
        return sorted(w for k, w in enumerate(words) if bits >> k & 1)

    return [
        {
            "headcount": count(drawn.headcount, i),
            "handlers": count(drawn.handlers, i),
            "incident_within_1y": choice(drawn.incident[i], ("yes", "no")),
            "exemption": choice(drawn.claims[i], CLAIM_BITS),
            "organization_kind": choice(drawn.kinds[i], KINDS),
        }
        for i in range(len(drawn.incident))
    ]
