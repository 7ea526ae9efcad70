"""Protects: what was kept of a YAML text is what reading it anew gives, and counts for no other text."""

import datetime as dt
import json

import pytest

from shikii.facts import kept_yaml
from shikii.facts.errors import InputError
from shikii.facts.kept_yaml import read_kept_yaml
from shikii.facts.yaml_source import read_yaml
from shikii.rulesets.loader import DEFAULT

TEXT = "rules:\n- {id: 甲, from: 2024-01-31, when: {headcount: 5, any: [1.5, no, null, true, '2024-01-31']}}\n- id: 乙\n"


@pytest.fixture
def room(tmp_path, monkeypatch):
    monkeypatch.setenv("SHIKII_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept" / "yaml"


def test_reading_again_gives_the_same(room, monkeypatch):
    shipped = [p.read_text("utf-8") for p in sorted(DEFAULT.glob("*.yaml"))[:3]]
    for text in (TEXT, *shipped, "", "[]"):
        first, fresh = read_kept_yaml(text, "a.yaml"), read_yaml(text, "a.yaml")
        with monkeypatch.context() as patch:
            patch.setattr(kept_yaml, "read_yaml", lambda *_: pytest.fail("read anew"))
            again = read_kept_yaml(text, "a.yaml")
        assert first.data == fresh.data == again.data
        assert [again.line(p) for p in [*fresh.lines][::7]] == [fresh.line(p) for p in [*fresh.lines][::7]]
    assert read_kept_yaml(TEXT, "a.yaml").data["rules"][0]["from"] == dt.date(2024, 1, 31)


def test_another_text_is_read_anew(room):
    read_kept_yaml(TEXT, "a.yaml")
    assert read_kept_yaml(TEXT.replace("5", "6"), "a.yaml").data["rules"][0]["when"]["headcount"] == 6


def test_what_is_handed_out_is_nobody_elses(room):
    read_kept_yaml(TEXT, "a.yaml")
    read_kept_yaml(TEXT, "a.yaml").data["rules"].clear()
    assert len(read_kept_yaml(TEXT, "a.yaml").data["rules"]) == 2


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '{"data": 1}', '{"data": {}, "dates": [["x"]], "lines": {}}']
)
def test_an_entry_that_does_not_fit_is_made_anew(room, damage):
    read_kept_yaml(TEXT, "a.yaml")
    (entry,) = room.glob("*.json")
    entry.write_text(damage, encoding="utf-8")
    assert read_kept_yaml(TEXT, "a.yaml").data == read_yaml(TEXT, "a.yaml").data
    assert json.loads(entry.read_text("utf-8"))["dates"] == [["rules", 0, "from"]]
    assert {p.stat().st_mode & 0o077 for p in (room, entry)} == {0}


def test_what_is_wrong_is_told_each_time(room):
    for _ in range(2):
        with pytest.raises(InputError, match="a key stands twice"):
            read_kept_yaml("a: 1\na: 2\n", "a.yaml")


def test_without_a_folder_all_is_read_anew(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    for named in ("off", str(tmp_path / "file" / "below")):
        monkeypatch.setenv("SHIKII_CACHE", named)
        assert read_kept_yaml(TEXT, "a.yaml").data == read_yaml(TEXT, "a.yaml").data
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
