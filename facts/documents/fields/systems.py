"""Systems and file names listed in section Ⅰ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..form_words import bare
from ..text.lines import compact
from ..text.listed_names import FILE_ENDS, SYSTEM_ENDS, listed_names

if TYPE_CHECKING:
    from ..collector import Sheet
    from ..form_words import Vocabulary
    from ..sections.layout import Layout

__all__ = ["read_files", "read_systems", "system_regions"]

_NAME = re.compile(r"^[#*\-]*\s*①\s*システムの名称(.*)\Z", re.DOTALL)
_HEAD = re.compile(r"^[#*\-]*システム(\d{1,2})$")
_LISTED = re.compile(r"^[-・*]?\s*(?:\(\s*)?(\d{1,2})\s*[).]\s*(\S.*)$")
_LONGEST = 60
_ITEM = re.compile(r"^[\u2460-\u2473]")
_ROW = re.compile(r"^(?:①システムの名称|②システムの機能|③他のシステムとの接続)")
_SYSTEM = re.compile(rf"{SYSTEM_ENDS}(?:\(.{{1,40}}\))?$")


def _name_rows(layout: Layout, start: int, end: int) -> list[tuple[int, int | None]]:
    """Lines of ①システムの名称 with the system number printed right above, where it is."""
    rows = []
    for i in range(start, end):
        if not _NAME.match(layout.lines[i].text):
            continue
        above = next((k for k in range(i - 1, start - 1, -1) if layout.flat[k]), None)
        near = above is not None and layout.page_of(above) == layout.page_of(i)
        head = _HEAD.match(layout.flat[above]) if near and above is not None else None
        rows.append((i, int(head.group(1)) if head else None))
    return rows


def read_systems(layout: Layout, vocab: Vocabulary, sheet: Sheet) -> dict[int, int]:
    """Read the names of the systems; give system number → index of its name row."""
    if layout.form == "basic":
        _listed_systems(layout, vocab, sheet)
        return {}
    blocks = layout.of("basic")
    if not blocks:
        return {}
    start, end = blocks[0].start, blocks[0].end
    rows = _name_rows(layout, start, end)
    used = [n for _, n in rows if n is not None]
    missing = [n for n in range(1, len(rows) + 1) if n not in used]
    if len(set(used)) != len(used) or len(missing) > 1 or max(used, default=0) > len(rows):
        # Numbers that repeat or leave gaps would put a name to the wrong system.
        sheet.miss("systems", "システムの番号と名称の対応が決められない", rows[0][0] if rows else None)
        return {}
    out: dict[int, int] = {}
    for i, n in rows:
        number = n if n is not None else missing[0]
        name, at = _name(layout, vocab, i, end)
        if name:
            sheet.put(f"systems[{number}].name", name, at, "certain" if at == i else "derived")
            out[number] = i
        else:
            sheet.miss(f"systems[{number}].name", "システムの名称が欄から離れていて決められない", i)
            if any(layout.flat[k] for k in range(i + 1, min(i + 3, end))):
                out[number] = i
    return out


def _name(layout: Layout, vocab: Vocabulary, at: int, end: int) -> tuple[str, int]:
    found = _NAME.match(layout.lines[at].text)
    own = compact(found.group(1)) if found else ""
    if own:
        return own, at
    # The name may have been drawn just below its label: between it and the next one, or a short line by itself.
    below = [k for k in range(at + 1, min(at + 6, end)) if layout.flat[k]][:2]
    if len(below) == 2 and _ROW.match(layout.flat[below[1]]) and _alone(layout.flat[below[0]], vocab):
        return layout.flat[below[0]], below[0]
    if at + 2 < end and not layout.flat[at + 1] and layout.flat[at + 2]:
        text = layout.flat[at + 2]
        if (at + 3 >= end or not layout.flat[at + 3]) and _alone(text, vocab):
            return text, at + 2
    return "", at


def _alone(text: str, vocab: Vocabulary) -> bool:
    """Whether a row can be a name: short, no label, no box and no item of a list."""
    return len(text) <= _LONGEST and not _known(text, vocab) and not re.match(r"^[\[\]①-⑳・\d○]", text)


def _known(text: str, vocab: Vocabulary) -> bool:
    return bare(text) in vocab.labels or _HEAD.match(text) is not None or "システムの機能" in text


def system_regions(layout: Layout, names: dict[int, int]) -> dict[int, tuple[int, int]]:
    """Lines of each system in a text that keeps the order of the form; empty when the order is not kept."""
    blocks = layout.of("basic")
    ordered = sorted(names.items(), key=lambda pair: pair[1])
    if not blocks or [n for n, _ in ordered] != sorted(names):
        return {}
    start, end = blocks[0].start, blocks[0].end
    rows = [i for i, _ in _name_rows(layout, start, end)]
    order = "".join(t[0] for t in layout.flat[start:end] if _ROW.match(t))
    # The rows of all systems must follow each other as ①②③①②③; then the boxes below ① are its own.
    if not re.fullmatch(r"(?:①②③?)+", order):
        return {}
    out = {}
    for n, at in ordered:
        later = [i for i in rows if i > at]
        stop = later[0] if later else blocks[0].end
        out[n] = (at, stop)
    return out


def _listed_systems(layout: Layout, vocab: Vocabulary, sheet: Sheet) -> None:
    at = [i for i in range(layout.body, layout.end) if layout.flat[i].startswith("③システムの名称")]
    if len(at) != 1:
        sheet.miss("systems", "「③システムの名称」の欄が一つに決まらない", at[0] if at else None)
        return
    i = at[0]
    rest = layout.lines[i].text.split("システムの名称", 1)[1].strip()
    texts = [rest] if rest else []
    k = i + 1
    while k < layout.end and (layout.flat[k] or not texts):
        text = layout.flat[k]
        if _known(text, vocab) or re.match(r"^\d{1,2}[.、]?特定個人情報ファイル名", text):
            break
        if text:
            texts.append(layout.lines[k].text)
        k += 1
    numbered = sum(bool(_ITEM.match(t)) for t in texts)
    if 0 < numbered < len(texts):
        # Items of another list were drawn into the cell.
        sheet.miss("systems", "システムの名称の欄にほかの文が混じっている", i)
        return
    joined = "\n".join(texts)
    # A list by 、 may be broken over lines anywhere; a list by lines has no 、.
    flat = compact(joined)
    names = re.split(r"[、,]", flat) if re.search(r"[、,]", flat) else [compact(t) for t in texts]
    names = list(listed_names(joined, SYSTEM_ENDS) or names)
    names = [re.sub(r"^[・\-]|^\(?\d{1,2}[).]|^[①-⑳]", "", n) for n in names]
    if not names or not all(_SYSTEM.search(n) for n in names if n):
        sheet.miss("systems", "システムの名称の欄にほかの文が混じっている", i)
        return
    for n, name in enumerate((x for x in names if x), 1):
        sheet.put(f"systems[{n}].name", name, min(i + 1, layout.end - 1) if not rest else i, "derived")


def read_files(layout: Layout, vocab: Vocabulary, sheet: Sheet) -> list[str]:
    """Read the names of the files, from section Ⅰ, and where only one is named, without a number."""
    blocks = layout.of("basic")
    if not blocks:
        return []
    number = next(p.number for p in vocab.parts("basic") if p.id == "files")
    heads = [
        i
        for i in range(blocks[0].start, blocks[0].end)
        if re.match(rf"^[#*\-]*{number}[.、]?特定個人情報ファイル名$", layout.flat[i])
    ]
    if len(heads) == 1:
        names = _names_below(layout, vocab, heads[0], blocks[0].end)
        if names and _complete(layout, names):
            found = [name for _, name in names]
            sheet.put("files", tuple(sorted(found)), names[0][0])
            return found
        names = _numbered_on_page(layout, vocab, heads[0])
        if names and len(names) == len(layout.of("overview")):
            sheet.put("files", tuple(sorted(n for _, n in names)), names[0][0], "derived")
            return [n for _, n in names]
    sheet.miss("files", "特定個人情報ファイル名の欄が読み取れない", heads[0] if heads else None)
    return []


def _numbered_on_page(layout: Layout, vocab: Vocabulary, head: int) -> list[tuple[int, str]]:
    """Give names drawn apart from their heading: the numbered ones of the page, if they count 1 to n."""
    start, end = layout.page(head)
    found: dict[int, tuple[int, str]] = {}
    for i in range(start, end):
        listed = _LISTED.match(layout.lines[i].text)
        name = compact(listed.group(2)) if listed else ""
        if listed and name.endswith("ファイル") and len(layout.flat[i]) <= _LONGEST:
            if name in vocab.options["kind"]:
                continue
            number = int(listed.group(1))
            if number in found:
                return []
            found[number] = (i, name)
    return [found[n] for n in sorted(found)] if sorted(found) == list(range(1, len(found) + 1)) else []


def _complete(layout: Layout, names: list[tuple[int, str]]) -> bool:
    """Whether the list is whole: the next heading follows it, or every name has its own section."""
    last = names[-1][0]
    below = next((layout.flat[i] for i in range(last + 1, len(layout.flat)) if layout.flat[i]), "")
    follows = re.match(r"^[#*\-]*\d{1,2}[.、]?(?:個人番号の利用|特定個人情報ファイルを取り扱う理由)", below)
    return bool(follows) or len(layout.of("overview")) == len(names) > 1


def _names_below(layout: Layout, vocab: Vocabulary, head: int, end: int) -> list[tuple[int, str]]:
    names: list[tuple[int, str]] = []
    numbered: bool | None = None
    for i in range(head + 1, end):
        text = layout.flat[i]
        if not text:
            continue
        if re.match(
            r"^[#*\-]*\d{1,2}[.、]?(?:個人番号の利用|特定個人情報ファイルを取り扱う理由)", text
        ) or _known(text, vocab):
            break
        listed = _LISTED.match(layout.lines[i].text)
        name = compact(listed.group(2)) if listed else text.lstrip("・-")
        parts = listed_names(listed.group(2) if listed else layout.lines[i].text, FILE_ENDS) or (name,)
        if not name.endswith(("ファイル", "データベース", "台帳", "DB")) or max(map(len, parts)) > _LONGEST:
            break
        if name.count("(") != name.count(")") or name in vocab.options["kind"]:
            # A number torn from its bracket; or the answer to what kind of file it is.
            return []
        if numbered is None:
            numbered = listed is not None
        if listed and int(listed.group(1)) != len(names) + 1:
            return []
        if numbered and not listed:
            break
        names += [(i, part) for part in parts]
    return names if len({n for _, n in names}) == len(names) else []
