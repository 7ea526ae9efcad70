"""Protects single records with a known trouble: each has its right level from the law, and its plain neighbour stays settled."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from shikii import assess, merge_affairs, read_affair

CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))
PLAIN = [c | c["plain"] | {"id": f"{c['id']}-plain", "conflicts": []} for c in CASES if "plain" in c]


@pytest.mark.parametrize("executor", ["reference", "auto"])
@pytest.mark.parametrize("case", [*CASES, *PLAIN], ids=lambda c: c["id"])
def test_level_of_the_case(case, executor):
    affair = merge_affairs(
        *(read_affair({"affair": "a", **r}, f"出典{i}") for i, r in enumerate(case["records"]))
    )
    day = case.get("day", dt.date(2026, 4, 1))
    result = assess(affair, as_of=day, executor=executor)
    assert list(result.level.possible) == case["levels"], case["because"]
    assert {c.fact for c in result.conflicts} >= set(case.get("conflicts", []))
    if "conflicts" in case and not case["conflicts"]:
        assert result.conflicts == ()
