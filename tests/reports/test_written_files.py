"""Protects: a single file is written whole or not at all, and only over what shikii wrote and nobody changed."""

import io
import json
import os
import stat
import zipfile
from typing import get_args

import pytest
from killing import killed_at

from shikii.facts.errors import UsageError
from shikii.reports.files.marks import marked, state_of
from shikii.reports.files.targets import check_targets, write_file
from shikii.reports.files.whole import write_whole
from shikii.reports.output_formats import Mark

TEXTS = {
    "text": "水準: 全項目\n", "md": "# 報告\n", "html": "<!DOCTYPE html>\n<html></html>", "yaml": "affair: 甲\n",
    "ics": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "json": '{"schema": "shikii/impact/1"}\n', "jsonl": '{"path": 1}\n',
    "sql": "SELECT 1\nFROM affairs\n",
}  # fmt: skip


def package(word="one"):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr(
            "docProps/core.xml", '<cp:coreProperties xmlns:cp="u"><cp:keywords/></cp:coreProperties>'
        )
        archive.writestr("xl/sheet.xml", word)
    return raw.getvalue()


def put(path, format_, data, **more):
    write_file(path, lambda p: p.write_bytes(data), format_, **more)


@pytest.mark.parametrize("format_", get_args(Mark))
def test_what_was_written_is_written_over_and_what_was_changed_since_is_not(tmp_path, format_):
    path = tmp_path / "file"
    data = package() if format_ == "package" else TEXTS[format_].encode()
    put(path, format_, data)
    once = path.read_bytes()
    put(path, format_, data)
    assert path.read_bytes() == once
    if format_ == "json":
        return  # known by its schema alone
    if format_ == "package":
        changed = io.BytesIO()
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
            for name in old.namelist():
                new.writestr(name, old.read(name).replace(b"one", b"two"))
        path.write_bytes(changed.getvalue())
    else:
        path.write_bytes(once.replace(b"\n", b" \n", 1))
    by_hand = path.read_bytes()
    with pytest.raises(UsageError, match=r"output\.changed"):
        put(path, format_, data)
    assert path.read_bytes() == by_hand
    put(path, format_, data, force=True)
    assert path.read_bytes() == once


@pytest.mark.parametrize(
    "data",
    [
        b"notes\n", b"PK\x03\x04 no archive", b'{"affair": "a"}', b"[]", b'[{"schema": "shikii/assessment/1"}, {"mine": 1}]',
        b'{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "other"}}}]}', b"\xff\xfe\x00", b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_file_of_somebody_else_is_not_written_over(tmp_path, data):
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"output\.foreign"):
        put(path, "text", b"x")
    assert path.read_bytes() == data


def test_an_empty_file_is_free(tmp_path):
    path = tmp_path / "file"
    path.touch(mode=0o600)
    put(path, "text", b"x\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_marked_files_are_valid_in_their_format(tmp_path):
    import icalendar
    import yaml

    assert yaml.safe_load(marked(TEXTS["yaml"].encode(), "yaml")) == {"affair": "甲"}
    assert yaml.safe_load(marked(b"a: |\n  text\n", "yaml")) == {"a": "text\n"}
    assert icalendar.Calendar.from_ical(marked(TEXTS["ics"].encode(), "ics"))
    assert marked(b"a", "md").endswith(b"-->\n")
    assert marked(TEXTS["json"].encode(), "json") == TEXTS["json"].encode()
    assert json.loads(TEXTS["json"])


def test_a_link_is_written_through_and_stays_one(tmp_path):
    (tmp_path / "real.md").write_bytes(marked(b"old\n", "md"))
    (tmp_path / "link.md").symlink_to("real.md")
    (tmp_path / "dangling.md").symlink_to("new.md")
    for name in ("link.md", "dangling.md"):
        put(tmp_path / name, "md", b"new\n")
        assert (tmp_path / name).is_symlink()
        assert (tmp_path / name).read_bytes().startswith(b"new")


def test_modes_are_kept_and_new_files_have_those_of_the_umask(tmp_path):
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    put(old, "md", b"a\n")
    old.chmod(0o640)
    before = os.umask(0o027)
    try:
        put(new, "md", b"a\n")
        put(old, "md", b"b\n")
    finally:
        os.umask(before)
    assert stat.S_IMODE(new.stat().st_mode) == 0o640
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    put(new, "md", b"c\n")
    assert stat.S_IMODE(new.stat().st_mode) == 0o640


def test_inputs_are_found_by_what_they_are_not_by_name(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.yaml").write_text("affair: 甲\n", encoding="utf-8")
    (tmp_path / "hard.yaml").hardlink_to(folder / "a.yaml")
    (tmp_path / "soft.yaml").symlink_to(folder / "a.yaml")
    for target in (folder / "a.yaml", tmp_path / "hard.yaml", tmp_path / "soft.yaml"):
        for named in (folder, folder / "a.yaml", tmp_path):
            with pytest.raises(UsageError, match=r"output\.input"):
                put(target, "yaml", b"x", inputs=[named], force=True)
    put(folder / "report.md", "md", b"a\n", inputs=[folder])
    put(folder / "report.md", "md", b"b\n", inputs=[folder])  # a report among the inputs is none
    put(folder / "facts.yaml", "yaml", b"affair: a\n")
    with pytest.raises(UsageError, match=r"output\.input"):  # facts are inputs, whoever wrote them
        put(folder / "facts.yaml", "yaml", b"x", inputs=[folder])


def test_all_outputs_of_a_command_are_checked_together(tmp_path):
    (tmp_path / "a.md").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        check_targets(
            [tmp_path / "a.md", tmp_path / "b.md", tmp_path / "x" / ".." / "b.md", tmp_path / "no" / "c"]
        )
    assert sorted(p.id for p in refused.value.problems) == ["output.folder", "output.foreign", "output.same"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("format_", ["md", "jsonl"])
def test_killed_before_any_change_of_a_file(tmp_path, format_):
    change, path = 0, tmp_path / "file"
    put(path, format_, b"earlier\n")
    while True:
        change += 1
        if not killed_at(change, tmp_path, lambda: put(path, format_, b"later\n")):
            break
        assert path.read_bytes().split(b"\n")[0] in (b"earlier", b"later")
        assert state_of(path) == "ours"
        put(path, format_, b"earlier\n")
        assert len(list(tmp_path.iterdir())) == (2 if format_ == "jsonl" else 1)
    assert change > 4
    assert path.read_bytes().startswith(b"later\n")


def test_a_failure_leaves_the_file_and_nothing_beside(tmp_path):
    path = tmp_path / "a.md"
    put(path, "md", b"earlier\n")
    before = path.read_bytes()

    def fail(part):
        part.write_bytes(b"half")
        raise RuntimeError("of a library") from OSError(28, "No space left on device")

    with pytest.raises(UsageError, match=r"No space left on device.*output\.unwritable"):
        write_whole(path, fail)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]
    with pytest.raises(ZeroDivisionError):
        write_whole(path, lambda _: 1 / 0)


def test_a_pipe_is_written_to_and_stays(tmp_path):
    import threading

    os.mkfifo(tmp_path / "pipe")
    read = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    put(tmp_path / "pipe", "text", b"x\n")
    reader.join(10)
    assert read[0].startswith(b"x\n")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
