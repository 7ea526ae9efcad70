"""Protects what a person sees on a terminal of 80 columns: no command writes a wider line, none colours what is no
terminal, and what a batch did is told with its numbers."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from shikii.cli.main import cli

EXAMPLES = Path(__file__).parents[2] / "examples"
DOCUMENT = EXAMPLES / "documents" / "midori-juminzei-juten.txt"
DAY = ("--as-of", "2026-04-01")


def run(*args):
    result = CliRunner().invoke(cli, [str(a) for a in args])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    "command",
    [
        ("assess", DOCUMENT, *DAY),
        ("prescreen", "--headcount", "25万人", *DAY),
        ("schedule", EXAMPLES / "facts", "--within", "5y", *DAY),
        ("compare", EXAMPLES / "compare" / "before.yaml", EXAMPLES / "compare" / "after.yaml", *DAY),
        ("impact", "2024-05", "2025-05", EXAMPLES / "facts"),
        ("benchmark", DOCUMENT, *DAY),
    ],
    ids=lambda c: c[0],
)
def test_no_line_is_wider_than_the_terminal(command, lang):
    text = run(*command, "--lang", lang)
    assert [line for line in text.split("\n") if cell_len(line) > 80] == []
    assert "\x1b" not in text


@pytest.mark.parametrize(("lang", "words"), [("ja", "要修正 1"), ("en", "error 1")])
def test_a_batch_tells_its_numbers_and_its_files(tmp_path, lang, words):
    text = run("batch", EXAMPLES / "facts", "-o", tmp_path / "out", "--lang", lang, *DAY)
    numbers, files = text.split("\n\n", 1)[0], text.split("\n\n")[-1].split()
    assert words in numbers
    assert "6" in numbers
    assert str(tmp_path / "out" / "report.html") in files
    assert all(cell_len(line) <= 80 for line in text.split("\n") if not line.startswith(str(tmp_path)))
