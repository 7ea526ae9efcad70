"""Protects: a format is said once. Commands offer formats of the registry alone, and a name of a file says one of them."""

from pathlib import Path

import click
import pytest

from shikii.cli.main import cli
from shikii.reports.output_formats import FORMATS, MEMO_ENDINGS, format_of_name


def commands(group, path=()):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


CHOICES = {
    f"{name} {option.opts[-1]}": option.type.choices
    for name, command in commands(cli)
    for option in command.params
    if {"--format", "--also"} & set(option.opts)
}


def test_commands_offer_formats():
    assert len(CHOICES) > 8


@pytest.mark.parametrize("option", CHOICES)
def test_what_a_command_offers_is_registered(option):
    assert set(CHOICES[option]) <= set(FORMATS)


def test_a_format_is_offered_by_a_command():
    by_its_own_command = {"sql"}
    assert {name for choices in CHOICES.values() for name in choices} == set(FORMATS) - by_its_own_command


@pytest.mark.parametrize("format_", FORMATS.values(), ids=lambda f: f.name)
def test_the_usual_ending_of_a_format_means_it(format_):
    if format_.endings:
        assert format_of_name(Path(f"report{format_.endings[0].upper()}")) == format_.name


def test_a_memo_can_be_written_under_every_ending_offered():
    from shikii.reports.memos.memo_files import FORMATS as WRITERS

    assert set(WRITERS) == set(MEMO_ENDINGS)
