"""Shared by all tests: the folder of this file is importable, golden files have one switch."""

import sys
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

# how long an example takes says more of the machine than of the code
settings.register_profile("shikii", deadline=None)
settings.load_profile("shikii")


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden", action="store_true", help="write golden files anew instead of comparing"
    )


@pytest.fixture
def golden(request):
    """Compare a text with a golden file beside the test, or write it anew."""

    def compare(name, text):
        path = Path(request.path).with_name("golden") / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"run once with --update-golden to write {path.name}"
        assert text == path.read_text(encoding="utf-8")

    return compare
