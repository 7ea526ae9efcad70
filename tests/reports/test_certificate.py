"""Protects: every level can be concluded once more without the engine, and no altered certificate passes."""

import ast
import copy
import datetime as dt
import json
from pathlib import Path

import jsonschema
import pytest
from command import run
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

import shikii
from shikii import assess, load_ruleset, read_affair, read_facts
from shikii.reports.certificates import certificate_check as checker
from shikii.reports.certificates.certificate import certificate, json_schema, rule_files
from shikii.reports.certificates.certificate_check import RefutedError, digest, verify
from shikii.rulesets.loader import DEFAULT, FORMS

ROOT = Path(shikii.__file__).parent
DAY = dt.date(2026, 4, 1)
LAW = load_ruleset()
FILES = rule_files([DEFAULT, FORMS])
HERE = [DEFAULT, FORMS]
BODY = {"affair": "予防接種", "organization": "架空市長"}
SERIOUS = {"occurred": "2026-01-05", "my_number": True, "persons": 300, "intentional": True}
FACTS = {
    "settled": {"headcount": 350_000},
    "open": {"headcount": 250_000, "incident_within_1y": "no"},
    "a sum": {
        "headcount": 250_000,
        "incident_within_1y": "no",
        "files": [
            {"name": "甲", "users": 30, "entrusts": True, "entrustments": [{"handlers": 460}]},
            {"name": "乙", "users": 9, "entrusts": False},
        ],
    },
    "a list that may be short": {
        "headcount": 50_000,
        "incident_within_1y": "no",
        "files": [
            {
                "name": "甲",
                "users": 30,
                "entrusts": True,
                "entrustments": [{"handlers": 460}],
                "listed_all": False,
            }
        ],
    },
    "incidents": {"headcount": 50_000, "handlers": 10, "incidents": [SERIOUS]},
    "an old incident": {
        "headcount": 50_000,
        "handlers": 10,
        "incidents": [SERIOUS | {"occurred": "2024-01-05", "learned": "2024-01-06"}],
    },
    "a month": {
        "headcount": 50_000,
        "handlers": 10,
        "incidents": [SERIOUS | {"occurred": "2025-04", "learned": "2025-04"}],
    },
    "staff": {
        "headcount": 50_000,
        "handlers": 10,
        "incidents": [{"occurred": "2026-01-05", "my_number": True, "persons_total": 150, "own_staff": 60}],
    },
    "nothing": {},
    "sources that contradict": {
        "headcount": 250_000,
        "handlers": [{"value": "500人以上", "source": "甲"}, {"value": "500人未満", "source": "乙"}],
        "incident_within_1y": [{"value": "yes", "source": "甲"}, {"value": "no", "source": "乙"}],
    },
    "a band": {"headcount": "1万人以上30万人未満", "handlers": "500人以上"},
}


def certify(facts):
    made = certificate(read_affair({**BODY, **facts}, "x.yaml"), as_of=DAY, ruleset=LAW, files=FILES)
    return json.loads(json.dumps(made, ensure_ascii=False))


CERTIFICATES = {name: certify(facts) for name, facts in FACTS.items()}


@pytest.mark.parametrize("name", FACTS)
def test_a_certificate_holds_and_says_what_the_result_says(name):
    made = CERTIFICATES[name]
    level = assess(read_affair({**BODY, **FACTS[name]}, "x.yaml"), as_of=DAY).level
    assert made["level"] == {
        "floor": level.floor, "ceiling": level.ceiling, "possible": list(level.possible), "rows": sorted(level.rules),
    }  # fmt: skip
    jsonschema.validate([made], json_schema())
    (line,) = verify(made, HERE)
    assert f"{level.floor}..{level.ceiling}" in line
    *notes, alone = verify(made, [])  # no rule file at hand: the copies in the certificate, and it says so
    assert alone == line
    assert len(notes) == len(FILES)


def test_a_derived_fact_is_concluded_step_by_step():
    values = {(v["fact"], *v["index"]): v["set"] for v in CERTIFICATES["a sum"]["values"]}
    assert values["handlers",] == {"from": 460, "to": 499}


@examples(12)
@given(st.data())
def test_generated_affairs_are_certified(data):
    number = st.none() | st.sampled_from(
        [1, 499, 500, 999, 1_000, 9_999, 10_000, 99_999, 100_000, 299_999, 300_000]
    )
    day = st.none() | st.dates(dt.date(2024, 1, 1), dt.date(2027, 1, 1)).map(str)
    answer = st.none() | st.booleans()
    incident = st.fixed_dictionaries(
        {"occurred": day, "learned": day, "my_number": answer, "persons": number, "intentional": answer}
    )
    file = st.fixed_dictionaries(
        {
            "users": number,
            "persons": number,
            "entrustments": st.none() | st.lists(st.fixed_dictionaries({"handlers": number}), max_size=2),
        }
    )
    facts = data.draw(
        st.fixed_dictionaries(
            {
                "headcount": number,
                "handlers": number,
                "incident_within_1y": answer,
                "incidents": st.none() | st.lists(incident, max_size=2),
                "files": st.none()
                | st.lists(file, max_size=2).map(
                    lambda fs: [{"name": str(n), **f} for n, f in enumerate(fs)]
                ),
            }
        )
    )
    made = certify({k: v for k, v in facts.items() if v is not None})
    verify(made, [])


# ---- altered


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list) and value:
        for n, inner in enumerate(value):
            yield from leaves(inner, (*path, n))
    else:
        yield path


def altered(made, path):
    out = copy.deepcopy(made)
    *above, last = path
    target = out
    for key in above:
        target = target[key]
    old = target[last]
    target[last] = (
        (not old)
        if isinstance(old, bool)
        else old + 1
        if isinstance(old, int)
        else "x"
        if old is None
        else [1]
        if old == []
        else f"{old}x"
    )
    return out


def refuted(made, folders=()):
    try:
        verify(made, list(folders))
    except (RefutedError, ArithmeticError, LookupError, TypeError, ValueError):
        return True
    return False


@pytest.mark.parametrize("name", ["a sum", "incidents"])
def test_no_field_can_be_altered(name):
    """Whatever is changed: the digest does not fit any more."""
    made = CERTIFICATES[name]
    paths = list(leaves(made))
    assert len(paths) > 100
    assert all(refuted(altered(made, path)) for path in paths)


@pytest.mark.parametrize("name", ["a sum", "incidents"])
def test_a_forger_who_mends_the_digest_is_found_out_by_what_is_concluded(name):
    made = CERTIFICATES[name]
    concluded = [p for p in leaves(made) if p[0] in ("texts", "values", "tests", "level", "fact")]
    for path in concluded[::4]:
        forged = altered(made, path)
        forged["digest"] = digest(forged)
        assert refuted(forged), path


@pytest.mark.parametrize(
    "file", ["rules/threshold.yaml", "rules/bounds.yaml", "rules/measures-keep-cloud.yaml", "forms/full.yaml"]
)
def test_every_rule_file_at_hand_must_be_the_one_that_was_used(file):
    forged = copy.deepcopy(CERTIFICATES["a sum"])
    assert file in forged["layers"]
    forged["layers"][file] = "0" * 64
    forged["digest"] = digest(forged)
    assert refuted(forged, HERE)


@pytest.mark.parametrize(
    ("fact", "value"), [("headcount", {"from": 50_000, "to": 50_000}), ("incident_within_1y", ["yes"])]
)
def test_other_facts_need_another_level(fact, value):
    forged = copy.deepcopy(CERTIFICATES["a sum"])
    (affair,) = [r for r in forged["cases"][0] if r["scope"] == "affair"]
    affair["facts"][fact] = value
    forged["digest"] = digest(forged)
    with pytest.raises(RefutedError):
        verify(forged, HERE)


def test_a_lower_level_cannot_be_claimed():
    forged = copy.deepcopy(CERTIFICATES["open"])
    forged["level"] = {
        "floor": "key",
        "ceiling": "key",
        "possible": ["key"],
        "rows": ["threshold.100k-light"],
    }
    forged["digest"] = digest(forged)
    with pytest.raises(RefutedError, match="full"):
        verify(forged, HERE)


def test_other_rules_are_noticed(tmp_path):
    own = tmp_path / "rules"
    own.mkdir()
    for name, raw in FILES.items():
        if name.startswith("rules/") and name.count("/") == 1:
            (own / name.split("/")[1]).write_bytes(raw.replace(b"500", b"600"))
    with pytest.raises(RefutedError, match="another rule file"):
        verify(CERTIFICATES["settled"], [own, FORMS])


# ---- the checker itself


def test_the_checker_is_short_and_knows_nothing_of_the_engine():
    text = Path(checker.__file__).read_text("utf-8")
    assert len(text.splitlines()) <= 200
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
        names = [a.name for a in node.names] if isinstance(node, (ast.Import, ast.ImportFrom)) else []
        assert not any("shikii" in name for name in names)


def test_by_the_command_line(tmp_path):
    facts = tmp_path / "f.yaml"
    facts.write_text(
        "- {affair: 甲, headcount: 250000, handlers: 20, incident_within_1y: no}\n- {affair: 乙, headcount: 5}\n",
        "utf-8",
    )
    target = tmp_path / "c.json"
    done = run("assess", facts, "--as-of", "2026-04-01", "--certificate", target)
    assert done.returncode == 0, done.stderr
    jsonschema.validate(json.loads(target.read_text("utf-8")), json_schema())
    told = run("verify", target)
    assert told.returncode == 0
    assert told.stdout.splitlines() == [
        "成立: 甲 2026-04-01: key..key (threshold.100k-light)", "成立: 乙 2026-04-01: none..none (threshold.under-1k)",
    ]  # fmt: skip
    target.write_text(target.read_text("utf-8").replace("250000", "450000"), "utf-8")
    broken = run("verify", target)
    assert broken.returncode == 2
    assert "成立: 乙" in broken.stdout
    assert "certificate.refuted" in broken.stderr


def test_what_is_no_certificate_is_told(tmp_path):
    for n, text in enumerate(("[]", "{}", "[1]", '{"digest": 1}', '[{"digest": "sha256:0"}]', "null")):
        path = tmp_path / f"{n}.json"
        path.write_text(text, "utf-8")
        told = run("verify", path)
        assert told.returncode == 2, text
        assert "certificate." in told.stderr


def test_the_examples_are_certified():
    for path in sorted((ROOT / "examples" / "facts").glob("*.yaml"))[:3]:
        for affair in read_facts(path):
            made = certificate(affair, as_of=DAY, ruleset=LAW, files=FILES)
            verify(json.loads(json.dumps(made)), HERE)
