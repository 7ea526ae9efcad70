"""Protects: an earlier run is there whole wherever a run is killed, and nothing people put there is lost."""

import json
import os
import stat
import sys

import pytest
from killing import killed_at

from shikii.facts.errors import UsageError
from shikii.reports.files.manifest import MANIFEST, read_manifest, sha256_of
from shikii.reports.files.run import claim

OURS = {"report.html": "page", "affairs/0001.html": "one", "findings.xlsx": "workbook"}


def write(directory, word, read=(), names=OURS):
    with claim(directory) as run:
        for name in names:
            path = run.work / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{word} {names[name]}", encoding="utf-8")
        run.commit(read=read)
        return run.notes


def whole(directory):
    """Return the word of the run that stands in a folder, and that all of it is there; None where none is."""
    manifest = read_manifest(directory)
    if manifest is None:
        return None
    assert set(manifest.files) == set(OURS)
    assert all(sha256_of(directory / name) == sha for name, sha in manifest.files.items())
    return (directory / "report.html").read_text("utf-8").split()[0]


@pytest.fixture
def out(tmp_path):
    """A run with what people do to it: a note, a hidden file, a folder, a file changed, one in a folder of the run."""
    out = tmp_path / "out"
    write(out, "earlier")
    (out / ".mine").write_text("hidden", encoding="utf-8")
    (out / "notes").mkdir()
    (out / "notes" / "memo.txt").write_text("memo", encoding="utf-8")
    (out / "affairs" / "remark.txt").write_text("remark", encoding="utf-8")
    (out / "findings.xlsx").write_text("by hand", encoding="utf-8")
    return out


THEIRS = {".mine": "hidden", "notes/memo.txt": "memo", "affairs/remark.txt": "remark"}


def theirs(out):
    """Check what people put there, once a run has ended."""
    assert {n: (out / n).read_text("utf-8") for n in THEIRS} == THEIRS
    assert (out / "kept-by-hand" / "findings.xlsx").read_text("utf-8") == "by hand"
    assert [p.name for p in out.parent.iterdir()] == ["out"]


def test_a_run_replaces_the_earlier_one_and_keeps_what_is_not_its_own(out):
    notes = write(out, "later")
    assert notes == [f"{out / 'findings.xlsx'}: kept as {out / 'kept-by-hand' / 'findings.xlsx'}"]
    assert whole(out) == "later"
    theirs(out)
    assert write(out, "last") == []
    theirs(out)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning"
)  # fork in a process with threads: the child uses none
def test_killed_before_any_change_of_a_file(out, tmp_path_factory):
    import shutil

    change = 0
    while True:
        change += 1
        place = tmp_path_factory.mktemp("kill") / "out"
        shutil.copytree(out, place)
        if not killed_at(change, place.parent, lambda place=place: write(place, "later")):
            break
        beside = place.parent / ".out.shikii" / "old"
        there = read_manifest(place) is not None
        if there:
            found = (place / "report.html").read_text("utf-8").split()[0]
            assert whole_but_edited(place) if found == "earlier" else whole(place) == "later"
        else:
            assert whole_but_edited(beside)
        texts = {p.read_text("utf-8") for p in place.parent.rglob("*") if p.is_file()}
        assert {*THEIRS.values(), "by hand"} <= texts
        write(place, "last")
        assert whole(place) == "last"
        theirs(place)
    assert change > 30
    assert whole(place) == "later"


def whole_but_edited(directory):
    """Say whether the earlier run is there, all but what was changed by hand before."""
    manifest = read_manifest(directory)
    return all(sha256_of(directory / n) == sha for n, sha in manifest.files.items() if n != "findings.xlsx")


def test_a_failure_leaves_the_earlier_run(out):
    with pytest.raises(TypeError), claim(out) as run:
        (run.work / "report.html").write_text(1)
    assert (out / "report.html").read_text("utf-8") == "earlier page"
    assert [p.name for p in out.parent.iterdir()] == ["out"]


def test_what_is_read_out_of_the_folder_itself_is_kept(out):
    write(out, "later", read=[out])
    assert (out / "kept-earlier" / "report.html").read_text("utf-8") == "earlier page"
    assert (out / "kept-earlier" / "findings.xlsx").read_text("utf-8") == "by hand"
    assert read_manifest(out / "kept-earlier")
    write(out, "last", read=[out, out / "findings.xlsx"])
    assert (out / "kept-earlier-2" / "report.html").read_text("utf-8") == "later page"
    assert (out / "kept-earlier" / "report.html").read_text("utf-8") == "earlier page"


def test_a_workbook_read_out_of_the_folder_is_kept_though_nobody_changed_it(tmp_path):
    out = tmp_path / "out"
    write(out, "earlier")
    write(out, "later", read=[out / "findings.xlsx", tmp_path / "elsewhere.xlsx"])
    assert (out / "kept-by-hand" / "findings.xlsx").read_text("utf-8") == "earlier workbook"
    write(out, "last", read=[out / "findings.xlsx"])
    assert (out / "kept-by-hand" / "findings-2.xlsx").read_text("utf-8") == "later workbook"


def test_a_file_of_the_user_where_the_run_writes_one_is_kept_aside(out):
    (out / "findings.sarif").write_text("mine", encoding="utf-8")
    write(out, "later", names={**OURS, "findings.sarif": "sarif"})
    assert (out / "findings.sarif").read_text("utf-8") == "later sarif"
    assert (out / "kept-by-hand" / "findings.sarif").read_text("utf-8") == "mine"


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "affairs.parquet", "manifest.json", "summary.json"])
def test_a_folder_that_is_no_run_is_refused_and_untouched(tmp_path, name):
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text('{"schema": "x/run/1", "files": []}', encoding="utf-8")
    with pytest.raises(UsageError, match=r"output\.not-a-run"):
        write(out, "later")
    assert [p.name for p in tmp_path.rglob("*")] == ["out", name]


@pytest.mark.parametrize("path", ["../victim.txt", "/victim.txt", "a/../../victim.txt"])
def test_a_manifest_never_reaches_out_of_its_folder(tmp_path, path):
    out = tmp_path / "out"
    write(out, "earlier")
    (tmp_path / "victim.txt").write_text("v", encoding="utf-8")
    data = json.loads((out / MANIFEST).read_bytes())
    data["files"].append({"path": path, "sha256": sha256_of(tmp_path / "victim.txt")})
    (out / MANIFEST).write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(UsageError, match=r"output\.not-a-run"):
        write(out, "later")
    assert (tmp_path / "victim.txt").exists()


def test_new_and_empty_folders_are_taken_and_a_link_stays_one(tmp_path):
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "real" / ".DS_Store").write_bytes(b"x")
    (tmp_path / "out").symlink_to("real")
    write(tmp_path / "out", "first")
    write(tmp_path / "a" / "b", "first")
    assert (tmp_path / "out").is_symlink()
    assert whole(tmp_path / "real") == "first"
    assert (tmp_path / "real" / ".DS_Store").exists()
    assert stat.S_IMODE((tmp_path / "real").stat().st_mode) == 0o700


def test_modes_of_the_earlier_run_stay(out):
    (out / "report.html").chmod(0o600)
    out.chmod(0o750)
    write(out, "later")
    assert stat.S_IMODE((out / "report.html").stat().st_mode) == 0o600
    assert stat.S_IMODE(out.stat().st_mode) == 0o750


def test_an_input_in_the_folder_is_refused_under_any_name(out, tmp_path):
    (tmp_path / "link.txt").symlink_to(out / "notes" / "memo.txt")
    for path in (out, out / "notes" / "memo.txt", tmp_path / "link.txt", out / "notes" / ".." / "notes"):
        with pytest.raises(UsageError, match=r"output\.input"), claim(out, inputs=[path]):
            pass
    with claim(out, inputs=[tmp_path]):
        pass


def test_the_folder_the_command_is_called_in_is_refused(out, monkeypatch):
    for place in (out, out / "notes"):
        monkeypatch.chdir(place)
        with pytest.raises(UsageError, match=r"output\.here"), claim(out):
            pass


def test_of_two_runs_at_once_the_second_is_refused_and_the_first_goes_on(out):
    with claim(out) as first:
        with pytest.raises(UsageError, match=r"output\.busy"), claim(out):
            pass
        (first.work / "report.html").write_text("x", encoding="utf-8")
        first.commit()
    assert (out / "report.html").read_text("utf-8") == "x"


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_a_full_disk_leaves_the_earlier_run(out):
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4, before[1]))
    try:
        with pytest.raises((UsageError, OSError)):
            write(out, "later than before")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (out / "report.html").read_text("utf-8") == "earlier page"
    assert [p.name for p in out.parent.iterdir()] == ["out"]
