"""Protects the command line: exit codes, streams, and input of every broken kind."""

import json
from pathlib import Path

import pytest
from command import run, spawn

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("start", [run, spawn])
def test_prescreen_answers_on_stdout_only(start):
    done = start("prescreen", "--headcount", "25万人", "--incident", "no", "--format", "json")
    level = json.loads(done.stdout)["level"]
    assert (done.returncode, level["floor"], level["ceiling"]) == (0, "key", "full")
    assert done.stderr == ""


@pytest.mark.parametrize("start", [run, spawn])
def test_a_wrong_number_is_named(start):
    done = start("prescreen", "--headcount", "many")
    assert done.returncode == 2
    assert "headcount" in done.stderr
    assert "対処：" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["prescren"],
        ["assess"],
        ["assess", "nowhere.yaml"],
        ["batch", "nowhere", "-o", "out"],
        ["rules", "show", "x"],
        ["prescreen", "--as-of", "soon"],
    ],
)
def test_wrong_use_is_exit_2_without_a_traceback(arguments):
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr


def test_fail_on_is_exit_1(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("headcount: 300000\ndeclared_result: basic\n", encoding="utf-8")
    assert run("assess", path).returncode == 0
    assert run("assess", path, "--fail-on", "error").returncode == 1


BROKEN = {
    "empty.yaml": b"",
    "spaces.txt": b"   \n",
    "latin.yaml": b"affair: \xe9t\xe9\n\xff\xff",
    "binary.txt": bytes(range(256)) * 40,
    "bomb.yaml": b"a: &a [x,x,x,x,x,x,x,x,x]\n"
    + b"".join(
        f"{c}: &{c} [{','.join('*' + p for _ in range(9))}]\n".encode()
        for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "deep.json": b"[" * 100_000,
    "deep.yaml": b"[" * 100_000,
    "wide.yaml": b"files: [" + b"{}," * 100 + b"]\nx: 1\n",
    "keys.yaml": b"headcont: 5\n",
    "date.yaml": b"published: 2025-02-30\n",
    "heads.yaml": b"headcount: -5\n",
    "half.yaml": b"headcount: 0.5\n",
    "truncated.txt": "特定個人情報保護評価書（全項目評価書）\n評価書番号".encode()[:-1],
    "minutes.txt": "会議の議事録\n".encode() * 50,
    "zip.xlsx": b"PK\x03\x04" + b"\0" * 100,
    "par.parquet": b"PAR1" + b"\0" * 100 + b"PAR1",
    "quotes.csv": b'a,"b\n1,2\n3',
    "nul.csv": b"a\0b,c\n",
    "scalar.yaml": b"just words\n",
    "number.json": b"5\n",
    "huge.json": b'{"headcount": ' + b"9" * 5000 + b"}\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_input_is_exit_2_with_place_and_remedy(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(BROKEN[name])
    out = tmp_path / "out"
    done = run("batch", path, "-o", out)
    assert done.returncode == 2, done.stdout
    assert name in done.stderr
    assert "対処：" in done.stderr
    assert not out.exists()


def test_cp932_text_is_read(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes("affair: 予防接種\nheadcount: 5\n".encode("cp932"))
    assert "予防接種" in run("assess", path).stdout


def test_a_bad_row_does_not_stop_the_others(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("事務名,対象人数\n甲,-1\n乙,5\n", encoding="utf-8")
    done = run("batch", table, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "t.csv:2 対象人数" in done.stderr
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert summary["affairs"] == 1
    assert summary["problems"][0]["value"] == "-1"


def test_import_writes_facts_that_read_back(tmp_path):
    document = EXAMPLES / "documents" / "midori-juki-zenkomoku.txt"
    done = run("import", document, "-o", tmp_path)
    assert done.returncode == 0
    files = sorted(tmp_path.glob("*.yaml"))
    assert files
    assert run("facts", "validate", *files).returncode == 0
    lines = run("import", document, "--format", "jsonl").stdout.splitlines()
    first = json.loads(lines[0])
    assert set(first) == {"assessment", "path", "value", "line"}


def test_batch_over_the_examples(tmp_path):
    done = run("batch", EXAMPLES, "-o", tmp_path / "out", "--as-of", "2026-04-01")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "report.html").exists()


def test_templates_are_valid(tmp_path):
    for form in ("basic", "key", "full"):
        path = tmp_path / f"{form}.yaml"
        path.write_text(run("facts", "template", "--form", form).stdout, encoding="utf-8")
        assert run("facts", "validate", path).returncode == 0


def test_the_shell_loads_nothing_the_answer_does_not_need():
    """What makes the start slow is left out; how fast it then is is measured by the benchmark."""
    code = """
import sys
from shikii.cli.main import main
try:
    main(["prescreen", "--headcount", "5"])
finally:
    print(*{m.split(".")[0] for m in sys.modules}, file=sys.stderr)
"""
    loaded = set(spawn(code=code).stderr.split())
    assert "shikii" in loaded
    assert loaded.isdisjoint({"polars", "numpy", "jinja2", "docx", "xlsxwriter", "fastexcel", "icalendar"})
