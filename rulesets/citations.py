"""Citations: whether the basis of a rule speaks of an article.

規則第7条 is not 規則第7条の2 nor 規則第70条, but it is in 「規則第4条から第7条まで」, and 番号法第28条第1項 is part of
番号法第28条. What is no article (a form's field, a section of a guideline) is compared as text, never cutting a number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

__all__ = ["Place", "cites", "places", "plain"]

_LAWS: Final = {
    "法": "番号法",
    "番号利用法": "番号法",
    "マイナンバー法": "番号法",
    "個情法": "個人情報保護法",
    "特定個人情報保護評価に関する規則": "規則",
    "評価規則": "規則",
}
_LEVELS: Final = {"条": 0, "項": 1, "号": 2}
_UNIT: Final = re.compile(r"第?(?<![0-9])([0-9]+)(条|項|号)((?:の[0-9]+)*)([イロハニホヘトチリヌ]?)")
_FIRST: Final = re.compile(r"第?(?<![0-9])[0-9]+条")
_BREAK: Final = re.compile(r"・|、|,|及び|並びに|又は|若しくは")
_REMARK: Final = re.compile(r"（[^）]*）")
_KANJI: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_KANJI_NUMBER: Final = re.compile(
    r"第([〇一二三四五六七八九十百]+)(?=条|項|号)|の([〇一二三四五六七八九十]+)(?=条|項|号|$|第)"
)
#: Numbers of forms, told apart by their shape, that must not become letters or digits.
_SHAPED: Final = re.compile(r"([Ⅰ-Ⅻ①-⑳]+)")
_ROMAN: Final = re.compile(r"[Ⅰ-Ⅻ]")

#: White space means nothing, but between two digits it keeps two numbers apart.
_SPACE: Final = re.compile(r"(?<![0-9])\s+|\s+(?![0-9\s])")

#: One step of a path: 条, 項, 号 or what stands under it, and its number; 第7条の2 is (7, 2).
_Step = tuple[int, tuple[int | str, ...]]


@dataclass(frozen=True, slots=True)
class _Cited:
    """One place of one law, or every place from ``first`` to ``last``."""

    law: str
    first: tuple[_Step, ...]
    last: tuple[_Step, ...]

    def holds(self, law: str, path: tuple[_Step, ...]) -> bool:
        """Whether a place lies inside this one, or this one inside it."""
        if law and law != self.law:
            return False
        end = len(self.first) - 1
        for i, (level, number) in enumerate(path[: end + 1]):
            (low_level, low), (_, high) = self.first[i], self.last[i]
            if level != low_level:
                return False
            if low == high and number != low:
                return False
            if low != high and not _key(low) <= _key(number) <= _key(high):
                return False
        return True


def _key(number: tuple[int | str, ...]) -> tuple[str, ...]:
    return tuple(f"{n:06}" if isinstance(n, int) else n for n in number)


def cites(basis: str, wanted: str) -> bool:
    """Whether a basis, as a rule writes it, speaks of what is wanted.

    >>> cites("規則第4条から第7条まで", "規則第七条"), cites("規則第7条の2", "規則第7条")
    (True, False)
    """
    law, asked = _read(wanted)
    if asked:
        _, cited = _read(basis)
        return any(c.holds(law, asked[0].first) for c in cited)
    text = plain(wanted)
    bare = _REMARK.sub("", basis)  # ガイドライン（行政機関等編）別添1 is asked for as ガイドライン別添1 too
    return any(_within(text, part) for whole in {basis, bare} for part in _texts(whole))


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a law or guideline: its steps from the outermost, and its name as a basis writes it."""

    law: str
    path: tuple[str, ...]
    name: str


def places(basis: str) -> tuple[Place, ...]:
    """Return every place of law that a basis cites; of a range its two ends.

    An item cited without a paragraph is one of the first. What is no article gives nothing.

    >>> [p.name for p in places("規則第14条第1項・第3項")], places("規則第4条第8号ロ")[0].path
    (['規則第14条第1項', '規則第14条第3項'], ('4', '1', '8', 'ロ'))
    """
    law, cited = _read(basis)
    out: dict[tuple[str, ...], Place] = {}
    for one in cited:
        for steps in dict.fromkeys((one.first, one.last)):
            by_level = dict(steps)
            path = tuple(
                "の".join(str(n) for n in by_level.get(level, (1,)))
                for level in range(max(by_level, default=-1) + 1)
                if level in by_level or level == 1
            )
            name = "".join(
                f"第{number[0]}{unit}" + "".join(f"の{n}" for n in number[1:]) if unit else str(number[0])
                for level, number in steps
                for unit in ("条項号"[level : level + 1],)
            )
            if 0 in by_level:
                out.setdefault(path, Place(law, path, f"{law}{name}"))
    return tuple(out.values())


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[str, tuple[_Cited, ...]]:
    """Read the law and every place of it that a text names; no place where it names no article."""
    flat = plain(_REMARK.sub("", text))
    start = _FIRST.search(flat)
    if start is None:
        return "", ()
    law = _LAWS.get(flat[: start.start()], flat[: start.start()])
    found: list[_Cited] = []
    above: tuple[_Step, ...] = ()
    for part in _BREAK.split(flat[start.start() :]):
        low, _, high = part.partition("から")
        first = _path(low, above)
        if first:
            last = _path(high, first) if high else first
            found.append(_Cited(law, first, last if len(last) == len(first) else first))
            above = first
    return law, tuple(found)


def _path(text: str, above: tuple[_Step, ...]) -> tuple[_Step, ...]:
    """Read the steps of one place; what it does not say (第1項・第2項) it takes from the one before."""
    steps: list[_Step] = []
    for number, unit, branch, letter in _UNIT.findall(text):
        level = _LEVELS[unit]
        if not steps:
            steps = [step for step in above if step[0] < level]
        steps.append((level, (int(number), *(int(n) for n in branch.split("の")[1:]))))
        if letter:
            steps.append((3, (letter,)))
    return tuple(steps)


def plain(text: str) -> str:
    """Normalise width and Chinese numbers, drop white space; Roman and circled numbers stay as they are."""
    parts = _SHAPED.split(text)
    flat = "".join(
        p if _SHAPED.fullmatch(p) else _SPACE.sub("", unicodedata.normalize("NFKC", p)) for p in parts
    )
    return _KANJI_NUMBER.sub(lambda m: f"第{_number(m[1])}" if m[1] else f"の{_number(m[2])}", flat)


def _number(kanji: str) -> int:
    total = digit = 0
    for c in kanji:
        if c in _KANJI:
            digit = digit * 10 + _KANJI[c]
        else:
            total += (digit or 1) * {"十": 10, "百": 100}[c]
            digit = 0
    return total + digit


def _texts(basis: str) -> tuple[str, ...]:
    """Return a basis whole, and each field of a form that it lists: 様式4 Ⅱ3・Ⅲ6 names 様式4 Ⅲ6 too."""
    whole = plain(basis)
    form = _ROMAN.search(whole)
    if form is None:
        return (whole,)
    name = whole[: form.start()]
    return (whole, *(name + part for part in _BREAK.split(whole)[1:] if _ROMAN.match(part)))


def _within(text: str, basis: str) -> bool:
    """Whether a text stands in another without cutting a number in two."""
    at = basis.find(text)
    while at >= 0:
        before, after = basis[at - 1 : at], basis[at + len(text) : at + len(text) + 1]
        cut_before = text[:1].isdigit() and before.isdigit()
        if not cut_before and not (text[-1:].isdecimal() and after.isdecimal()):
            return True
        at = basis.find(text, at + 1)
    return False
