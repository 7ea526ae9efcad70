"""What stands behind a label: something written, an empty field, nothing at all, or marks that settle nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from ..text.lines import compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...forms.model import FormField
    from ..form_words import Vocabulary

__all__ = ["Shown", "shown"]

Shown = Literal["something", "empty", "nothing", "unclear"]
_DASHES: Final = re.compile(r"^[-―—–‐‑－ー─・.。、]*$")
_DASH: Final = re.compile(r"[-―—–‐‑－ー─]")
_REMARK: Final = re.compile(r"【[^【】]*】")
_NO_CASES: Final = re.compile(r"^\(\)件")
_NUMBERED: Final = re.compile(r"\d{1,2}[).]")
_PRINTED: Final = re.compile(r"[<>＜＞]|選択肢|[\[\]()※*]|件|人|期間")
_TICKED: Final = re.compile(r"\[[○◯✓レ]\]|[☑■☒●✓]")
_BOX: Final = re.compile(r"\[[^\[\]]?\]|[□☐☑■☒]")
_FILLED: Final = re.compile(r"\[([^\[\]○]{2,60})\]")
_EMPTY: Final = re.compile(r"\[\]")


def shown(said: Sequence[str], field: FormField, vocab: Vocabulary) -> Shown:
    """Return what stands behind the label of a field, given the texts up to the next label.

    ``empty`` means that a dash or an empty mark shows an empty field; ``nothing`` that no letter stands there.
    """
    text = _REMARK.sub("", "".join(compact(t) for t in said))
    if not text:
        return "nothing"
    if _DASHES.match(text):
        return "empty" if _DASH.search(text) else "nothing"
    if field.kind == "choice":
        return _choice(text, field, vocab)
    if field.kind == "ticks":
        return _ticks(text, field, vocab)
    if field.kind == "count" and _NO_CASES.match(text):
        return "empty"
    words = [w for w in (_PRINTED.sub(" ", text)).split() if not _DASHES.match(w)]
    return "something" if words else "empty"


def _choice(text: str, field: FormField, vocab: Vocabulary) -> Shown:
    options = vocab.options.get(field.options or "", frozenset())
    if any(m[1] in vocab.sets_of for m in _FILLED.finditer(text)) or _TICKED.search(text):
        return "something"
    left = _PRINTED.sub("", _NUMBERED.sub("", _BOX.sub("", _EMPTY.sub("", text))))
    for option in sorted(options, key=len, reverse=True):
        left = left.replace(option, "").replace(_PRINTED.sub("", option), "")
    boxes = len(_BOX.findall(text))
    if left and not _DASHES.match(left):
        return "unclear"
    # one empty pair of brackets beside the options, or an empty box at each of them
    return "empty" if _EMPTY.search(text) or (boxes and boxes >= len(options) - 1) else "unclear"


def _ticks(text: str, field: FormField, vocab: Vocabulary) -> Shown:
    if _TICKED.search(text):
        return "something"
    boxes = sum(len(row) for row in vocab.forms.tick_groups.get(field.ticks or "", ()))
    return "empty" if boxes and len(_BOX.findall(text)) >= boxes else "unclear"
