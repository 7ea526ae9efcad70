"""``shikii verify``: a certificate checked without the engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..common import LANG, RULESET

if TYPE_CHECKING:
    from ...facts.errors import Problem

__all__ = ["command"]


@click.command("verify")
@click.argument("path", metavar="CERTIFICATE", type=click.Path(path_type=Path))
@RULESET
@LANG
def command(path: Path, ruleset_paths: tuple[Path, ...], lang: str) -> int:
    """Conclude the levels of a certificate once more from its facts and the rule files at hand, without the engine.

    The hash of every rule file, every derived value, every test, the deciding row and the levels that are possible
    are compared with what the certificate says.
    """
    from ...facts.errors import InputError
    from ...facts.json_source import read_json
    from ...facts.readers.open_files import read_text

    found = read_json(read_text(path), str(path)).data
    problems: list[Problem] = []
    lines: list[str] = []
    for number, one in enumerate(found if isinstance(found, list) and found else [found], 1):
        told = _checked(one, f"{path}#{number}", ruleset_paths)
        if isinstance(told, list):
            lines += [
                f"{'成立' if lang == 'ja' else 'holds'}: {told[-1]}",
                *(f"  {note}" for note in told[:-1]),
            ]
        else:
            problems.append(told)
    for line in lines:
        click.echo(line)
    if problems:
        raise InputError(problems)
    return 0


def _checked(certificate: Any, place: str, folders: tuple[Path, ...]) -> list[str] | Problem:
    """Check one certificate; return what holds, or what does not."""
    import yaml

    from ...facts.errors import Problem
    from ...reports.certificates.certificate_check import RefutedError, verify
    from ...rulesets.loader import DEFAULT, FORMS

    try:
        return verify(certificate, [DEFAULT, FORMS, *folders])
    except RefutedError as error:
        remedy = "make it again with `shikii assess --certificate`, under the rules of that day"
        return Problem("certificate.refuted", place, "", str(error).partition(" / ")[2], remedy)
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
        yaml.YAMLError,
    ):
        remedy = "give a file that `shikii assess --certificate` wrote"
        return Problem("certificate.shape", place, "", "not a certificate", remedy)
