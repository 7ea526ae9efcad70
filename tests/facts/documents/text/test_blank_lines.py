"""Protects that white space at the end of lines and on empty lines changes no fact."""

import pytest
from printed import FORMS, Printer

from shikii.facts.documents.reader import read_published


def facts(text):
    return [{r.path: r.value for r in a.readings} for a in read_published(text.encode(), "a.txt", FORMS)]


@pytest.mark.parametrize("form", ["basic", "key", "full"])
@pytest.mark.parametrize("white", ["\t", "   ", "　\t "])
def test_white_space_on_lines_changes_nothing(form, white):
    text = Printer(form, 5, "feed").print()
    lines = text.split("\n")
    assert any(not line.strip() for line in lines)
    assert facts("\n".join(line if line.strip() else line + white for line in lines)) == facts(text)
    assert facts("\n".join(line + white.replace("\t", " ") for line in lines)) == facts(text)
