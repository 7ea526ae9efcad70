"""Shared by all tests: chance is switched off, golden files have one switch."""

import importlib
import os
import pkgutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from layers import LAYERS

# What a test replaces in the program has no name in a cache, and no test reads what another kept.
os.environ["SHIKII_CACHE"] = "off"

# Neither chance nor the machine decides: the same examples on every run, and no judgement on how long one takes.
# `make hunt-properties` searches at random instead, ten times as far; tests/support/effort.py scales the tests that name a number.
STEADY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("suite", STEADY, derandomize=True, database=None, max_examples=100)
settings.register_profile("hunt", STEADY, derandomize=False, max_examples=1_000)
settings.load_profile("suite")


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden", action="store_true", help="write golden files anew instead of comparing"
    )


def pytest_collection_finish(session):
    """Load the whole package before a property test runs.

    Hypothesis draws now and then from the constants of the modules loaded so far, which would otherwise hang on the
    tests a worker happened to run before.
    """
    if any(item.get_closest_marker("hypothesis") for item in session.items):
        for layer in LAYERS:
            home = importlib.import_module(f"shikii.{layer}")
            for module in pkgutil.walk_packages(home.__path__, f"{home.__name__}."):
                importlib.import_module(module.name)


@pytest.fixture
def golden(request):
    """Compare a text with a golden file beside the test, or write it anew."""

    def compare(name, text):
        near = [
            p / "golden" / name for p in Path(request.path).parents if p.is_relative_to(Path(__file__).parent)
        ]
        path = next((p for p in near if p.exists()), near[0])
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"run once with --update-golden to write {path.name}"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(autouse=True)
def a_new_call_speaks_japanese():
    """A process of the suite makes many calls; each begins with the language of a new one."""
    from shikii.cli import language

    if language.current() != "ja":
        language.choose([])
