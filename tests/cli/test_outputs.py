"""Protects: no command writes over what it reads or over a file of somebody else; exit codes of what cannot be written."""

import json
import os
import subprocess
import sys

import click
import docx
import openpyxl
import pytest
from command import run

from shikii.cli.main import cli
from shikii.reports.files.manifest import read_manifest
from shikii.reports.files.marks import state_of

DAY = ("--as-of", "2026-04-01")


@pytest.fixture
def facts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = "affair: 甲\norganization: 試験市長\nheadcount: 250000\nhandlers: 10\n"
    for name, more in (("in.yaml", ""), ("other.yaml", "incident_within_1y: yes\n")):
        (tmp_path / name).write_text(text + more, encoding="utf-8")
    return tmp_path / "in.yaml"


def commands(group=cli, path=()):
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        found = group.get_command(ctx, name)
        if isinstance(found, click.Group):
            yield from commands(found, (*path, name))
        else:
            yield (*path, name), found


def test_every_command_that_writes_files_checks_them():
    writers = {
        path: {p.name for p in command.params}
        for path, command in commands()
        if {p.name for p in command.params} & {"output", "save", "memo"}
    }
    assert len(writers) >= 12
    assert {path for path, names in writers.items() if "force" not in names} == {("batch",)}


WRITERS = {
    "prescreen": ["prescreen", "in.yaml", "-o"],
    "memo": ["prescreen", "in.yaml", "--memo"],
    "assess": ["assess", "other.yaml", "in.yaml", "-o"],
    "merge": ["assess", "other.yaml", "in.yaml", "--merge", "--why", "level", "-o"],
    "compare": ["compare", "other.yaml", "in.yaml", "-o"],
    "schedule": ["schedule", "*.yaml", "-o"],
    "impact": ["impact", "2016-12-01", "2026-04-01", ".", "-o"],
    "benchmark": ["benchmark", "in.yaml", "-o"],
}


@pytest.mark.parametrize("name", WRITERS)
def test_an_input_is_never_written_over(facts, name):
    target = facts
    if name == "memo":
        target = facts.with_suffix(".md")
        target.hardlink_to(facts)
    before = facts.read_bytes()
    done = run(*WRITERS[name], target.name, "--force")
    assert (done.returncode, "output.input" in done.stderr) == (2, True)
    assert facts.read_bytes() == before


def test_other_inputs_are_not_written_over_either(facts):
    assert run("benchmark", "in.yaml", "-o", "profile.json", *DAY).returncode == 0
    assert run("assess", "in.yaml", "-o", "carry.xlsx", *DAY).returncode == 0
    for option, target in (("--peers", "profile.json"), ("--carry", "carry.xlsx")):
        done = run("assess", "in.yaml", option, target, "-o", target, *DAY)
        assert (done.returncode, "output.input" in done.stderr) == (2, True)
    folder = facts.parent / "rules"
    folder.mkdir()
    (folder / "own.yaml").write_text("- x\n", encoding="utf-8")
    done = run("form", "--ruleset", "rules", "-o", "rules/own.yaml", "--force")
    assert (done.returncode, "output.input" in done.stderr) == (2, True)


NAMES = ("a.json", "a.html", "a.xlsx", "a.docx", "a.sarif")


@pytest.mark.parametrize("name", NAMES)
def test_a_result_is_written_again_but_not_over_other_files(facts, name):
    path = facts.parent / name
    for _ in range(2):
        assert run("assess", "in.yaml", "-o", name, *DAY).returncode == 0
    assert state_of(path) == "ours"
    if name == "a.docx":
        assert docx.Document(str(path)).paragraphs
    if name == "a.xlsx":
        assert openpyxl.load_workbook(path).sheetnames[0] == "概要"
    path.write_bytes(b"mine")
    refused = run("assess", "in.yaml", "-o", name, *DAY)
    assert (refused.returncode, "output.foreign" in refused.stderr, path.read_bytes()) == (2, True, b"mine")
    assert run("assess", "in.yaml", "-o", name, "--force", *DAY).returncode == 0
    assert state_of(path) == "ours"


def test_a_document_somebody_filled_in_is_not_written_over(facts):
    assert run("assess", "in.yaml", "-o", "check.docx", *DAY).returncode == 0
    document = docx.Document("check.docx")
    document.add_paragraph("審査済み")
    document.save("check.docx")
    refused = run("assess", "in.yaml", "-o", "check.docx", *DAY)
    assert (refused.returncode, "output.changed" in refused.stderr) == (2, True)
    assert docx.Document("check.docx").paragraphs[-1].text == "審査済み"


def test_an_interview_goes_on_in_its_own_file_only(facts):
    assert run("prescreen", "in.yaml", "--save", "saved.yaml", *DAY).returncode == 0
    assert run("prescreen", "saved.yaml", "--incident", "no", "--save", "saved.yaml", *DAY).returncode == 0
    assert run("facts", "validate", "saved.yaml").returncode == 0
    refused = run("prescreen", "in.yaml", "--save", "in.yaml", *DAY)
    assert (refused.returncode, "output.foreign" in refused.stderr) == (2, True)


def test_an_import_asks_before_it_writes_over_facts_mended_by_hand(facts):
    from pathlib import Path

    document = (
        Path(cli.callback.__code__.co_filename).parents[1] / "examples/documents/midori-juki-zenkomoku.txt"
    )
    for format_ in ("yaml", "jsonl"):
        for _ in range(2):
            assert run("import", document, "-o", "facts", "--format", format_).returncode == 0
        path = next(p for p in (facts.parent / "facts").iterdir() if p.suffix == f".{format_}")
        path.write_bytes(path.read_bytes().replace(b"\n", b" \n", 1))
        refused = run("import", document, "-o", "facts", "--format", format_)
        assert (refused.returncode, "output.changed" in refused.stderr) == (2, True)
        assert run("import", document, "-o", "facts", "--format", format_, "--force").returncode == 0


def test_a_batch_reads_the_earlier_run_out_of_its_own_folder_and_keeps_it(facts):
    assert run("batch", "in.yaml", "-o", "out", *DAY).returncode == 0
    out = facts.parent / "out"
    book = openpyxl.load_workbook(out / "findings.xlsx")
    sheet = book["義務"]
    at = next(c.column for c in sheet[1] if c.value == "備考")
    sheet.cell(2, at).value = "窓口で確認"
    book.save(out / "findings.xlsx")
    by_hand = (out / "findings.xlsx").read_bytes()
    earlier = (out / "report.html").read_bytes()
    again = ("batch", "in.yaml", "-o", "out", *DAY, "--carry", "out/findings.xlsx", "--earlier", "out")
    done = run(*again)
    assert done.returncode == 0
    assert "out/kept-earlier" in done.stderr
    assert (out / "kept-earlier" / "findings.xlsx").read_bytes() == by_hand
    assert (out / "kept-earlier" / "report.html").read_bytes() == earlier
    words = [c.value for row in openpyxl.load_workbook(out / "findings.xlsx")["義務"] for c in row]
    assert "窓口で確認" in words
    assert run("report", "diff", "out/kept-earlier", "out").returncode == 0
    assert run("batch", ".", "-o", "out", *DAY, "--carry", "out/findings.xlsx").returncode == 0
    assert json.loads((out / "summary.json").read_text("utf-8"))["affairs"] == 2


def test_the_manifest_names_files_inputs_rules_and_layers(facts):
    folder = facts.parent / "own"
    folder.mkdir()
    (folder / "ruleset.yaml").write_text(
        "ruleset: {id: strict-city, version: '1', title: 厳しい市}\n", "utf-8"
    )
    duty = """rules:
  - oblige: duty
    id: city.tell
    title: 市の委員会に報告する
    when: {headcount: ">= 77777"}
    met: {published: stated}
    basis: [市要綱]
    confidence: confirmed
"""
    (folder / "extra.yaml").write_text(duty, "utf-8")
    assert run("batch", "in.yaml", "-o", "out", "--ruleset", "own", *DAY).returncode == 0
    manifest = read_manifest(facts.parent / "out")
    data = json.loads((facts.parent / "out" / "manifest.json").read_text("utf-8"))
    assert {"affairs.parquet", "report.html", "affairs/0001.html"} <= set(manifest.files)
    assert data["inputs"] == ["in.yaml"]
    assert data["ruleset"]["hash"].startswith("sha256:")
    assert [(layer["path"], layer["file"]) for layer in data["layers"]] == [
        ("own", "extra.yaml"),
        ("own", "ruleset.yaml"),
    ]


def test_a_full_disk_is_a_message_and_exit_code_2(facts):
    script = f"ulimit -f 8; exec {sys.executable} -m shikii batch in.yaml -o out"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert sorted(p.name for p in facts.parent.iterdir()) == ["in.yaml", "other.yaml"]


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
@pytest.mark.parametrize("name", ["a.xlsx", "a.docx"])
def test_a_full_disk_leaves_no_half_of_a_workbook(facts, name):
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6000, before[1]))
    try:
        done = run("assess", "in.yaml", "-o", name, *DAY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (done.returncode, "output.unwritable" in done.stderr) == (2, True)
    assert sorted(p.name for p in facts.parent.iterdir()) == ["in.yaml", "other.yaml"]


def test_a_run_of_a_version_without_manifests_says_how_to_keep_its_judgements(facts):
    assert run("batch", "in.yaml", "-o", "out", *DAY).returncode == 0
    (facts.parent / "out" / "manifest.json").unlink()
    done = run("batch", "in.yaml", "-o", "out", *DAY)
    assert (done.returncode, "--carry out/findings.xlsx" in done.stderr) == (2, True)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")  # noqa: PTH110 - a device
@pytest.mark.parametrize(
    ("end", "code", "said"), [("> /dev/full", 2, "No space left on device"), ("| true", 0, ""), (">&-", 2, "stdout")]
)  # fmt: skip
def test_a_stdout_that_takes_nothing(facts, end, code, said):
    script = f"set -o pipefail; {sys.executable} -m shikii rules list --format json {end}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == code
    assert said in done.stderr if said else "rror" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/stdout as Linux has it")
def test_dev_stdout_is_written_to(facts):
    script = f"{sys.executable} -m shikii prescreen in.yaml -o /dev/stdout | cat"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert "重点項目評価" in done.stdout
    assert done.stderr == ""


def test_a_fault_of_the_program_is_one_line_and_never_exit_code_1(monkeypatch):
    def fail(*_given, **_more):
        raise KeyError("x")

    monkeypatch.setattr("shikii.cli.common.ruleset_of", fail)
    monkeypatch.setattr("shikii.cli.commands.rules.rules.ruleset_of", fail)
    done = run("rules", "list")
    assert done.returncode == 2
    assert "[cli.internal]" in done.stderr
