"""Pins how much is read of forms drawn in many manners by someone who did not see the reader; nothing may be wrong."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from shikii.facts.documents.reader import read_published
from shikii.facts.forms.model import load_forms

DRAWN = Path(__file__).parent / "drawn"
ROOT = Path(__file__).parents[3]
#: Facts not read of each file; what is not named here is read whole.
MISSING: dict[str, int] = {}
FILES = sorted(DRAWN.glob("*.facts.json"))
#: Whose manners others show as well, in less time.
SLOW = ("d02", "d11", "d13", "d15")
SUITE = [pytest.param(p, marks=pytest.mark.slow) if p.name[:3] in SLOW else p for p in FILES]


def spelled(value):
    """Bring a value to one spelling; a box is named with or without its explanation in brackets."""
    if isinstance(value, str):
        return "".join(unicodedata.normalize("NFKC", value).split())
    if isinstance(value, (list, tuple)):
        return sorted(spelled(v).partition("(")[0] for v in value)
    return value


def document_of(facts):
    stem = facts.name.removesuffix(".facts.json")
    return next(p for p in DRAWN.glob(f"{stem}.*") if p != facts)


@pytest.mark.parametrize("path", SUITE, ids=lambda p: document_of(p).name)
def test_facts_of_drawn_forms(path):
    document = document_of(path)
    wanted = json.loads(path.read_text("utf-8"))
    found = read_published(
        document.read_bytes(), document.name, load_forms(ROOT / "rulesets" / "my-number-pia" / "forms")
    )
    assert len(found) == len(wanted)
    wrong, missing = [], []
    for want, assessment in zip(wanted, found, strict=True):
        got = {r.path: r.value for r in assessment.readings}
        for fact, value in want.items():
            if fact == "changes":
                continue
            if fact not in got:
                missing.append(fact)
            elif spelled(got[fact]) != spelled(value):
                wrong.append((fact, value, got[fact]))
    assert wrong == []
    assert len(missing) == MISSING.get(document.name, 0), missing


def test_every_manner_is_there():
    assert len(FILES) == 15
    assert {document_of(p).suffix for p in FILES} == {".xlsx", ".xlsm", ".ods", ".docx", ".html", ".pdf"}
