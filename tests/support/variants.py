"""Write a text in another manner: as other tools draw it from a PDF, or as other bodies fill the form.

Each variant keeps what the document says. Readers must not take a manner for a statement: on any of these a
value may get lost, but none may turn into another.
"""

from __future__ import annotations

import random
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Variant = Callable[[str], str]

__all__ = ["VARIANTS", "damaged"]

_CJK = "\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f々〇ー"
_KANJI = "\u4e00-\u9fff"
_FULL = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in "0123456789()[],.:"})
_HALF = str.maketrans({chr(ord(c) + 0xFEE0): c for c in "0123456789()[],.:"} | {"\u3000": " "})
# Kangxi and supplementary radicals that text layers put for the character itself.
_RADICALS = str.maketrans("民長西青食人一二十用目立色行見言金高", "⺠⻑⻄⻘⻝⼈⼀⼆⼗⽤⽬⽴⾊⾏⾒⾔⾦⾼")
_ROMAN = str.maketrans({"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV", "Ⅴ": "V", "Ⅵ": "VI", "Ⅶ": "VII"})
_ROMAN_DIGITS = str.maketrans({"Ⅰ": "1", "Ⅱ": "2", "Ⅲ": "3", "Ⅳ": "4", "Ⅴ": "5", "Ⅵ": "6", "Ⅶ": "7"})
_OPTION = re.compile(r"(?<![\d０-９,，(（])([0-9０-９]{1,2})([)）])(?=[ \u3000]?\S)")
_TICKED = re.compile(r"([\[［][ \t\u3000]*)[○〇]([ \t\u3000]*[\]］])")
_EMPTY = re.compile(r"[\[［][ \t\u3000]+[\]］]|\[\](?=[ \t\u3000]*[^\s\[])")
_ANSWER = re.compile(r"\[([ \t\u3000]*)([^\[\]○\n]{2,30}?)([ \t\u3000]*)\]")
_PAGE = re.compile(r"\n(?:[ \t]*\n){3,}|\f")


def _per_line(change: Callable[[str], str]) -> Variant:
    return lambda text: "\n".join(change(line) for line in text.split("\n"))


def _wrapped(width: int) -> Variant:
    def wrap(line: str) -> str:
        if len(line) <= width or "<" in line:
            return line
        return "\n".join(line[i : i + width] for i in range(0, len(line), width))

    return _per_line(wrap)


def _joined(text: str) -> str:
    """Join the lines of a paragraph, as tools do that take the end of a full line for a soft one."""
    out: list[str] = []
    for line in text.split("\n"):
        full = (
            out
            and len(out[-1]) > 34
            and not re.search(r"[\t\[\]）)]", out[-1])
            and not out[-1].endswith(("。", "]", "）", ")"))
        )
        if full and re.match(rf"[{_CJK}、。]", line):
            out[-1] += line
        else:
            out.append(line)
    return "\n".join(out)


def _pages(head: str, foot: str) -> Variant:
    def number(text: str) -> str:
        counter = iter(range(1, 100_000))
        return _PAGE.sub(lambda m: f"\n{foot.format(next(counter))}{m.group()}{head}\n", text)

    return number


def _boxed(ticked: str, empty: str) -> Variant:
    """Draw every whole box as one character."""
    return lambda text: _EMPTY.sub(empty, _TICKED.sub(ticked, text))


def _answers(left: str, right: str) -> Variant:
    return lambda text: _ANSWER.sub(rf"{left}\1\2\3{right}", text)


def _no_menus(text: str) -> str:
    text = re.sub(r"[＜<]\s?選択肢\s?[＞>]", "", text)
    option = r"[0-9０-９]{1,2}[)）]\s?[^\s\[\]()（）<>]{2,40}"
    lists = re.compile(rf"\s*(?:{option}\s*)+")
    gap = re.compile(r"\n[ \t]*(?=\n)")
    kept = "\n".join("\x00" if lists.fullmatch(line) else line for line in text.split("\n"))
    return gap.sub("\n", re.sub(r"\n(?:[ \t]*\n)?(?:\x00\n(?:[ \t]*\n)?)+", "\n\n", kept)).replace("\x00", "")


def _swapped(text: str) -> str:
    """Put the answer before its label, as tools do that read the right column first."""
    return re.sub(r"(?m)^([^\[\]\n]{4,40}?)\s*(\[ [^\[\]○\n]{2,20} \])$", r"\2 \1", text)


def _columns_gap(text: str) -> str:
    """Indent by depth and part cells by many spaces, as a layout kept by spaces does."""
    return _per_line(lambda line: f"   {line.replace(chr(9), ' ' * 8)}" if line.strip() else line)(text)


def _spaced_headings(text: str) -> str:
    return _per_line(lambda x: " ".join(x.strip()) if re.match(r"\s*[Ⅰ-Ⅵ][\s\u3000]", x) else x)(text)


def _no_changes(text: str) -> str:
    """Drop the table of changes of the last assessment."""
    found = list(re.finditer(r"\n[^\n]*(?:変更前の記載|別添２）変更箇所\s*\n)", text))
    last = [m for m in found if m.start() > text.rfind("①事務の名称")]
    return text[: last[0].start()] + "\n" if last else text


def _risk_label(form: str) -> Variant:
    return lambda text: re.sub(
        r"リスク([0-9０-９])[:：]", lambda m: form.format(unicodedata.normalize("NFKC", m[1])), text
    )


def _broken_labels(text: str) -> str:
    """Break the labels a narrow column breaks."""
    for label in (
        "リスクへの対策は十分か",
        "特定個人情報の使用の記録",
        "委託先における取扱者数",
        "再委託の有無",
    ):
        half = len(label) // 2 + 1
        text = text.replace(label, f"{label[:half]}\n{label[half:]}")
    return text


def _bulleted(text: str) -> str:
    return _per_line(lambda x: re.sub(r"^(\s*)([①-⑳])", r"\1・\2", x))(text)


def _on_one_line(text: str) -> str:
    """Run all lines together, as a page made of a text does."""
    return " ".join(x.strip() for x in re.split(r"[\n\f]+", text) if x.strip())


def _page_per_line(text: str) -> str:
    """Give every page a line with its number, without punctuation, as a viewer of documents does."""
    pages = [p for p in re.split(r"\n\s*\n\s*\n\s*\n|\f", text) if p.strip()]
    return re.sub(r"[、。]", " ", "\n\n".join(f"{n} {_on_one_line(p)}" for n, p in enumerate(pages, 1)))


def _cell_per_line(text: str) -> str:
    """Set every label, bracket and chosen option on a line of its own, without blank lines."""
    text = re.sub(r"\[ ?([^\[\]○ \n][^\[\]\n]*?) ?\]", r"\n[\n\1\n]\n", text)
    text = re.sub(r"(?m)^([ \u3000]*[①-⑳][^ \u3000\[\n]+(?:\u3000※)?)[ \u3000]+", r"\1\n", text)
    return "\n".join(x.strip() for x in text.split("\n") if x.strip())


def _nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


VARIANTS: dict[str, Variant] = {
    "as it is": lambda text: text,
    "full-width digits and brackets": lambda text: text if "<" in text else text.translate(_FULL),
    "half-width digits and brackets": lambda text: text.translate(_HALF),
    "NFKC": lambda text: unicodedata.normalize("NFKC", text),
    "NFD": _nfd,
    "radicals for characters": lambda text: text.translate(_RADICALS),
    "a space after every character": lambda text: re.sub(rf"(?<=[{_CJK}])(?=[{_CJK}])", " ", text),
    "a space after every character, digits too": lambda text: re.sub(
        rf"(?<=[{_CJK}0-9０-９、。])(?=[{_CJK}0-9０-９、。])", " ", text
    ),
    "a space beside every kanji": lambda text: re.sub(
        rf"(?<=[{_KANJI}])(?=[{_CJK}])|(?<=[{_CJK}])(?=[{_KANJI}])", " ", text
    ),
    "on one line": _on_one_line,
    "a page per line": _page_per_line,
    "a cell per line": _cell_per_line,
    "no spaces": lambda text: re.sub(r"(<[^<>\n]*>)|[ \u3000]+", r"\1", text),
    "one space for many": lambda text: re.sub(r"[ \u3000]{2,}", " ", text),
    "wide spaces": lambda text: text.replace(" ", "\u3000"),
    "no-break spaces": lambda text: text.replace(" ", "\xa0"),
    "tabs for spaces": lambda text: re.sub(r"(?<=\S) (?=\S)", "\t", text),
    "spaces for tabs": lambda text: text.replace("\t", "    "),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "zero-width characters": lambda text: re.sub(r"(?<=の)", "\u200b", text),
    "soft hyphens": lambda text: re.sub(r"(?<=特定)(?=個人)", "\xad", text),
    "form feeds": lambda text: _PAGE.sub("\n\f", text),
    "page numbers": _pages("", "- {} -"),
    "page numbers of a whole": _pages("", "{} / 120 ページ"),
    "headers": _pages("みどり市　特定個人情報保護評価書", "{}"),
    "no blank lines": lambda text: re.sub(r"\n(?:[ \t\u3000]*\n)+", "\n", text),
    "a blank line after every line": lambda text: text.replace("\n", "\n\n"),
    "page ends kept, boxes not parted": lambda text: re.sub(
        r"\n[ \t]*\n(?!\s)", "\n", _PAGE.sub("\n\f", text)
    ),
    "indented": _columns_gap,
    "no indent": _per_line(str.lstrip),
    "trailing spaces": _per_line(lambda line: f"{line}  "),
    "wrapped at 30": _wrapped(30),
    "wrapped at 60": _wrapped(60),
    "wrapped at 120": _wrapped(120),
    "paragraphs joined": _joined,
    "ticks ●": lambda text: _TICKED.sub(r"\1●\2", text),
    "ticks ■": lambda text: _TICKED.sub(r"\1■\2", text),
    "ticks ✓": lambda text: _TICKED.sub(r"\1✓\2", text),
    "ticks レ": lambda text: _TICKED.sub(r"\1レ\2", text),
    "ticks 〇": lambda text: text.replace("○", "〇"),
    "ticks O": lambda text: text.replace("○", "O"),
    "ticks 0": lambda text: _TICKED.sub(r"\g<1>0\2", text),
    "ticks o": lambda text: _TICKED.sub(r"\1o\2", text),
    "ticks ◎": lambda text: _TICKED.sub(r"\1◎\2", text),
    "ticks Ｏ": lambda text: _TICKED.sub(r"\1Ｏ\2", text),
    "boxes ■ □": _boxed("■", "□"),
    "boxes ☑ ☐": _boxed("☑", "☐"),
    "boxes (○) ( )": lambda text: _EMPTY.sub("( )", _TICKED.sub("( ○ )", text)),
    "boxes ○ and nothing": lambda text: _EMPTY.sub(" ", _TICKED.sub("○", text)),
    "ticks ○ at the word": lambda text: re.sub(
        r"\[[ \t\u3000]*\][ \t\u3000]*",
        "",
        re.sub(r"\[[ \t\u3000]*[○〇][ \t\u3000]*\][ \t\u3000]*", "○", text),
    ),
    "boxes [○] []": lambda text: _EMPTY.sub("[]", _TICKED.sub("[○]", text)),
    "answers in 【】": _answers("【", "】"),
    "answers in 〔〕": _answers("〔", "〕"),
    "answers in ［］": _answers("［", "］"),
    "answers in （）": _answers("（", "）"),
    "answers in ＜＞": _answers("＜", "＞"),
    "answers without brackets": _answers(" ", " "),
    "answers in 「」": _answers("「", "」"),
    "options 1）": lambda text: _OPTION.sub(r"\1）", text),
    "options 1)": lambda text: _OPTION.sub(r"\1)", text),
    "options １．": lambda text: _OPTION.sub(r"\1．", text),
    "options （1）": lambda text: _OPTION.sub(r"（\1）", text),
    "options ①": lambda text: _OPTION.sub(
        lambda m: chr(0x245F + int(m[1])) if 0 < int(m[1]) <= 20 else m[0], text
    ),
    "options ・": lambda text: _OPTION.sub("・", text),
    "option numbers on rows of their own": lambda text: _OPTION.sub(r"\n\1）\n", text),
    "without option lists": _no_menus,
    "選択肢 in other brackets": lambda text: re.sub(r"[＜<]\s?選択肢\s?[＞>]", "【選択肢】", text),
    "選択肢 in entities": lambda text: re.sub(r"[＜<]\s?選択肢\s?[＞>]", "&lt;選択肢&gt;", text),
    "Roman as letters": lambda text: text.translate(_ROMAN),
    "Roman as digits": lambda text: text.translate(_ROMAN_DIGITS),
    "Roman with a dot": lambda text: re.sub(r"(?m)^(\s*[Ⅰ-Ⅵ])[\s\u3000]*", r"\1．", text),
    "headings spaced": _spaced_headings,
    "risks リスク1:": _risk_label("リスク{}: "),
    "risks リスク1　": _risk_label("リスク{}　"),
    "risks リスク①": lambda text: re.sub(
        r"リスク([1-7１-７])[:：]", lambda m: f"リスク{chr(0x245F + int(m[1]))}：", text
    ),
    "risks without number": lambda text: re.sub(r"リスク[0-9０-９][:：]\s*", "", text),
    "parts 1、": lambda text: re.sub(r"(?m)^(\s*[0-9０-９]{1,2})[．.]", r"\1、", text),
    "parts 1": lambda text: re.sub(r"(?m)^(\s*[0-9０-９]{1,2})[．.]\s*", r"\1　", text),
    "without ※": lambda text: text.replace("※", ""),
    "circled numbers as (1)": lambda text: re.sub(r"[①-⑳]", lambda m: f"({ord(m[0]) - 0x245F})", text),
    "circled numbers lost": lambda text: re.sub(r"[①-⑳]", "", text),
    "circled numbers bulleted": _bulleted,
    "labels broken": _broken_labels,
    "labels with readings": lambda text: text.replace("委託の有無", "委託（いたく）の有無"),
    "answer before its label": _swapped,
    "without changes": _no_changes,
    "line numbers": lambda text: "\n".join(f"{n}: {x}" for n, x in enumerate(text.split("\n"), 1)),
    "Markdown bullets": _per_line(lambda x: f"- {x}" if x.strip() else x),
    "Markdown bold": _per_line(lambda x: f"**{x.strip()}**" if re.match(r"\s*[①-⑳Ⅰ-Ⅵ]", x) else x),
    "Markdown quote": _per_line(lambda x: f"> {x}"),
    "cells in bars": _per_line(lambda x: f"| {x.replace(chr(9), ' | ')} |" if x.strip() else x),
    "quoted CSV": _per_line(lambda x: ",".join(f'"{c}"' for c in x.split("\t")) if x.strip() else x),
}


def damaged(text: str, seed: int) -> str:
    """Cut, double and shuffle lines of a text: what it says is lost in part, nothing new is said."""
    draw = random.Random(seed)
    lines = text.split("\n")
    for _ in range(draw.randint(1, 5)):
        a = draw.randrange(len(lines))
        b = min(len(lines), a + draw.choice((1, 5, 30, 200)))
        kind = draw.randrange(4)
        if kind == 0:
            del lines[a:b]
        elif kind == 1:
            lines[a:a] = lines[a:b]
        elif kind == 2:
            piece = lines[a:b]
            draw.shuffle(piece)
            lines[a:b] = piece
        else:
            piece = lines[a:b]
            del lines[a:b]
            at = draw.randrange(max(1, len(lines)))
            lines[at:at] = piece
        lines = lines or [""]
    return "\n".join(lines)
