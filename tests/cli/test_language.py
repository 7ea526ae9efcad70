"""Protects: the command line speaks Japanese by default and English when asked, in help, errors and notes alike."""

import re

import click
import pytest

from shikii.cli.language import choose, current, localized
from shikii.cli.main import cli, main

JAPANESE = re.compile("[ぁ-んァ-ヶ]")


@pytest.fixture(autouse=True)
def afterwards():
    yield
    choose([])


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as end:
        main(list(arguments))
    return end.value.code, *capsys.readouterr()


def commands():
    """Every command with its path and group."""
    ctx = click.Context(cli)
    for name in cli.list_commands(ctx):
        command = cli.get_command(ctx, name)
        yield name, command
        if isinstance(command, click.Group):
            for below, one in command.commands.items():
                yield f"{name} {below}", one


def test_every_command_and_option_has_help_in_both_languages():
    for lang in ("ja", "en"):
        choose(["--lang", lang])
        for path, command in commands():
            assert command.help, path
            assert bool(JAPANESE.search(command.help)) is (lang == "ja"), path
            for param in command.params:
                if isinstance(param, click.Option) and param.help:
                    told = (
                        re.sub(
                            "[（(][^）)]*[）)]|対象人数|取扱者数|重大事故|第三者点検チェック表",
                            "",
                            param.help,
                        )
                        if lang == "en"
                        else param.help
                    )
                    assert bool(JAPANESE.search(told)) is (lang == "ja"), (path, param.name)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ja", ["使い方：", "必要な評価の水準を", "オプション"]),
        ("en", ["Usage:", "required level", "Options:"]),
    ],
)
def test_help(capsys, lang, expected):
    code, out, _ = run(capsys, "--lang", lang, "--help")
    assert code == 0
    assert all(words in out for words in expected)


def test_errors_follow_the_language_and_the_variable(capsys, monkeypatch):
    assert "ファイルが見つかりません" in run(capsys, "assess", "nowhere.yaml")[2]
    assert "there is no such file" in run(capsys, "assess", "nowhere.yaml", "--lang", "en")[2]
    monkeypatch.setenv("SHIKII_LANG", "en")
    assert "there is no such file" in run(capsys, "assess", "nowhere.yaml")[2]
    assert "ファイルが見つかりません" in run(capsys, "assess", "nowhere.yaml", "--lang=ja")[2]


@pytest.mark.parametrize(
    "arguments", [["batc"], ["batch"], ["batch", "--as-of", "soon"], ["schedule", "--no"]]
)
def test_wrong_use_is_told_in_japanese_without_english_sentences(capsys, arguments):
    code, _, err = run(capsys, *arguments)
    assert code == 2
    for line in err.splitlines():
        assert not line.strip() or JAPANESE.search(line), line


def test_a_variable_of_another_language_is_passed_over(monkeypatch):
    monkeypatch.setenv("SHIKII_LANG", "fr")
    assert choose([]) == current() == "ja"


def test_localizing_twice_changes_nothing():
    choose([])
    command = dict(commands())["batch"]
    before = [getattr(p, "help", None) for p in command.params]
    assert [getattr(p, "help", None) for p in localized(command, "batch").params] == before
