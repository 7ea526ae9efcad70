"""Protects: recheck finds no exponential pattern in code or rules, and what else it finds is quick on a field.

recheck (https://makenowjust-labs.github.io/recheck/, MIT) is no dependency of the package. To run this:

    npm install --prefix DIR recheck@4.5.0
    RECHECK_FROM=DIR python -m pytest -q -m slow tests/slow/test_recheck.py

All patterns take about five minutes on two cores. `--update-golden` keeps the attack strings that were found in
`tests/attacks.json`, where the suite runs them (`tests/test_patterns.py`). Those found earlier stay: they attack what was mended.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shikii.tests.slow.javascript import javascript
from shikii.tests.support.patterns import every
from shikii.tests.test_patterns import ATTACKS, SECONDS, field, seconds

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
FROM = os.environ.get("RECHECK_FROM", "")
MISSING = shutil.which("node") is None or not (Path(FROM) / "node_modules/recheck").is_dir() or not FROM


def source(pattern):
    """Anchor what is tried at one place only."""
    text = pattern.text if isinstance(pattern.text, str) else pattern.text.decode("latin-1")
    written, flags = javascript(text, pattern.flags)
    return (f"^(?:{written})" if pattern.anchored else written), flags


def test_a_pattern_keeps_its_meaning_in_javascript():
    assert javascript(r"^\s*(?P<a>あ|いう)[^\d]{2,}?(?!x)\Z") == (
        r"^(?:[\s]){0,}((?:\u3042|\u3044\u3046))(?:[^\d]){2,}?(?!\u0078)$",
        "u",
    )


@pytest.mark.skipif(
    MISSING, reason="node, or recheck in the folder RECHECK_FROM, is missing (see the head of this file)"
)
def test_recheck_finds_nothing_exponential_and_nothing_slow(request):
    patterns = every()
    asked = [
        dict(zip(("id", "source", "flags"), (n, *source(p)), strict=True)) for n, p in enumerate(patterns)
    ]
    done = subprocess.run(
        [shutil.which("node"), HERE / "recheck.mjs"],
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=3_000,
        env={**os.environ, "RECHECK_FROM": FROM},
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == len(patterns)
    counts: dict[str, int] = {}
    exponential, slow, kept = [], [], list(ATTACKS)
    for one in told:
        pattern, kind = patterns[one["id"]], (one.get("complexity") or {}).get("summary", one["status"])
        counts[kind] = counts.get(kind, 0) + 1
        if kind.startswith("exponential"):
            exponential.append((pattern.where, pattern.text))
        attack = one.get("attack")
        if not attack or not attack.get("pumps"):
            continue
        made = {
            "where": pattern.where.split(":")[0] if pattern.where.startswith("shikii.") else "rules",
            "pattern": pattern.text if isinstance(pattern.text, str) else pattern.text.decode("latin-1"),
            "complexity": kind,
            "pumps": [[p["prefix"], p["pump"]] for p in attack["pumps"]],
            "suffix": attack["suffix"],
        }
        if (took := seconds(pattern, field(made))) > SECONDS:
            slow.append((pattern.where, pattern.text, kind, took))
        kept.append(made)
    sys.stdout.write(f"{counts}\n")
    if request.config.getoption("--update-golden"):
        lines = sorted({json.dumps(one, ensure_ascii=False) for one in kept})
        (HERE.parent / "attacks.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
    assert exponential == []
    assert slow == []
