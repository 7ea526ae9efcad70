"""Score the rows of 変更箇所 against hand-made labels of published documents, which stay outside the repository.

The labels abridge the words of an item and stand in the order of the form, while pages are drawn in any order;
so a row is matched by the steps of its path, its words and its place, and among rows that the label cannot tell
apart by what agrees.
"""

from __future__ import annotations

import json
import os
import re
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from shikii.facts.documents.reader import read_published
from shikii.facts.forms.model import load_forms

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("SHIKII_PUBLISHED", ROOT.parent / "shared" / "published"))
LABELS = sorted(FOLDER.glob("*.labels.json"))
FIELDS = {"date": "on", "timing": "timing", "explanation": "explanation"}
_STEP = re.compile(r"(リスク|システム|委託事項|提供先|移転先|別紙|別添|通し番号)\(?(\d+)")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not LABELS, reason=f"no labelled documents in {FOLDER} (set SHIKII_PUBLISHED)"),
]


def norm(text: str | None) -> str:
    flat = unicodedata.normalize("NFKC", text or "")
    return re.sub(r"\s", "", flat)


def steps(text: str) -> Counter[str]:
    """The steps of a path: chapter, numbered things, the number of the file."""
    text = re.sub("特定個人情報ファイルの取扱いプロセスにおける|[.。:・]", "", text)
    out = Counter(a + b for a, b in _STEP.findall(text))
    out.update(re.findall(r"\(\d\)", text))
    if chapter := re.match(r"\(?(VI|IV|V|I{1,3})", text):
        out["chapter " + chapter[1]] += 1
    return out


def share(part: str, whole: str) -> float:
    """How much of the pairs of characters of one text another one holds."""
    a, b = (Counter(t[i : i + 2] for i in range(len(t) - 1)) for t in (part, whole))
    return sum((a & b).values()) / max(1, sum(a.values()))


def rows_of(assessment) -> list[dict[str, object]]:
    rows: dict[int, dict[str, object]] = {}
    for item in (*assessment.unknowns, *assessment.blanks, *assessment.readings):
        found = re.match(r"changes\[(\d+)\]\.(\w+)", item.path)
        if found and found[2] != "stands":
            own = rows.setdefault(int(found[1]), {"line": item.line})
            if hasattr(item, "value"):
                own[found[2]] = norm(item.value)
                if found[2] == "item":
                    own["line"] = item.line
            elif hasattr(item, "label"):
                own[found[2]] = ""
    return [rows[n] for n in sorted(rows)]


def match(labels: list[dict[str, object]], rows: list[dict[str, object]], text: list[str]) -> dict[int, int]:
    lines = sorted(int(r["line"]) for r in rows)
    pairs = []
    for j, row in enumerate(rows):
        item = str(row.get("item", ""))
        below = next((n for n in lines if n > int(row["line"])), len(text))
        near = norm("".join(text[int(row["line"]) - 1 : min(below, int(row["line"]) + 400) - 1]))
        own, around = steps(item), steps(item + near[:600])
        for i, label in enumerate(labels):
            said = norm(str(label["item"]))
            want = steps(said)
            likeness = (
                sum((want & around).values()) / max(1, sum(want.values()))
                + sum((want & own).values()) / max(1, sum((want | own).values()))
                + share(said, item + near)
                + share(item, said) / 2
                - abs(i - j) / 40
            )
            agree = sum(f in row and row[f] == norm(label[k]) for k, f in FIELDS.items())
            pairs.append((likeness + agree / 50, -abs(i - j), i, j))
    out: dict[int, int] = {}
    for likeness, _, i, j in sorted(pairs, reverse=True):
        if likeness >= 0.7 and i not in out and j not in out.values():
            out[i] = j
    return out


@pytest.fixture(scope="module")
def documents():
    forms = load_forms(ROOT / "rulesets" / "my-number-pia" / "forms")
    out = {}
    for path in sorted(FOLDER.glob("*.txt")):
        began = time.process_time()
        found = read_published(path.read_bytes(), path.name, forms)
        out[path.name] = (found, time.process_time() - began, path.read_text("utf-8").split("\n"))
    return out


@pytest.fixture(scope="module")
def scores(documents):
    out = {}
    for path in LABELS:
        label = json.loads(path.read_text("utf-8"))
        found, _, text = documents[label["document"]]
        first, last = label["lines"] or (1, len(text))
        own = [
            a
            for a in found
            if a.form == label["facts"]["form"] and abs(a.first_line - first) < 60 and a.first_line <= last
        ]
        rows = rows_of(own[0])
        matched = match(label["changes"], rows, text)
        tally: Counter[str] = Counter(labelled=len(label["changes"]), read=len(rows), found=len(matched))
        for i, j in matched.items():
            for key, name in FIELDS.items():
                want = label["changes"][i][key]
                if want is None and key == "timing":
                    # The labels leave open what the text does; a value here would be a guess.
                    tally[f"{name} " + ("wrong" if rows[j].get(name) else "open")] += 1
                elif name not in rows[j]:
                    tally[f"{name} unknown"] += 1
                else:
                    tally[f"{name} " + ("right" if rows[j][name] == norm(want) else "wrong")] += 1
        out[path.stem.removesuffix(".labels")] = tally
        print(path.stem, dict(sorted(tally.items())))  # noqa: T201
    return out


def test_rows_are_found_and_none_is_made_up(scores):
    for name, tally in scores.items():
        assert tally["found"] >= 0.95 * tally["labelled"], (name, tally)
        assert tally["read"] <= 1.02 * tally["labelled"] + 1, (name, tally)


@pytest.mark.parametrize("field", FIELDS.values())
def test_values_are_right_or_unknown(scores, field):
    wrong = sum(t[f"{field} wrong"] for t in scores.values())
    right = sum(t[f"{field} right"] for t in scores.values())
    assert wrong <= 0.01 * right, scores
    assert right >= {"on": 0.88, "timing": 0.93, "explanation": 0.65}[field] * sum(
        t["labelled"] for t in scores.values()
    )


def test_before_and_after_are_told_apart_for_most_rows(documents):
    read = told = 0
    for found, _, _ in documents.values():
        for assessment in found:
            rows = rows_of(assessment)
            read += len(rows)
            told += sum("before" in r and "after" in r for r in rows)
    assert told >= 0.65 * read


def test_time(documents):
    assert {name: took for name, (_, took, _) in documents.items() if took > 1.5} == {}


def test_no_word_of_the_table_is_narrative(documents):
    for found, _, _ in documents.values():
        for assessment in found:
            start = assessment.changes_line
            lines = [n for p in assessment.passages for n, _ in p.lines]
            assert start is None or max(lines) < start
