"""From bytes to lines: decode, undo HTML and table markup, and bring every spelling to one."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ...budget import spend
from ...errors import InputError, Problem

__all__ = ["Line", "compact", "decode", "lines_of", "plain"]

MAX_BYTES = 20 * 1024 * 1024

# Radicals that stand for whole characters in PDF text layers and that NFKC leaves alone.
# The last ones are no Japanese characters; transcriptions by machine put them for those.
_RADICALS = str.maketrans(
    {
        "⺠": "民",
        "⻑": "長",
        "⻄": "西",
        "⻘": "青",
        "⻝": "食",
        "⻩": "黄",
        "⻲": "亀",
        "⻭": "歯",
        "实": "実",
        "务": "務",
        "关": "関",
        "报": "報",
        "给": "給",
    }
)
# NFKC turns ① into 1, which then looks like a count; the circled numbers carry the labels of the form.
_CIRCLED = {chr(c): chr(0xE000 + c - 0x2460) for c in range(0x2460, 0x2474)}
_FROM_PRIVATE = str.maketrans({v: k for k, v in _CIRCLED.items()})
_BRACKETS = str.maketrans({"〔": "[", "〕": "]", "〇": "○", "◯": "○", "⚪": "○", "⭕": "○"})
_TO_ONE_SPELLING = _RADICALS | _BRACKETS | str.maketrans(_CIRCLED)
_CHECKED = re.compile(r"<input\b[^<>]{0,200}?\bchecked\b[^<>]{0,200}>", re.IGNORECASE)
_INPUT = re.compile(r"<input\b[^<>]{0,400}>", re.IGNORECASE)
_CELL_END = re.compile(r"</t[dh]>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/?p|/?li|/?ul|/?ol|/?tr|/?div|hr)\b[^<>]{0,400}>", re.IGNORECASE)
_TABLE = re.compile(r"<table\b.*?(?:</table>|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,400}>")
_MARKED = re.compile(r"(?<=[\[(])\s*\x01|(?<=[\[(])\s*\x02")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document: its number, its own text, and the text in one spelling (tabs part cells)."""

    number: int
    raw: str
    text: str
    indent: int

    @property
    def blank(self) -> bool:
        """Whether nothing stands on the line."""
        return not self.text.strip()


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Bring a text to one spelling: NFKC, but circled numbers stay, and all circles are one tick.

    >>> plain("①対象人数　［〇］１，０００人未満")
    '①対象人数 [○]1,000人未満'
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text.translate(_TO_ONE_SPELLING)).translate(_FROM_PRIVATE)


@lru_cache(maxsize=16384)
def compact(text: str) -> str:
    """Drop all white space of a text brought to one spelling.

    >>> compact("リスク１：　目的外")
    'リスク1:目的外'
    """
    return "".join(plain(text).split())


def _problem(name: str, source: str, value: str, message: str, remedy: str) -> InputError:
    return InputError(Problem(name, source, value, message, remedy))


def decode(data: bytes, source: str) -> str:
    """Decode a document, or say why it cannot be.

    >>> decode("評価書".encode("cp932"), "a.txt")
    '評価書'
    """
    if len(data) > MAX_BYTES:
        raise _problem(
            "document.too-large",
            source,
            f"{len(data)} bytes",
            "the document is larger than 20 MB",
            "give one bundle of 評価書 at a time, as text",
        )
    if not data.strip():
        raise _problem(
            "document.empty", source, "", "the document is empty", "give the text of a published 評価書"
        )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-32" if data[2:4] == b"\0\0" else "utf-16")
        except UnicodeDecodeError:
            raise _problem(
                "document.encoding",
                source,
                "",
                "the document says UTF-16 but is not",
                "save the text as UTF-8",
            ) from None
    head = data[:65536]
    if (unmarked := _without_mark(data, head)) is not None:
        return unmarked
    if head.startswith((b"%PDF", b"PK\3\4", b"\xd0\xcf\x11\xe0")) or b"\0" in data:
        raise _problem(
            "document.binary",
            source,
            head[:8].decode("latin-1"),
            "this is a binary file, not text",
            "extract the text first, for example with pdftotext, and give the .txt",
        )
    if _cut_short(data):
        raise _problem(
            "document.truncated",
            source,
            "",
            "the text ends in the middle of a character",
            "fetch the document again; part of it is missing",
        )
    texts: list[str] = []
    for encoding in ("utf-8-sig", "cp932", "euc_jp", "euc_jis_2004"):
        try:
            texts.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig":
            return texts[0]
    if texts:
        # CP932 accepts most EUC bytes as rare characters; the words of the form tell which one it is.
        return next((t for t in texts if "評価" in unicodedata.normalize("NFKC", t)), texts[0])
    raise _problem(
        "document.encoding",
        source,
        "",
        "the text is neither UTF-8, UTF-16 with a mark, CP932 nor EUC-JP",
        "save the text as UTF-8",
    )


def _without_mark(data: bytes, head: bytes) -> str | None:
    """Decode what is told by its own words alone: UTF-16 without a mark, and ISO-2022-JP."""
    encodings = ("utf-16-le", "utf-16-be") if b"\0" in head else ("iso2022_jp_3",) if b"\x1b$" in head else ()
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "評価" in text:
            return text
    return None


def _cut_short(data: bytes) -> bool:
    """Whether this is UTF-8 up to a last character that is not all there."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return (
            error.reason == "unexpected end of data" and error.start > 0 and not data[: error.start].isascii()
        )
    return False


def _cells(fragment: str) -> list[str]:
    rough = _TAG.sub("", _CELL_END.sub("\t", fragment))
    return [c for c in (compact(html.unescape(p)) for p in rough.split("\t")) if c]


def _without_repeated_table(raw: str, following: str) -> str:
    """Drop an HTML table that the next lines print once more as plain rows."""
    found = _TABLE.search(raw)
    if not found:
        return raw
    cells = _cells(found.group())
    return raw[: found.start()] + raw[found.end() :] if cells and following.startswith(cells[0]) else raw


def _unmarked(raw: str) -> str:
    """Turn HTML into the plain marks a printed form has."""
    # A box may stand inside printed brackets or replace them.
    raw = _CHECKED.sub("\x01", raw)
    raw = _INPUT.sub("\x02", raw)
    raw = _MARKED.sub(lambda m: "○" if "\x01" in m.group() else "", raw)
    raw = raw.replace("\x01", "[○]").replace("\x02", "[ ]")
    raw = _CELL_END.sub("\t", raw)
    raw = _BREAK.sub("  ", raw)
    return html.unescape(_TAG.sub("", raw))


_BOXES = str.maketrans({"☑": "[○]", "☒": "[○]", "☐": "[ ]", "□": "[ ]", "■": "[○]"})
_TICK = re.compile(r"([\[［〔]\s{0,4})[✓✔✅■●レxXvVﾚ☑〇◯](?=\s{0,4}[\]］〕])")


def _ticked(raw: str) -> str:
    """Give every ticked box the mark ○, and boxes drawn as one character their brackets."""
    raw = _TICK.sub(lambda m: m[1] + "○", raw)
    # ■ is a bullet unless its empty sister stands on the same line.
    if "□" in raw or "☐" in raw or "☑" in raw or "☒" in raw:
        raw = raw.translate(_BOXES)
    return raw


#: A row of a table that is nothing but a rule.
_RULE = re.compile(r"^[\s|:+=-]*$")
_NEWLINE = re.compile(r"\r\n|\r|\n|\u2028|\u2029|\x85")


def lines_of(text: str) -> list[Line]:
    r"""Split a text into numbered lines; a form feed counts as three blank lines, which end a page.

    >>> [line.text for line in lines_of("| ①事務の名称 | 予防接種 |")]
    ['①事務の名称\t予防接種']
    """
    raws = _NEWLINE.split(text)
    out: list[Line] = []
    marked = "<" in text or "&" in text
    for i, raw in enumerate(raws):
        following = compact(_TAG.sub("", "".join(raws[i + 1 : i + 4]))) if "<table" in raw.lower() else ""
        for n, piece in enumerate(raw.split("\f")):
            if n:
                out.extend(Line(i + 1, "", "", 0) for _ in range(3))
            if piece or not n:
                out.append(_line(i + 1, piece, following, marked=marked))
    return out


def _line(number: int, raw: str, following: str, *, marked: bool) -> Line:
    spend()
    if not raw.strip():
        # white space on an empty line is nothing, whatever it is made of
        return Line(number, "", "", 0)
    work = raw
    if marked and ("<" in raw or "&" in raw):
        if following:
            work = _without_repeated_table(work, following)
        work = _unmarked(work)
    if work.lstrip().startswith("|"):
        work = "" if _RULE.match(work) else "\t".join(c.strip() for c in work.strip().strip("|").split("|"))
    return Line(number, raw, plain(_ticked(work)).strip(), len(work) - len(work.lstrip(" ")))
