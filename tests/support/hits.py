"""Where the patterns of measures strike in the published documents, to be read and judged by a person.

    python tests/support/hits.py MEASURE…      every place where the patterns of these measures strike, with the words

Needs the documents (``SHIKII_PUBLISHED``). The words are printed, never kept; what is kept is the verdict, by document
and line, under ``slow/precision/``.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from shikii.cli.common import read_affairs
from shikii.rulesets.language.grammar import Expect
from shikii.rulesets.loader import load_ruleset
from shikii.texts.evidence import find, flatten, searched

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("SHIKII_PUBLISHED", ROOT.parent / "shared" / "published"))
DOCUMENTS = sorted(FOLDER.glob("*.txt"))


@dataclass(frozen=True)
class Hit:
    """One place where a measure is taken to be stated; the same words elsewhere are not another."""

    place: str
    section: str
    text: str


def read_passages():
    """Read the narratives of every published document: (name of the document, passage)."""
    return [
        (path.stem, passage)
        for path in DOCUMENTS
        for affair in read_affairs(path)
        for passage in affair.passages
    ]


def hits(measure: Expect, passages) -> list[Hit]:
    """List the distinct places where a measure is taken to be stated, as `document:line`."""
    seen: dict[str, Hit] = {}
    sections = searched(measure)
    for stem, passage in passages:
        if passage.section not in sections:
            continue
        for quote in find(measure.shown_by, flatten(passage)):
            seen.setdefault(quote.text, Hit(f"{stem}:{quote.line}", passage.section, quote.text))
    return list(seen.values())


if __name__ == "__main__":
    ruleset, texts = load_ruleset(), read_passages()
    for name in sys.argv[1:]:
        rule = ruleset[name]
        assert isinstance(rule, Expect)
        sys.stdout.write(f"## {name} {rule.title}" + (" (weak)\n" if rule.weak else "\n"))
        for hit in hits(rule, texts):
            sys.stdout.write(f"{hit.place}\t{hit.section}\t{hit.text}\n")
