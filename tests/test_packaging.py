"""Protects: the locks name every file by its hash, differ by durable-rules alone, and hold what pyproject asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from layers import LAYERS

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-no-durable.lock")


def pins(name):
    """Return what a lock installs: requirement → hashes."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return {line.split(" --hash")[0].strip(): re.findall(r"--hash=(\S+)", line) for line in lines}


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def names(requirements):
    return {re.split(r"[^\w.-]", r, maxsplit=1)[0].lower() for r in requirements}


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_one_version_with_hashes(name):
    found = pins(name)
    assert len(found) > 30
    for requirement, hashes in found.items():
        assert re.match(r"[\w.-]+==[\w.]+( ; .+)?$", requirement)
        assert hashes
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", h) for h in hashes)


def test_the_second_lock_lacks_durable_rules_alone():
    whole, without = (pins(name) for name in LOCKS)
    assert {r for r in whole if r not in without} == {"durable-rules==2.0.28 ; python_full_version < '3.13'"}
    assert {r: h for r, h in whole.items() if r in without} == without


@pytest.mark.parametrize("name", LOCKS)
def test_the_locks_hold_what_the_project_asks_for(name):
    asked = names(project()["project"]["dependencies"] + project()["dependency-groups"]["dev"])
    assert asked <= names(pins(name))


def test_only_the_extra_needs_a_compiler():
    """``pip install shikii`` must work where durable-rules cannot be built."""
    data = project()["project"]
    assert not any(r.startswith("durable") for r in data["dependencies"])
    (durable,) = data["optional-dependencies"]["durable"]
    assert durable.startswith("durable-rules==")
    assert "python_version < '3.13'" in durable


def test_the_package_lists_every_folder_and_data_file():
    """A wheel holds what is listed here; a folder that is not listed is missing after an installation."""
    data = project()["tool"]["setuptools"]
    folders = {p.parent for layer in LAYERS for p in (ROOT / layer).rglob("*.py")}
    expected = {"shikii", *(".".join(("shikii", *f.relative_to(ROOT).parts)) for f in folders)}
    assert set(data["packages"]) == expected
    packed = {p for pattern in data["package-data"]["shikii"] for p in ROOT.glob(pattern)}
    kinds = {".yaml", ".j2", ".js", ".css", ".svg", ".typed"}
    there = {p for layer in LAYERS for p in (ROOT / layer).rglob("*") if p.suffix in kinds} | {
        ROOT / "py.typed"
    }
    assert there <= packed
