"""Telling what the form prints for everybody from what the body wrote.

The importer leaves labels out of narratives where it knows them; torn rows and text from elsewhere may still hold
some. A sentence is printed when labels and options of the forms, or pieces of them as a narrow cell tears them, make
up all of it. What ends in 。 or begins with 「・」 is the body's own, even where it repeats the words of a label.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ..facts.documents.form_words import Vocabulary
from ..facts.forms.model import load_forms
from .sentences import flat

__all__ = ["is_printed"]

#: Numbers, boxes and marks around the words of a form.
_AROUND: Final = re.compile(
    r"\A(?:[#*※○\-\[\]<>]|選択肢|\(?\d{1,2}\)|\d{1,2}[.、]?(?!\d))+|[\[\]<>○※*:]+|選択肢|(?<=\D)\d{1,2}\)|\Z"
)
_REMARK: Final = re.compile(r"※?\([^()]*を除く。?\)")
#: Pieces of a label shorter than this stand in any text.
_LEAST: Final = 4
#: A piece from the middle of a label is known from this length.
_TORN: Final = 8
#: No words of a form are as long as this.
_LONGEST: Final = 160


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Every label and option of the forms, and what a line break leaves of them."""
    from ..rulesets.loader import FORMS

    forms = load_forms(FORMS)
    whole: set[str] = set()
    for form in forms.forms:
        words = Vocabulary(form, forms)
        whole |= {flat(w) for w in (*words.labels, *words.headings, *words.sets_of, *words.boxes)}
    pieces = {p for w in whole for n in range(_LEAST, len(w)) for p in (w[:n], w[-n:])}
    return frozenset(whole), frozenset(whole | pieces)


@lru_cache(maxsize=4096)
def is_printed(text: str) -> bool:
    """Whether a sentence holds nothing but words of the forms.

    >>> is_printed("⑦特定個人情報の使用の記録"), is_printed("使用の記録を残している。")
    (False, False)
    >>> is_printed("4安全管理体制・規程の職員への周知"), is_printed("・安全管理体制・規程の職員への周知")
    (True, False)
    """
    if len(text) > _LONGEST or text[:1] in "・●■◆" or (text.endswith("。") and not _REMARK.fullmatch(text)):
        return False
    whole, words = _words()
    for bare in {_AROUND.sub("", text), _AROUND.sub("", _REMARK.sub("", text))}:
        if _made_of(words, bare) or (len(bare) >= _TORN and any(bare in word for word in whole)):
            return True
    return False


def _made_of(words: frozenset[str], text: str) -> bool:
    reached = {0}
    for at in range(len(text)):
        if at in reached:
            reached |= {end for end in range(at + 2, len(text) + 1) if text[at:end] in words}
    return len(text) in reached
