"""Protects: ``shikii schedule`` reads what batch reads, writes whole files, and says what it could not read."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from shikii.cli.main import main

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as end:
        main(["schedule", *map(str, arguments), "--as-of", "2026-04-01"])
    return end.value.code, *capsys.readouterr()


def test_folders_tables_and_documents_together(capsys):
    code, out, err = run(capsys, EXAMPLES, "--format", "json", "--within", "18m")
    data = json.loads(out)
    assert (code, err.splitlines()) == (
        0,
        [
            f"{EXAMPLES / 'rulesets' / 'kr-pipa-35'}：ルールのフォルダーのため除きました（--ruleset で指定します）",
            f"{EXAMPLES / 'README.md'}：読み込めない種類のファイルのため除きました",
        ],
    )
    assert (data["schema"], data["through"]) == ("shikii/schedule/1", "2027-10-01")
    assert {Path(i["source"]).suffix for i in data["items"]} >= {".yaml", ".txt"}
    assert {i["strength"] for i in data["items"]} == {"duty", "effort"}


@pytest.mark.parametrize(
    ("term", "through"), [("90d", "2026-06-30"), ("2w", "2026-04-15"), ("1y", "2027-04-01")]
)
def test_terms(capsys, term, through):
    _, out, _ = run(capsys, EXAMPLES / "facts", "--format", "json", "--within", term)
    assert json.loads(out)["through"] == through


@pytest.mark.parametrize("name", ["out.ics", "out.html", "out.md", "out.json", "out.txt"])
def test_the_name_of_the_file_says_the_form(capsys, tmp_path, name):
    path = tmp_path / name
    code, out, _ = run(capsys, EXAMPLES / "facts", "-o", path)
    assert (code, out) == (0, "")
    text = path.read_bytes()
    assert len(text) > 200
    if name.endswith("ics"):
        assert len(list(Calendar.from_ical(text).walk("VEVENT"))) > 3


@pytest.mark.parametrize(
    "arguments", [["nowhere"], [str(EXAMPLES), "--within", "soon"], [], [str(EXAMPLES), "--within", "-3m"]]
)
def test_wrong_use_is_exit_2_and_writes_nothing(tmp_path, arguments):
    from shikii.cli.commands.schedule import command

    out = tmp_path / "x.ics"
    done = CliRunner().invoke(command, [*arguments, "-o", str(out)])
    assert done.exit_code != 0
    assert not out.exists()


def test_a_broken_file_does_not_stop_the_others(capsys, tmp_path):
    (tmp_path / "a.yaml").write_text(
        "affair: 甲\nheadcount: 400000\npublished: 2021-01-01\n", encoding="utf-8"
    )
    (tmp_path / "b.yaml").write_text("headcount: -3\naffair: 乙\n", encoding="utf-8")
    code, out, err = run(capsys, tmp_path, "--format", "json")
    assert code == 2
    assert "b.yaml" in err
    assert {i["affair"] for i in json.loads(out)["items"]} == {"甲"}
