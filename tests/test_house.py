"""Protects the house: layers import only downwards, modules stay small, public things are documented."""

import ast
import re
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
import yaml
from layers import LAYERS

import shikii

ROOT = Path(shikii.__file__).parent
FILES = sorted(p for layer in LAYERS for p in (ROOT / layer).rglob("*.py"))


def imported(path):
    """Return what a module takes from the package: (line, parts of the dotted name)."""
    here = path.relative_to(ROOT).parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            target = [*here[: len(here) - node.level], *(node.module or "").split(".")]
            for alias in node.names:
                yield node.lineno, tuple(p for p in (*target, alias.name) if p)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_only_go_down(path):
    here = path.relative_to(ROOT)
    floor = LAYERS.index(here.parts[0])
    for line, (first, *_) in imported(path):
        if first in LAYERS:
            assert LAYERS.index(first) <= floor, f"{here}:{line} imports {first} from below"


def test_no_modules_import_each_other_in_a_circle():
    modules = {p.relative_to(ROOT).with_suffix("").parts: p for p in FILES}
    needs = {
        name: {full if full in modules else full[:-1] for _, full in imported(path)} & set(modules)
        for name, path in modules.items()
    }
    assert sum(map(len, needs.values())) > len(modules)
    TopologicalSorter(needs).prepare()


def test_no_rooms_import_each_other_in_a_circle():
    """A room is a folder. What stands in it may use the rooms in it and beside it, but not two rooms each other."""
    rooms = {p.relative_to(ROOT).parent.parts for p in FILES}
    needs = {room: set() for room in rooms}
    for path in FILES:
        here = path.relative_to(ROOT).parent.parts
        for _, full in imported(path):
            there = next(full[:n] for n in range(len(full), -1, -1) if not full[:n] or full[:n] in rooms)
            if there and there[: len(here)] != here and here[: len(there)] != there:
                needs[here].add(there)
    assert sum(map(len, needs.values())) > len(rooms)
    TopologicalSorter(needs).prepare()


def test_a_room_holds_about_a_dozen_modules():
    rooms = Counter(p.parent.relative_to(ROOT) for p in FILES if p.name != "__init__.py")
    assert {str(room): n for room, n in rooms.items() if n > 15} == {}


def test_no_two_modules_have_one_name():
    """A name says where a thing lives. Commands are named as what they call; executors all have a ``run``."""
    names = Counter(
        p.name for p in FILES if p.name not in ("__init__.py", "run.py") and "commands" not in p.parts
    )
    assert [name for name, n in names.items() if n > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_outgrows_400_lines(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_the_median_module_is_about_a_hundred_lines():
    lengths = sorted(n for p in FILES if (n := len(p.read_text("utf-8").splitlines())) > 3)
    assert lengths[len(lengths) // 2] <= 170


def test_the_engine_has_no_clock_and_no_files():
    banned = {"today", "now", "open", "read_text", "write_text", "read_bytes", "write_bytes"}
    for path in sorted((ROOT / "engine").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = (
                node.attr
                if isinstance(node, ast.Attribute)
                else node.id
                if isinstance(node, ast.Name)
                else ""
            )
            assert name not in banned, f"{path.relative_to(ROOT)} uses {name}"


def test_no_law_stands_in_python():
    lines_of_the_law = {300_000, 299_999, 100_000, 99_999}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and node.value in lines_of_the_law:
                raise AssertionError(
                    f"{path.relative_to(ROOT)}:{node.lineno} holds a threshold; it belongs in a ruleset"
                )


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "rulesets").rglob("*.yaml")) + sorted((ROOT / "reports").rglob("*.yaml")),
    ids=lambda p: p.name,
)
def test_data_reads_alike_where_the_c_loader_is_not_built(path):
    yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)


def test_every_word_of_the_reports_is_used():
    words = yaml.safe_load((ROOT / "reports" / "wording" / "words.yaml").read_text("utf-8"))["ui"]
    parts = [
        p
        for layer in ("reports", "cli")
        for p in (ROOT / layer).rglob("*")
        if p.suffix in {".py", ".j2", ".js"}
    ]
    used = set(re.findall(r"\w+", "\n".join(p.read_text("utf-8") for p in parts)))
    composed = {name for name in words if name.startswith("diff_")}
    assert set(words) - used - composed == set()
