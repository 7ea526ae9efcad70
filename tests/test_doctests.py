"""Protects: every example in a docstring runs and says what it shows."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest
from layers import LAYERS

import shikii

ROOT = Path(shikii.__file__).parent
MODULES = [
    "shikii",
    *(
        info.name
        for package in LAYERS
        for info in pkgutil.walk_packages([str(ROOT / package)], prefix=f"shikii.{package}.")
    ),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0
