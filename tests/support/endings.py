"""Titles of measures with other endings: a Japanese predicate put into the forms that endings ask for.

``{plain}`` 実施する · ``{te}`` 実施して · ``{stem}`` 実施し · ``{not}`` 実施し (before ない, ていない takes ``{te}``) ·
``{without}`` 実施せ (before ずに).
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

_ROW = dict(zip("うくぐすつぬぶむる", "わかがさたなばまら", strict=True))
_I_ROW = dict(zip("うくぐすつぬぶむる", "いきぎしちにびみり", strict=True))
_TE = dict(
    zip(
        "うくぐすつぬぶむる",
        ("って", "いて", "いで", "して", "って", "んで", "んで", "んで", "って"),
        strict=True,
    )
)
#: Verbs in る that go on like 取る; all other titles in る drop it.
_GODAN = ("限る", "図る", "守る", "取る")


def forms(title: str) -> dict[str, str]:
    """Return the forms of a sentence that ends in a predicate in its plain form.

    >>> forms("記録を残す")["te"], forms("範囲に限る")["not"], forms("手順を定める")["without"]
    ('記録を残して', '範囲に限ら', '手順を定め')
    """
    body = re.sub("（[^（）]*）", "", title)
    if body.endswith(("しない", "わない", "せない", "さない")):
        return {"plain": body}
    if body.endswith("する"):
        stem = body[:-2]
        te, i, a, ze = f"{stem}して", f"{stem}し", f"{stem}し", f"{stem}せ"
    elif body.endswith("る") and not body.endswith(_GODAN):
        te, i, a, ze = f"{body[:-1]}て", body[:-1], body[:-1], body[:-1]
    else:
        last = body[-1]
        te, i = body[:-1] + _TE[last], body[:-1] + _I_ROW[last]
        a = ze = body[:-1] + _ROW[last]
    return {"plain": body, "te": te, "stem": i, "not": a, "without": ze}


def sentence(title: str, ending: str) -> str | None:
    """Put an ending behind a title; None where the title has no such form.

    Titles in the negative (…を保存しない) have only the plain form, and a negative behind it would deny the denial.
    """
    given = forms(title)
    if not set(re.findall(r"\{(\w+)\}", ending)) <= set(given):
        return None
    if given["plain"].endswith("ない") and re.search(r"こと(は|)(ない|なく|ありません|できません)", ending):
        return None
    return ending.format(**given)


def load_endings() -> list[tuple[str, str]]:
    """Return (class, ending) of the grid."""
    grid = yaml.safe_load(
        (Path(__file__).parents[1] / "texts" / "predicates" / "endings.yaml").read_text("utf-8")
    )
    return [(c, e) for c, registers in grid.items() for es in registers.values() for e in es]
