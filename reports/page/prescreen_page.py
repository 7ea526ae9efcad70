"""The pre-screening as one page: the interview, the result and the record, in a browser without any connection.

The page runs the ruleset itself, exported as data; a differential test in a real browser holds it to the reference.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ...engine.assess import program_of, stamp_of
from ...engine.executors.page_program import export
from ...engine.level.determination import LEVEL
from ..layer_lines import stamp_line
from ..wording.words import Words, every_word
from .both_languages import Both
from .html import asset, environment

if TYPE_CHECKING:
    import datetime as dt

    from ...rulesets.loader import Ruleset

__all__ = ["form_data", "render_form"]

_ALSO: Final = ("affair", "organization", "headcount_as_of", "handlers_as_of", "organization_kind")
_GROUPS: Final = ("ui", "level", "duty_state", "strength")
_PARTS: Final = (
    "form-engine.js",
    "form-questions.js",
    "form-words.js",
    "form-state.js",
    "form-page.js",
    "page.js",
)


def form_data(ruleset: Ruleset, as_of: dt.date) -> dict[str, Any]:
    """Return all the page knows: the ruleset as data, the questions beside the law, and the words of both languages."""
    data = export(program_of(ruleset, as_of), LEVEL, also=_ALSO)
    stamp = stamp_of(ruleset, as_of)
    words = {group: every_word(group) for group in _GROUPS}
    return data | {
        "as_of": as_of.isoformat(),
        "stamp": stamp_line(stamp, "ja"),
        "words": words,
    }


def render_form(ruleset: Ruleset, *, as_of: dt.date, lang: str = "ja") -> str:
    """Render the page; law and periods are those of the day it is made for, which the page shows."""
    style, style_hash = asset("style.css")
    assets = [asset(name) for name in _PARTS]
    hashes = " ".join(digest for _, digest in assets)
    text = json.dumps(form_data(ruleset, as_of), ensure_ascii=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    policy = f"default-src 'none'; style-src {style_hash}; script-src {hashes}; img-src data:; base-uri 'none'; form-action 'none'"
    return environment().get_template("form.html.j2").render(
        w=Words(lang), b=Both(), lang=lang, style=style, policy=policy, as_of=as_of, stamp=stamp_of(ruleset, as_of),
        data=text, parts=[text for text, _ in assets],
    )  # fmt: skip
