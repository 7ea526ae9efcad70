"""The words of 変更箇所: its header, dates, 事前 and 事後, and how the name of an item begins."""

from __future__ import annotations

import re
from typing import Final

from ...reading.dates import read_date
from ..text.lines import compact, plain

__all__ = [
    "COLUMNS",
    "LABELS",
    "header_columns",
    "is_annex",
    "is_annex_name",
    "is_header",
    "is_item",
    "is_path",
    "is_path_surely",
    "is_short",
    "iso",
    "one_date_a_row",
    "seen",
    "timing_of",
    "value",
]

# The header of the form; the longer name first, so that it is not taken for the shorter.
COLUMNS: Final = (
    ("提出時期に係る説明", "explanation"),
    ("変更前の記載", "before"),
    ("変更後の記載", "after"),
    ("提出時期", "timing"),
    ("変更日", "on"),
    ("項目", "item"),
)
LABELS: Final = {name: label for label, name in COLUMNS}
_EMPTY: Final = re.compile(r"^[-―—–‐‑－ーｰ─.\s]*$")
_HEADER: Final = re.compile(
    r"^[#*(\[]*(?:(?:No\.?|番号|項番)?(?:提出時期に係る説明?|変更前の記載|変更後の記載|提出時期|変更日|項目)+"
    r"|(?:別添\d?\)?)?変更箇所)[)\]*]*$"
)
_WIDE: Final = "\ue100"
_NUMERAL: Final = "\ue101"
_NUMERALS: Final = re.compile(r"[\u2160-\u2169]+")

_ROMAN: Final = re.compile(
    r"^\(?(?:VIII|VII|VI|IV|IX|III|II|I|V)\)?(?=$|[\d.\s\ue100(（:：_~\-―—‐－ー①-⑳]"
    r"|基本情報|関連情報|特定個人|リスク|開示|しきい|評価実施|その他|公表|重点|全項目)"
)
_ANNEX: Final = re.compile(r"^\(?別[添紙](?:[\d一二三四五]{1,2}(?:[-‐－ー]\d{1,2})?\)?|(?=$|[\s\ue100(]))")
_WHOLE: Final = re.compile(
    r"^(?:全般|全体|全項目|表紙|評価書名|評価書番号|評価実施機関名?|公表日|特記事項|項目一覧"
    r"|個人のプライバシー等の権利利益の保護の宣言)(?=$|[\s\ue100(])"
)
_PATH: Final = re.compile(
    r"^(?:[①-⑳]|\d{1,2}[.．)]|\(\d{1,2}\)|リスク\s?\d|システム\s?\d|委託事項|提供先\s?\d|移転先\s?\d|\(?別[添紙]\d)"
)
_SHORT: Final = re.compile(r"^(?:\(?別[添紙]\d{0,2}\)?|同上|〃|全般|全体)$")
_CLOSED: Final = re.compile(r"^\(?別[添紙]\d{0,2}\)?(?:\([^()]*\))?$")
_ANNEX_NAME: Final = re.compile(r"^(?:(?:特定個人情報ファイル)?記録項目|事務の?内容)")
_SURELY: Final = re.compile(rf"^(?:[①-⑳]|\d{{1,2}}[.．)]|リスク\s?\d|システム\s?\d)|{_ANNEX_NAME.pattern}")
_BRACKETS: Final = "()[]"


def seen(raw: str) -> str:
    r"""Bring a line to one spelling but keep wide spaces apart from narrow ones: they stand inside cells.

    >>> seen("税務課　甲 税務課　乙").split(" ")
    ['税務課\ue100甲', '税務課\ue100乙']
    """
    marked = _NUMERALS.sub(lambda m: _NUMERAL + m.group(), raw) if _NUMERALS.search(raw) else raw
    return plain(marked.replace("\u3000", _WIDE)).strip(" \t" + _WIDE)


def value(text: str) -> str:
    """Give a cell as a value: one spelling, no white space, nothing for a dash."""
    flat = compact(text.replace(_WIDE, " ").replace(_NUMERAL, ""))
    return "" if _EMPTY.match(flat) else flat


def is_header(text: str) -> bool:
    """Whether a line holds only words of the header, in any order, or the title of the table.

    >>> is_header("提出時期に係る説明変更日 項目 変更前の記載"), is_header("項目の変更")
    (True, False)
    """
    return bool(_HEADER.match(value(text)))


def header_columns(cells: list[str]) -> list[str] | None:
    """Give the field of each column when the cells are the header row."""
    names = dict(COLUMNS)
    found = [names.get(value(c), "") for c in cells]
    known = [f for f in found if f]
    if len(known) != len(set(known)) or not {"item", "before", "after", "timing"} <= set(known):
        return None
    return found


def iso(text: str) -> str | None:
    """Read a date that stands alone, as ISO."""
    day = read_date(text.replace(_WIDE, " "))
    return day.isoformat() if day else None


def timing_of(text: str) -> str | None:
    """Read 事前 or 事後 where nothing else stands.

    >>> timing_of("[事後]"), timing_of("事前通知")
    ('事後', None)
    """
    bare = value(text).strip(_BRACKETS)
    return bare if bare in ("事前", "事後") else None


def is_item(text: str) -> bool:
    """Whether a text as ``seen`` begins as the name of an item: a chapter of the form, an annex, the cover.

    >>> [is_item(seen(t)) for t in ("Ⅱ特定個人情報ファイルの概", "IT政策課", "別紙１", "I-1 ①事務の名称")]
    [True, False, True, True]
    """
    text = text.lstrip("([")
    return text.startswith(_NUMERAL) or bool(_ROMAN.match(text) or _ANNEX.match(text) or _WHOLE.match(text))


def one_date_a_row(days: list[str]) -> bool:
    """Whether every row of a table has a cell of its own for the date: then one date stands more than once."""
    return not days or len(set(days)) < len(days)


def is_short(flat: str) -> bool:
    """Whether a value is a whole item in one word: 別紙1, 同上, 全般."""
    return bool(_SHORT.match(flat))


def is_annex(flat: str) -> bool:
    """Whether a value is the name of an annex, complete on its line."""
    return bool(_CLOSED.match(flat))


def is_path(text: str) -> bool:
    """Whether a text goes on with the path of an item: a number, a circled number, a risk, a system.

    >>> is_path("②所属長"), is_path("税務課")
    (True, False)
    """
    return bool(_PATH.match(text)) or is_item(text)


def is_annex_name(text: str) -> bool:
    """Whether a text is the name that the form gives an annex."""
    return bool(_ANNEX_NAME.match(text))


def is_path_surely(text: str) -> bool:
    """Whether a text is a step of a path that the form itself prints: a number, a risk, the name of an annex."""
    return bool(_SURELY.match(text))
