"""Protects that a serious incident is the body's: told of one affair it holds for every affair of that body, and for no other."""

import datetime as dt
import random
from dataclasses import replace

import level_answers
from oracle.bodies import of_one_body
from oracle.known import NO, YES
from oracle.readings import SHIKII
from oracle.records import Maker, written

from shikii import assess_all

BODIES = ("架空市長", "架空市教育委員会", "試験町長")


def drawn(seed):
    """Some affairs of two bodies, most of them in the bands where an incident matters; every record is of today."""
    maker = Maker(seed)
    r = random.Random(seed)
    out = []
    for _ in range(r.choice((2, 3, 4))):
        affair = maker.affair(r.choice(BODIES[:2]) if r.random() < 0.8 else BODIES[2])
        told = ((), (YES,), (NO,))[r.randrange(3)]
        band = ((50_000, 50_000),) if r.random() < 0.8 else affair.headcount
        out.append(
            replace(
                affair,
                files=None,
                published=(),
                exemption=(),
                headcount=band,
                handlers=((10, 10),),
                incident_within_1y=told,
            )
        )
    return maker.day, out


def test_affairs_of_several_bodies():
    wrong, shared = [], 0
    for seed in range(15):
        day, affairs = drawn(seed)
        right = {}
        for body in BODIES:
            mine = [i for i, a in enumerate(affairs) if a.organization == body]
            if len(mine) > 1:
                right |= dict(zip(mine, of_one_body([affairs[i] for i in mine], day, SHIKII), strict=True))
        shared += len(right)
        records = [written(a, f"事務{i}") for i, a in enumerate(affairs)]
        results = assess_all([level_answers.built([r]) for r in records], as_of=day, executor="reference")
        wrong += [
            (day, records, i, results[i].level.possible, sorted(found.levels))
            for i, found in right.items()
            if set(results[i].level.possible) != found.levels
        ]
    assert shared > 15
    assert sorted(wrong, key=lambda found: len(str(found)))[:2] == []


def test_a_table_of_four_affairs():
    """By hand: one yes, one silent, one no of the same body contradict; another body is left alone."""
    said = (("架空市長", "yes"), ("架空市長", None), ("架空市長", "no"), ("架空市教育委員会", None))
    records = [
        {"affair": f"事務{i}", "organization": body, "headcount": 50_000, "handlers": 100}
        | ({"incident_within_1y": answer} if answer else {})
        for i, (body, answer) in enumerate(said)
    ]
    results = assess_all(
        [level_answers.built([r]) for r in records], as_of=dt.date(2026, 4, 1), executor="reference"
    )
    assert [r.level.possible for r in results] == [("basic", "key")] * 4
    results = assess_all([level_answers.built([r]) for r in records[:2]], as_of=dt.date(2026, 4, 1))
    assert [r.level.possible for r in results] == [("key",)] * 2
