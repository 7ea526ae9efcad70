"""References in narratives: 同上, 「住民基本台帳ファイルと同様」, 「(1)と同じ」, 「別紙参照」.

What is said of the same file is searched anyway. Text of another file is searched along; what stands outside the
assessment was not read, and a measure that is not found may be stated there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from .sentences import flat, flatten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .sentences import Passage, Sentence

__all__ = ["Reference", "is_reference", "leads_outside", "references"]

_SEE: Final = r"(?:を?(?:ご)?参照|の(?:とおり|通り)|に(?:記載|示|掲げ|定め)|と(?:同様|同じ|同一|共通)|に(?:同じ|準じ|準ずる))"
#: Outside the assessment. 番号法別表第二 is law, not an annex.
_OUTSIDE: Final = re.compile(
    r"(?:別紙|別添|別冊|別図|別途(?:添付)?資料|添付(?:資料|書類)|参考資料|(?<![法例則])別表(?!第))(?!の(?:様式|書式))[^、。()]{0,16}?"
    + _SEE
    + r"|(?:全項目|重点項目|基礎項目|他の(?:事務の)?|別の)評価書[^、。()]{0,16}?"
    + _SEE
)
#: What an annex lists without telling of measures.
_LISTED: Final = re.compile(
    r"(?:提供先|移転先|委託先|照会者|項目|事務|一覧|根拠|条文|法令|構成|様式|対象者?|範囲|部署|所属|課|連絡先|用途|帳票)[^、。]{0,8}?"
    r"(?:は|が|については|に関しては|:|\()\Z"
)
#: A part of this assessment where measures are not looked for otherwise.
_PART: Final = re.compile(r"「?(?<![A-Z])(?P<part>II?)(?:[-.]?\d)[^、。()]{0,30}?" + _SEE)
_PARTS: Final = {"I": "basic", "II": "overview"}
_NUMBER: Final = re.compile(r"\((?P<number>\d)\)と(?:同様|同じ|同一)")
_OTHER_FILES: Final = re.compile(
    r"(?:他|別)の(?:特定個人情報)?ファイル(?:の場合|における[^、。]{0,8})?" + _SEE
)
_FOLLOWS: Final = re.compile(
    r"」?(?:の場合|(?:における|に対する|について(?:の)?|の)[^、。()]{0,16}?)?" + _SEE
)
_DITTO: Final = re.compile(
    r"[・\-\d.()]*(?:[^、。]{0,20}は、?)?(?:同上|同左|〃|(?:上|左|前)に同じ|(?:上|前)(?:記|述)と(?:同じ|同様))(?:である|とする|です)?。?"
)
_MARKS: Final = "・※-0123456789.()「"
_LONGEST: Final = 120
_WHOLE: Final = re.compile(
    r"[・※\-\d.()「]*(?:[^、。]{0,20}(?:は|については)、?)?(?:(?:別|添付|参考)[^、。]{0,16}?|[^、。]{0,24}?(?:ファイル|\(\d\)|リスク\d+)[^、。]{0,12}?)"
    + _SEE
    + r"(?:のこと|する(?:こと)?|である|とする|です|の措置を講じ(?:る|ている))?\)?。?"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference: where it stands, and the (file, section) it leads to; ``sure`` where that can be told."""

    section: str
    line: int
    text: str
    to: tuple[tuple[str, str], ...] = ()
    sure: bool = True


@lru_cache(maxsize=1024)
def is_reference(text: str) -> bool:
    """Whether a field holds a reference and nothing else.

    >>> is_reference("同上"), is_reference("別紙２のとおり。"), is_reference("台帳は別に保管する。")
    (True, True, False)
    """
    plain = flat(text)
    # all that may stand behind the marks of a list is bounded by the patterns
    if len(plain.lstrip(_MARKS)) > _LONGEST:
        return False
    return bool(_DITTO.fullmatch(plain) or _WHOLE.fullmatch(plain))


@lru_cache(maxsize=4096)
def leads_outside(text: str) -> bool:
    """Whether a sentence refers to a place outside the assessment, and not for a list of recipients or items.

    >>> leads_outside("対策は別紙を参照。"), leads_outside("提供先は別紙2のとおり。")
    (True, False)
    """
    found = _OUTSIDE.search(text)
    return found is not None and not _LISTED.search(text, 0, found.start())


def references(passages: Sequence[Passage], files: Sequence[str], at: int) -> tuple[Reference, ...]:
    """Return the references in the narratives of one file of several that lead to text not searched for it.

    >>> from shikii.facts.affair.affair import Note
    >>> text = Note("乙ファイル", "keep", ((7, "甲ファイルと同様の措置を講じる。"),))
    >>> [r.to for r in references([text], ["甲ファイル", "乙ファイル"], 1)]
    [(('甲ファイル', 'keep'),)]
    """
    return tuple(_found(passages, files, at))


def _found(passages: Sequence[Passage], files: Sequence[str], at: int) -> Iterator[Reference]:
    names = {flat(name): name for i, name in enumerate(files) if i != at and name}
    said = False
    for passage in passages:
        sentences = flatten(passage)
        for s in sentences:
            if not said and at and _DITTO.fullmatch(s.text):
                yield _to(passage, s, ((files[at - 1], passage.section),))
            else:
                yield from _in_sentence(passage, s, names, files, at)
            said = said or not _DITTO.fullmatch(s.text)


def _in_sentence(
    passage: Passage, s: Sentence, names: dict[str, str], files: Sequence[str], at: int
) -> Iterator[Reference]:
    if leads_outside(s.text):
        yield _to(passage, s, ())
    for plain, name in names.items():
        place = s.text.find(plain)
        if place >= 0 and _FOLLOWS.match(s.text, place + len(plain)):
            yield _to(passage, s, ((name, passage.section),))
    if _OTHER_FILES.search(s.text):
        to = tuple((name, passage.section) for name in names.values())
        yield _to(passage, s, to, sure=len(to) == 1)
    number = _NUMBER.search(s.text)
    if number and 0 < int(number["number"]) <= len(files) and int(number["number"]) - 1 != at:
        yield _to(passage, s, ((files[int(number["number"]) - 1], passage.section),), sure=False)
    part = _PART.search(s.text)
    if part:
        yield _to(passage, s, ((files[at], _PARTS[part["part"]]),))


def _to(passage: Passage, s: Sentence, to: tuple[tuple[str, str], ...], *, sure: bool = True) -> Reference:
    return Reference(passage.section, s.lines[0], s.text[:100], to, sure)
