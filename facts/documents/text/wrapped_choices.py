"""Rows of the form as it prints them: a chosen option whole and without its number, a label without a colon behind it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ..form_words import bare, vocabulary
from .lines import compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...forms.model import Forms
    from .lines import Line

__all__ = ["closed_choices", "plain_rows"]

#: An opening bracket that nothing closes on its line, up to the printed list of options.
_OPEN: Final = re.compile(r"\[\s*(?P<head>[^\[\]<\0]{2,60}?)\s*(?P<menu><\s?選択肢\s?>.*)?$")
#: Its end on the next line: the rest of a label, the last words of the option, the bracket, the printed options.
_CLOSE: Final = re.compile(r"^(?P<before>[^\[\]]*?)(?P<tail>[^\[\]\s]*)\s*\](?P<after>.*)$")

#: A chosen option with the number it has in the printed list.
_NUMBERED: Final = re.compile(r"\[\s*\(?\d{1,2}[).]\s*(?P<option>[^\[\]]{1,60}?)\s*\]")
#: A label, a colon, and its value on one line.
_COLON: Final = re.compile(r"^(?P<label>[^:。\[\]]{2,70}?)\s*:\s*(?P<value>.*)$")
_LAST_NUMBER: Final = re.compile(r"\d{1,2}$")


def plain_rows(lines: Sequence[Line], forms: Forms) -> list[Line]:
    r"""Return the lines without colons behind labels of a form and without numbers before chosen options.

    >>> from pathlib import Path
    >>> from shikii.facts.forms.model import load_forms
    >>> from .lines import lines_of
    >>> forms = load_forms(Path(__file__).parents[3] / "rulesets" / "my-number-pia" / "forms")
    >>> text = "①事務の名称： 予防接種\n〔 2） 十分である 〕\n理由： 事務の名称"
    >>> [line.text for line in plain_rows(lines_of(text), forms)]
    ['①事務の名称  予防接種', '[ 十分である ]', '理由: 事務の名称']
    """
    vocabularies = [vocabulary(forms, form) for form in ("basic", "key", "full")]
    options = {option for v in vocabularies for option in v.sets_of}
    labels = {bare(compact(label)) for v in vocabularies for label in v.labels}
    heads = {
        compact(word) for v in vocabularies for s in v.form.sections for p in s.parts for word in p.heads
    }

    def plain(text: str) -> str:
        text = _NUMBERED.sub(
            lambda m: f"[ {compact(m['option'])} ]" if compact(m["option"]) in options else m[0], text
        )
        row = _COLON.match(text) if ":" in text else None
        if row is None:
            return text
        flat = compact(row["label"])
        known = bare(flat) in labels or _LAST_NUMBER.sub("", flat) in heads
        return f"{row['label']}  {row['value']}".rstrip() if known else text

    return [
        line if ":" not in line.text and "[" not in line.text else replace(line, text=plain(line.text))
        for line in lines
    ]


def closed_choices(lines: Sequence[Line], forms: Forms) -> list[Line]:
    r"""Return the lines with each option whole on the line where its bracket opens; all lines keep their numbers.

    Only what together is an option of a form, word for word, is put together.

    >>> from pathlib import Path
    >>> from shikii.facts.forms.model import load_forms
    >>> from .lines import lines_of
    >>> forms = load_forms(Path(__file__).parents[3] / "rulesets" / "my-number-pia" / "forms")
    >>> text = "判断結果　[　基礎項目評価の実施が　＜選択肢＞\n　義務付けられる　]　1）基礎項目評価の実施"
    >>> [line.text for line in closed_choices(lines_of(text), forms)]
    ['判断結果 [ 基礎項目評価の実施が義務付けられる ] <選択肢>', '1)基礎項目評価の実施']
    """
    options = {option for form in ("basic", "key", "full") for option in vocabulary(forms, form).sets_of}
    out = list(lines)
    for at in range(len(out) - 1):
        opened = _OPEN.search(out[at].text) if "[" in out[at].text else None
        closed = _CLOSE.match(out[at + 1].text) if opened and "]" in out[at + 1].text else None
        if opened is None or closed is None:
            continue
        head, tail = compact(opened["head"]), compact(closed["tail"])
        kept = closed["before"]
        if head + tail not in options and head in options:
            tail, kept = "", closed["before"] + closed["tail"]
        if head + tail not in options:
            continue
        menu = f" {opened['menu']}" if opened["menu"] else ""
        first = f"{out[at].text[: opened.start()]}[ {head}{tail} ]{menu}"
        rest = f"{kept}{closed['after']}".strip()
        out[at], out[at + 1] = replace(out[at], text=first), replace(out[at + 1], text=rest)
    return out
