"""Protects: settings of shikii.toml reach the commands, and give way to what the call and the environment say."""

import json
from pathlib import Path

import pytest

from shikii.cli.configuration import Configuration, configuration, defaults_of
from shikii.cli.language import choose
from shikii.cli.main import main
from shikii.facts.errors import InputError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    yield tmp_path
    choose([])
    defaults_of(Configuration())


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as end:
        main(list(arguments))
    return end.value.code, *capsys.readouterr()


def write(folder, text):
    (folder / "shikii.toml").write_text(text, "utf-8")


def test_a_file_above_holds_and_its_paths_are_its_own(folder):
    write(folder, 'lang = "en"\nlayers = ["own"]\ncarry = ["a.xlsx"]\n')
    found = configuration(Path.cwd())
    assert (found.lang, found.layers, found.carry) == ("en", (folder / "own",), (folder / "a.xlsx",))


def test_the_call_goes_before_the_environment_and_that_before_the_file(folder, capsys, monkeypatch):
    write(folder, 'lang = "en"\n')
    assert "there is no such file" in run(capsys, "assess", "nowhere.yaml")[2]
    monkeypatch.setenv("SHIKII_LANG", "ja")
    assert "ファイルが見つかりません" in run(capsys, "assess", "nowhere.yaml")[2]
    assert "there is no such file" in run(capsys, "assess", "nowhere.yaml", "--lang", "en")[2]


def test_the_organization_is_given_to_affairs_that_name_none(folder, capsys):
    write(folder, 'organization = "みどり市長"\n')
    named = folder / "named.yaml"
    named.write_text("affair: 甲\norganization: あおば市長\nheadcount: 500\n", "utf-8")
    nameless = folder / "nameless.yaml"
    nameless.write_text("affair: 乙\nheadcount: 500\n", "utf-8")
    _, out, _ = run(capsys, "assess", str(named), str(nameless), "--format", "json", "--as-of", "2026-04-01")
    assert [r["organization"] for r in json.loads(out)] == ["あおば市長", "みどり市長"]


def test_a_workbook_to_carry_is_read_without_being_named(folder, capsys):
    write(folder, 'carry = ["gone.xlsx"]\n')
    facts = folder / "a.yaml"
    facts.write_text("affair: 甲\nheadcount: 500\n", "utf-8")
    code, _, err = run(capsys, "assess", str(facts))
    assert (code, "gone.xlsx" in err) == (2, True)


@pytest.mark.parametrize(
    "text", ["lang = 1\n", "layers = 3\n", "other = 1\n", "lang = \n", 'organization = ["a"]\n']
)
def test_a_wrong_setting_is_named(folder, capsys, text):
    write(folder, text)
    with pytest.raises(InputError, match=r"config\.invalid"):
        configuration(Path.cwd())
    assert run(capsys, "config")[0] == 2


def test_config_says_where_each_setting_comes_from(folder, capsys):
    write(folder, 'organization = "みどり市長"\n')
    out = run(capsys, "config")[1]
    assert "みどり市長  (shikii.toml)" in out
    assert "ja  (既定値)" in out
