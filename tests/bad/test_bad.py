"""Protects: every error id has an input that causes it, with the exact text a user sees.

A case is a folder ``tests/bad/<id>`` with ``input.*`` (or ``make.py`` for inputs better made than kept) and
``expected.txt`` and ``expected.ja.txt``. ``pytest tests/bad --update-golden`` writes the expected texts anew.
"""

import datetime as dt
import importlib.util
import re
from pathlib import Path

import pytest
from layers import LAYERS

import shikii
from shikii.facts.errors import ShikiiError
from shikii.facts.vocabulary import load_vocabulary

HERE = Path(__file__).parent
CASES = sorted(p for p in HERE.iterdir() if p.is_dir() and p.name != "__pycache__")
JAPANESE = re.compile("[ぁ-んァ-ヶ]")
ROOT = Path(shikii.__file__).parent
DAY = dt.date(2025, 4, 1)
#: Ids that no input of a user reaches: limits whose input would be huge, and guards inside the package.
GUARDS = {
    "file.too-large",
    "document.too-large",
    "file.unreadable",
    "session.collision",
    "session.columns",
    "frame.too-large",
    "ruleset.too-large",
    "forms.invalid",
}


def made(path):
    spec = importlib.util.spec_from_file_location(f"bad_{path.parent.name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.run


def read(path):
    """Read an input the way its kind is read."""
    from shikii.facts.readers.affair_tables import read_table
    from shikii.facts.readers.facts_files import read_facts
    from shikii.facts.readers.facts_schema import validate

    if path.name.startswith("ruleset"):
        return ruleset(path)
    if path.name.startswith("cases"):
        return cases(path)
    if path.suffix in (".csv", ".xlsx", ".parquet"):
        found = validate(path)
        if found:
            raise ShikiiError(found)
        return read_table(path)
    if path.suffix == ".txt":
        from shikii.cli.common import read_affairs

        return read_affairs(path)
    return read_facts(path)


def ruleset(path):
    from shikii.authoring.lint import lint
    from shikii.rulesets.loader import read_ruleset

    found = lint(read_ruleset([(path.name, path.read_text("utf-8"))]), DAY)
    if found:
        raise ShikiiError(found)


def cases(path):
    from shikii.authoring.cases import read_cases
    from shikii.rulesets.loader import load_ruleset

    return read_cases([(path.name, path.read_text("utf-8"))], load_ruleset(), "rules")


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_the_error_says_what_where_and_what_to_do(case, request, monkeypatch):
    monkeypatch.chdir(case)
    maker = case / "make.py"
    inputs = sorted(
        p for p in Path().glob("*.*") if p.name not in ("expected.txt", "expected.ja.txt", "make.py")
    )
    with pytest.raises(ShikiiError) as caught:
        made(maker)() if maker.exists() else read(inputs[0])
    problems = caught.value.problems
    assert case.name in {p.id for p in problems}
    for p in problems:
        assert p.place
        assert p.remedy
        assert p.message[0] == p.message[0].lower() or not p.message[0].isascii()
        assert not p.message.endswith(".")
        assert "\n" not in p.message + p.value[:60] + p.remedy
    for lang, name in (("en", "expected.txt"), ("ja", "expected.ja.txt")):
        text = "\n".join(p.text(lang) for p in problems) + "\n"
        expected = case / name
        if request.config.getoption("--update-golden"):
            expected.write_text(text, encoding="utf-8")
        assert text == expected.read_text(encoding="utf-8")
    for p in problems:
        told = p.spoken("ja")
        assert JAPANESE.search(told.message)
        assert JAPANESE.search(told.remedy)


def test_every_error_has_a_case():
    layers = "|".join(sorted({case.name.split(".")[0] for case in CASES} | {"session", "forms"}))
    named = re.compile(rf'"((?:{layers})\.[a-z0-9-]+)"')
    facts = {f'"{name}"' for name in load_vocabulary().by_name}
    used = set()
    for layer in LAYERS:
        for path in (ROOT / layer).rglob("*.py"):
            text = path.read_text("utf-8")
            used |= {
                m[1] for m in named.finditer(text) if m[0] not in facts and "." not in m[1].split(".", 1)[1]
            }
    used -= {"facts.jsonl", "ruleset.yaml"}  # names of files
    assert len(used) > 40
    cases = {p.name for p in CASES}
    assert used - cases - GUARDS == set()
    assert cases - used == {"table.xlsx", "table.parquet"}  # named after the kind of file
