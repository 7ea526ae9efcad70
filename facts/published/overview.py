"""Section Ⅱ of one file: kind, counts, users, entrustments, provisions, ticks, retention."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..dates import find_dates
from .boxes import see_boxes, settle_boxes
from .finder import agreed, beside, is_empty, labels_at, option_answers, options_on_pages
from .solve import deal
from .text import compact, plain
from .vocabulary import Slot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .answers import Answer
    from .finder import Found

__all__ = ["read_overview"]

_ITEM = re.compile(r"^[#*]*委託事項(\d{1,2})(?![\d~～〜-])")
_RANGE = re.compile(r"^[#*]*委託事項\d+[~～〜-]")
_COUNT = re.compile(r"\(\s*(\d{1,4})\s*\)\s*件")
_TICKED_COUNT = r"\[\s*(○?)\s*\]\s*{word}\s*\(\s*(\d*)\s*\)\s*件"


def read_overview(found: Found, prefix: str, start: int, end: int, entrusts: bool | None) -> None:
    """Read what section Ⅱ says of one file; ``entrusts`` is what section Ⅲ4 implies, when known."""
    layout, vocab = found.layout, found.vocab
    for path, options in (("kind", "kind"), ("items", "items")):
        _agreed(found, prefix + path, option_answers(layout, vocab, start, end, options))
    for path, options, label in (
        ("persons", "persons", "②対象となる本人の数"),
        ("users", "users", "使用者数"),
    ):
        one = options_on_pages(layout, vocab, start, end, options, label)
        if one:
            found.say(prefix + path, one[0].value, one[0].at, one[1])
        else:
            found.open(prefix + path, "選択された値が読み取れないか、他の欄の値と区別できない")
    _retention(found, prefix, start, end)
    _date(found, prefix, "holding_start", "⑤保有開始日", start, end)
    _entrusts(found, prefix, start, end, entrusts)
    if found.readings.get(prefix + "entrusts") and found.readings[prefix + "entrusts"].value:
        _entrustments(found, prefix, start, end)
    _counts(found, prefix, start, end)
    _ticks(found, prefix, start, end)


def _agreed(found: Found, path: str, answers: Sequence[Answer]) -> None:
    one = agreed(answers)
    if one:
        found.say(path, one.value, one.at)
    else:
        found.open(path, "選択された値が読み取れない" if not answers else "異なる選択肢が複数見える")


def _retention(found: Found, prefix: str, start: int, end: int) -> None:
    """Read ②保管期間 on the page of its label; short words such as 1年 stand in other texts too."""
    one = options_on_pages(found.layout, found.vocab, start, end, "retention", "②保管期間")
    if one:
        found.say(prefix + "retention", one[0].value, one[0].at, one[1])
    else:
        found.open(prefix + "retention", "保管期間の値が読み取れない")


def _date(found: Found, prefix: str, path: str, label: str, start: int, end: int) -> None:
    layout = found.layout
    for at, rest in labels_at(layout, start, end, label):
        value = beside(layout, at, rest, end, ("⑥", "主な記録項目"))
        dates = find_dates(value[0]) if value else []
        if value and len(dates) == 1:
            found.say(prefix + path, dates[0][1].isoformat(), value[1])
            return
        month = re.search(r"(平成|令和)(元|\d{1,2})年(\d{1,2})月", compact(value[0])) if value else None
        if value and month:
            first = find_dates(f"{month[1]}{month[2]}年{month[3]}月1日")
            if first:
                found.say(prefix + path, first[0][1].isoformat()[:7], value[1])
                return
    found.open(prefix + path, "日付として読み取れない")


def _entrusts(found: Found, prefix: str, start: int, end: int, implied: bool | None) -> None:
    one = agreed(option_answers(found.layout, found.vocab, start, end, "entrusts"))
    if one:
        found.say(prefix + "entrusts", one.value == "委託する", one.at)
    elif implied is not None:
        found.say(prefix + "entrusts", implied, start, "derived")
    else:
        found.open(prefix + "entrusts", "委託の有無の値が読み取れない")


def _items(found: Found, start: int, end: int) -> dict[int, int]:
    """Give the printed headings 委託事項N that stand once, by number."""
    seen: dict[int, list[int]] = {}
    for i in range(start, end):
        match = _ITEM.match(found.layout.flat[i])
        if match and not _RANGE.match(found.layout.flat[i]):
            seen.setdefault(int(match[1]), []).append(i)
    return {n: at[0] for n, at in seen.items() if len(at) == 1}


def _entrustments(found: Found, prefix: str, start: int, end: int) -> None:
    layout, vocab = found.layout, found.vocab
    heads = _items(found, start, end)
    last = max(heads.values(), default=start)
    stop = next(
        (i for i in range(last, end) if re.match(r"^[#*]*5\.特定個人情報の提供・移転", layout.flat[i])), end
    )
    until = layout.page(stop)[1] if stop < end else end
    users = option_answers(layout, vocab, start, min(until, end), "users")
    again = option_answers(layout, vocab, start, min(until, end), "re_entrusts")
    count = _stated_count(found, start, end)
    if count is None and heads and set(heads) == set(range(1, len(heads) + 1)) and len(again) == len(heads):
        count = (len(heads), heads[1], "derived")
    if count is None:
        found.open(prefix + "entrustments", "委託の件数が読み取れない")
        return
    found.say(prefix + "entrustments", count[0], count[1], count[2])
    _names(found, prefix, heads)
    _deal_items(found, prefix, count[0], users, again, heads, start, min(until, end))


def _stated_count(found: Found, start: int, end: int) -> tuple[int, int, str] | None:
    layout = found.layout
    for at, _ in labels_at(layout, start, end, "委託の有無"):
        flat = compact(layout.lines[at].text)
        match = _COUNT.search(flat) or (_COUNT.search(layout.flat[at + 1]) if at + 1 < end else None)
        if match:
            return int(match[1]), at, "certain"
    return None


def _names(found: Found, prefix: str, heads: dict[int, int]) -> None:
    for n, at in heads.items():
        rest = compact(_ITEM.sub("", found.layout.flat[at], count=1))
        if rest and not is_empty(rest) and not re.match(r"^[\u2460-\u2473]", rest):
            found.say(f"{prefix}entrustments[{n}].name", rest, at)


def _deal_items(
    found: Found,
    prefix: str,
    count: int,
    users: list[Answer],
    again: list[Answer],
    heads: dict[int, int],
    start: int,
    end: int,
) -> None:
    """Deal contractors' staff and re-entrustment out to the items, as the form's order and the pages allow."""
    layout, vocab = found.layout, found.vocab
    items = [
        slot
        for n in range(1, count + 1)
        for slot in (
            Slot(f"entrustments[{n}].handlers", "users", "委託先における取扱者数", "entrust"),
            Slot(f"entrustments[{n}].re_entrusts", "re_entrusts", "再委託の有無", "entrust"),
        )
    ]
    answers = sorted([*users, *again], key=lambda a: a.at)
    own = found.readings.get(prefix + "users")
    pages = layout.pages_in(start, end)
    values: dict[str, set[str]] = {}
    with_users = [Slot("users", "users", "使用者数", "acquire"), *items]
    for slots in (with_users, items) if own is None else (with_users,):
        decks = [[a for a in answers if s <= a.at < e] for s, e in pages]
        fixed = {"users": str(own.value)} if own and slots is with_users else {}
        dealing = deal(slots, decks, vocab.options, {}, {}, fixed)
        if dealing.fits:
            for path, words in dealing.values.items():
                values.setdefault(path, set()).update(words)
    for slot in items:
        said = values.get(slot.path, set())
        tied = _in_item(found, slot, heads, answers, end)
        if tied is not None and (not said or tied.value in said):
            _say_item(found, prefix, slot, tied.value, tied.at, "certain")
        elif len(said) == 1:
            (word,) = said
            at = next((a.at for a in answers if a.value == word), start)
            _say_item(found, prefix, slot, word, at, "derived")
        else:
            found.open(prefix + slot.path, "値がどの委託事項のものか決められない")


def _in_item(
    found: Found, slot: Slot, heads: dict[int, int], answers: list[Answer], end: int
) -> Answer | None:
    """Give the answer on the very line of its label, between the item's heading and the next, in form order."""
    number = int(re.findall(r"\d+", slot.path)[0])
    order = [heads[n] for n in sorted(heads)]
    if number not in heads or order != sorted(order):
        return None
    at = heads[number]
    until = min([a for n, a in heads.items() if n > number], default=end)
    words = found.vocab.options[slot.options]
    own = [
        a
        for a in answers
        if at <= a.at < until and a.value in words and slot.label in compact(found.layout.lines[a.at].text)
    ]
    labels = [i for i in range(at, until) if slot.label in found.layout.flat[i]]
    return own[0] if len(own) == 1 and len(labels) == 1 else None


def _say_item(found: Found, prefix: str, slot: Slot, word: str, at: int, how: str) -> None:
    value: str | bool = word == "再委託する" if slot.options == "re_entrusts" else word
    found.say(prefix + slot.path, value, at, how)


def _counts(found: Found, prefix: str, start: int, end: int) -> None:
    """Read 提供を行っている（ ）件 and 移転を行っている（ ）件; an unticked box means none."""
    layout = found.layout
    for path, word in (("provides", "提供を行っている"), ("transfers", "移転を行っている")):
        settled = None
        for i in range(start, end):
            if word not in layout.flat[i]:
                continue
            match = re.search(_TICKED_COUNT.format(word=word), plain(layout.lines[i].text))
            if match and (match[2] or not match[1]):
                settled = (int(match[2] or 0), i)
                break
        if settled is None and _none_at_all(found, start, end):
            settled = (0, start)
        if settled is None:
            settled = _torn_count(found, word, start, end)
        if settled is None:
            settled = _listed_count(found, path, start, end)
        if settled:
            found.say(prefix + path, settled[0], settled[1])
        else:
            found.open(prefix + path, "件数が読み取れない")


def _torn_count(found: Found, word: str, start: int, end: int) -> tuple[int, int] | None:
    """Read a count whose box was torn off but whose brackets are whole."""
    layout = found.layout
    for i in range(start, end):
        match = re.search(word + r"\s*\(\s*(\d+)\s*\)\s*件", plain(layout.lines[i].text))
        if match:
            return int(match[1]), i
        blank = re.search(word + r"\s*\(\s*\)\s*件", plain(layout.lines[i].text))
        if blank and not _lists(found, word[:2] + "先", start, end):
            return 0, i
    return None


def _lists(found: Found, word: str, start: int, end: int) -> bool:
    """Whether a recipient 提供先N or 移転先N is named."""
    pattern = re.compile(rf"^[#*]*{word}\d{{1,3}}(?![\d~～〜-])(.+)$")
    return any((m := pattern.match(found.layout.flat[i])) and not is_empty(m[1]) for i in range(start, end))


def _none_at_all(found: Found, start: int, end: int) -> bool:
    return any(
        re.search(r"\[\s*○\s*\]\s*行っていない", found.layout.lines[i].text) for i in range(start, end)
    )


def _listed_count(found: Found, path: str, start: int, end: int) -> tuple[int, int] | None:
    """Settle two torn counts by the recipients listed: 移転先1 … 移転先N are N transfers, the other count the rest."""
    layout = found.layout
    both = ("提供を行っている", "移転を行っている")
    rows = [i for i in range(start, end) if any(word in layout.flat[i] for word in both)]
    numbers = [
        int(n) for i in rows for n in re.findall(r"(?<!\d)(\d{1,3})(?!\d)", plain(layout.lines[i].text))
    ]
    heading = re.compile(r"^[#*]*移転先(\d{1,3})(?![\d~～〜-])")
    listed = {int(m[1]) for i in range(start, end) if (m := heading.match(layout.flat[i]))}
    if len(rows) != 2 or len(set(numbers)) != 2 or not listed or listed != set(range(1, max(listed) + 1)):
        return None
    if numbers.count(max(listed)) != 1:
        return None
    other = next(n for n in numbers if n != max(listed))
    return (max(listed) if path == "transfers" else other), rows[0]


def _ticks(found: Found, prefix: str, start: int, end: int) -> None:
    layout = found.layout
    groups, aliases = found.vocab.forms.tick_groups, found.vocab.forms.tick_aliases
    regions = {
        "record_items": _region(found, start, end, "主な記録項目", "その妥当性"),
        "sources": _region(found, start, end, "①入手元", "②入手方法"),
        "methods": _region(
            found, start, end, "②入手方法", "③入手の時期・頻度" if layout.form == "full" else "③使用目的"
        ),
    }
    for path, region in regions.items():
        group = groups[path]
        settled = None
        for first, last in region:
            seen = see_boxes(layout, first, last, group, aliases)
            whole = all(len(seen.states.get(compact(label), ())) == 1 for row in group for label in row)
            settled = settle_boxes(layout, first, last, group, seen) if whole else None
            if settled:
                break
        if settled:
            ticked = tuple(sorted(_short(label) for label, (mark, _) in settled.items() if mark))
            line = next((a for mark, a in settled.values() if mark), start)
            found.say(prefix + path, ticked, line)
        else:
            found.open(prefix + path, "○がどの欄のものか、行の崩れのため決められない")


def _short(label: str) -> str:
    return label.split("(", maxsplit=1)[0]


def _region(found: Found, start: int, end: int, first: str, last: str) -> list[tuple[int, int]]:
    """Where the boxes of a group may stand: between its label and the next, then on the label's page."""
    layout = found.layout
    opens = labels_at(layout, start, end, first)
    if len(opens) != 1:
        return []
    at = opens[0][0]
    closes = [i for i, _ in labels_at(layout, at, end, last)]
    page = layout.page(at)
    out = [(at, closes[0])] if closes else []
    if closes and first == "①入手元":
        # A transcription may carry the second half of the boxes in the row of the next label.
        out.append((at, min(closes[0] + 1, end)))
    return [*out, (max(start, page[0]), min(end, page[1]))]
