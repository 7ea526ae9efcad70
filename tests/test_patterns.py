"""Protects: no regular expression of the package takes long on any field: 50 ms for 4,000 characters.

`attacks.json` holds the attack strings that recheck found in this package once, also against patterns that have been
mended since (`slow/test_recheck.py` finds them anew). The generic attacks are made of each pattern's own letters.
"""

import json
import re
import time
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from shikii.rulesets.patterns.regex_syntax import parsed, sre
from shikii.tests.support.patterns import calls, every, of_code, of_rules

FIELD = 4_000
SECONDS = 0.05
#: The generic attacks are many, and the time of a thread on shared cores is up to twice that on a quiet machine.
GENERIC = 2 * SECONDS
ATTACKS = json.loads((Path(__file__).parent / "attacks.json").read_text("utf-8"))
#: Modules with calls that no example reaches and whose patterns hold words of a form, a law or a rule.
UNMET = {
    "shikii.facts.printable",
    "shikii.facts.documents.text.circled_numbers",
    "shikii.facts.documents.fields.file_section",
    "shikii.facts.documents.form_cells.cell_facts",
    "shikii.facts.documents.text.tick_marks",
    "shikii.authoring.lint",
    "shikii.rulesets.patterns.guarded",
    "shikii.rulesets.patterns.regex_syntax",
    "shikii.rulesets.timeline",
    "shikii.facts.documents.changes.present_in_body",
    "shikii.facts.documents.letters.document_parts",
    "shikii.facts.documents.letters.letter_labels",
    "shikii.facts.readers.affair_tables",
    "shikii.texts.crosschecks.list_checks",
}


def field(attack, length=FIELD):
    """Repeat the pumps of an attack until the field is full."""
    fixed = len(attack["suffix"]) + sum(len(prefix) for prefix, _ in attack["pumps"])
    pumped = max(1, sum(len(pump) for _, pump in attack["pumps"]))
    times = max(1, (length - fixed) // pumped)
    return "".join(prefix + pump * times for prefix, pump in attack["pumps"]) + attack["suffix"]


def seconds(pattern, text):
    """Time one search; the best of some, because others use this machine too."""
    best = 9.0
    for _ in range(4):
        begun = time.thread_time()
        pattern.find(text)
        best = min(best, time.thread_time() - begun)
        if best <= SECONDS:
            break
    return best


@cache
def by_place():
    """The patterns of code by module, those of rules by themselves."""
    found = defaultdict(list)
    for pattern in of_code()[0]:
        found[pattern.where.split(":")[0]].append(pattern)
    return found


def test_every_call_that_compiles_a_pattern_was_watched():
    met = defaultdict(set)
    for module, line in of_code()[1]:
        met[module].add(line)
    missed = [
        f"{module}:{first}"
        for module, first, last, *_ in calls()
        if not met[module] & set(range(first, last + 1))
    ]
    assert {m.split(":")[0] for m in missed} <= UNMET, missed
    assert len(of_code()[0]) > 250
    assert len(of_rules()) > 1_150


def test_the_attacks_of_recheck_find_nothing_slow():
    """An attack on a pattern that has been mended is run on all of its module."""
    known = {p.text: [p] for p in every()}
    slow = []
    tried = 0
    for attack in ATTACKS:
        for pattern in known.get(attack["pattern"]) or by_place().get(attack["where"], []):
            tried += 1
            if (took := seconds(pattern, field(attack))) > SECONDS:
                slow.append((pattern.where, pattern.text, attack["pumps"], took))
    assert slow == []
    assert tried > 200


@pytest.mark.parametrize("boxes", [20, 200])
def test_a_stray_circle_in_a_row_of_boxes_is_no_matter(boxes):
    from shikii.facts.documents.text.tick_rows import row_boxes

    begun = time.thread_time()
    assert (
        row_boxes("主な記録項目 " + " ".join(["[] 国税関係情報"] * boxes) + " [] 医療○険関係情報 ()", False)
        is None
    )
    assert time.thread_time() - begun < SECONDS


def letters(items):
    """Yield the words of a pattern, and one letter of each of its classes."""
    word = ""
    for op, value in items:
        if op is sre.LITERAL:
            word += chr(value)
            continue
        if word:
            yield word
        word = ""
        if op is sre.IN:
            for kind, of in value[:3]:
                yield chr(of) if kind is sre.LITERAL else chr(of[0]) if kind is sre.RANGE else {
                    sre.CATEGORY_DIGIT: "1", sre.CATEGORY_SPACE: " "
                }.get(of, "あ") if kind is sre.CATEGORY else ""  # fmt: skip
        elif op is sre.BRANCH:
            for branch in value[1]:
                yield from letters(branch)
        elif op is sre.SUBPATTERN:
            yield from letters(value[3])
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            yield from letters(value[2])
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from letters(value[1])
    if word:
        yield word


def generic(pattern):
    """Repeat the words and classes of a pattern, each alone and all in their order."""
    text = pattern.text if isinstance(pattern.text, str) else pattern.text.decode("latin-1")
    words = list(dict.fromkeys(w for w in letters(parsed(text)[0]) if w))
    for word in words[:2]:
        yield (word * FIELD)[: FIELD - 1] + "\0"
    whole = "".join(words)
    if whole:
        yield (whole * FIELD)[: FIELD - 1] + "\0"
        half = "".join(words[: len(words) // 2 + 1])
        yield (half * FIELD)[: FIELD - 1] + "\0"


def test_no_pattern_is_slow_on_repetitions_of_its_own_words():
    slow = [
        (pattern.where, pattern.text, attack[:40], took)
        for pattern in every()
        for attack in generic(pattern)
        if (took := seconds(pattern, attack)) > GENERIC
    ]
    assert slow == []


def test_an_attack_would_be_noticed():
    from shikii.tests.support.patterns import Pattern

    bad = Pattern("(?:a+)+b", int(re.UNICODE), "here", False)
    begun = time.thread_time()
    bad.find("a" * 22)
    assert time.thread_time() - begun > SECONDS / 10
