"""Score the importer against hand-made labels of published documents, which stay outside the repository."""

from __future__ import annotations

import importlib.util
import json
import os
import time
from pathlib import Path

import pytest

from shikii.facts.documents.reader import read_published
from shikii.facts.forms.model import load_forms

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("SHIKII_PUBLISHED", ROOT.parent / "shared" / "published"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (FOLDER / "score.py").is_file(),
        reason=f"no labelled documents in {FOLDER} (set SHIKII_PUBLISHED)",
    ),
]


@pytest.fixture(scope="module")
def score():
    spec = importlib.util.spec_from_file_location("published_score", FOLDER / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def documents():
    forms = load_forms(ROOT / "rulesets" / "my-number-pia" / "forms")
    out = {}
    for path in sorted(FOLDER.glob("*.txt")):
        began = time.process_time()
        found = read_published(path.read_bytes(), path.name, forms)
        out[path.name] = (found, time.process_time() - began)
    return out


def facts(assessment):
    return {r.path: list(r.value) if isinstance(r.value, tuple) else r.value for r in assessment.readings}


def tally(score, documents):
    """Count right, wrong and missing by group, with the comparison of score.py."""
    totals, wrong = {}, []
    for path in sorted(FOLDER.glob("*.labels.json")):
        label = json.loads(path.read_text("utf-8"))
        want = label["facts"]
        got = max(
            (facts(a) for a in documents[label["document"]][0]),
            key=lambda f: (
                f.get("form") == want["form"],
                sum(score.same(k, f.get(k), v) for k, v in want.items()),
            ),
        )
        for key, value in want.items():
            row = totals.setdefault(score.group(key), [0, 0, 0])
            kind = 2 if got.get(key) is None else int(not score.same(key, got[key], value))
            row[kind] += 1
            if kind == 1:
                wrong.append(f"{path.stem} {key}: {value!r} but {got[key]!r}")
    return totals, wrong


def test_found_and_wrong(score, documents):
    totals, wrong = tally(score, documents)
    right, bad, missing = (sum(row[i] for row in totals.values()) for i in range(3))
    every = right + bad + missing
    print({group: "/".join(map(str, row)) for group, row in sorted(totals.items())})  # noqa: T201
    print(f"found {right / every:.1%}, wrong {bad / every:.2%} of {every}")  # noqa: T201
    assert right >= 0.90 * every
    assert bad <= 0.01 * every, wrong


def test_time(documents):
    assert {name: took for name, (_, took) in documents.items() if took > 2} == {}


def test_a_changed_answer_is_never_overlooked_on_another_question(documents):
    """Swap single answers: no other fact may change its value, and nothing may appear."""
    forms = load_forms(ROOT / "rulesets" / "my-number-pia" / "forms")
    swaps = (
        ("[ 十分である", "[ 課題が残されている"),
        ("定めている[", "定めていない["),
        ("[十分である]", "[課題が残されている]"),
    )
    for name, (before, _) in documents.items():
        text = (FOLDER / name).read_text("utf-8")
        base = [facts(a) for a in before]
        for old, new in swaps:
            at = [i for i in range(len(text)) if text.startswith(old, i)][::7][:8]
            for i in at:
                changed = text[:i] + new + text[i + len(old) :]
                now = [facts(a) for a in read_published(changed.encode(), name, forms)]
                moved = [k for a, b in zip(base, now, strict=True) for k in a if k in b and a[k] != b[k]]
                assert len(moved) <= 1, (name, i, moved)
                assert not [k for a, b in zip(base, now, strict=True) for k in b if k not in a]
