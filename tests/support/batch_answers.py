"""The answers of a batch as one evaluation per record, to be compared with the other executors."""

from shikii.engine.evaluation.evaluation import Evaluation
from shikii.engine.evaluation.truth import Truth
from shikii.engine.executors.frames.run import evaluate_frames
from shikii.engine.executors.worlds import joined, worlds
from shikii.facts.affair.columns import KEYS, columns_of, frames_of, possible_of


def batch_answers(program, records):
    """Decode a batch into one evaluation per record, as plain dicts; the worlds of a record are joined."""
    each = [worlds(program, r) if r.choices else (r,) for r in records]
    answers = iter(_plain(program, [world for own in each for world in own]))
    found = [joined([Evaluation(*next(answers)) for _ in own]) for own in each]
    return [(dict(e.values), dict(e.truths), dict(e.rows)) for e in found]


def _plain(program, records):
    done = evaluate_frames(program, frames_of(records, program.vocabulary))
    values = [{} for _ in records]
    truths = [{} for _ in records]
    rows = [{} for _ in records]
    names = {p.fact for stratum in program.strata for p in stratum}
    names |= {f"{p.fact}.conflict" for stratum in program.strata for p in stratum if p.narrows}
    for name in names:
        fact = program.vocabulary[name]
        frame = done.frames[fact.scope]
        for row in frame.select(*KEYS[fact.scope], *columns_of(fact)).iter_rows():
            keys = len(KEYS[fact.scope])
            values[row[0]][name, tuple(row[1:keys])] = possible_of(fact, row[keys:])
    word = {1: Truth.TRUE, 0: Truth.FALSE, None: Truth.UNKNOWN}
    for leaf in program.leaves:
        frame = done.truths[leaf.scope]
        for row in frame.select(*KEYS[leaf.scope], f"{leaf.rule}/{leaf.part}").iter_rows():
            truths[row[0]][leaf.rule, leaf.part, tuple(row[1:-1])] = word[row[-1]]
    for name, frame in done.rows.items():
        keys = KEYS[program.vocabulary[name].scope]
        for row in frame.iter_rows(named=True):
            index = tuple(row[k] for k in keys[1:])
            rows[row[keys[0]]][name, index] = frozenset(c for c in frame.columns if c not in keys and row[c])
    return list(zip(values, truths, rows, strict=True))
