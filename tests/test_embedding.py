"""Protects: the examples of docs/embedding.md run, one after the other, as a reader would type them."""

import re
from pathlib import Path

import pytest

DOC = Path(__file__).parents[1] / "docs" / "embedding.md"
BLOCKS = re.findall(r"```python\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)


def test_the_examples_run():
    assert len(BLOCKS) >= 5
    space = {}
    for block in BLOCKS:
        exec(compile(block, str(DOC), "exec"), space)  # noqa: S102 - the text of our own documentation


def test_the_examples_can_fail():
    with pytest.raises(AssertionError):
        exec(compile("from shikii import Session\nassert Session is None", "x", "exec"), {})  # noqa: S102
