"""The cover, the threshold, the procedure: facts a document states once."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from ..dates import find_dates
from .finder import agreed, beside, is_empty, labels_at, option_answers
from .text import compact

if TYPE_CHECKING:
    from .finder import Found

__all__ = ["read_headline"]

_BODY = re.compile(
    r"^[^\s。、]{1,30}(?:市長|区長|町長|村長|知事|大臣|長官|委員会|委員長|管理者|機構|組合|連合会?|理事長|公社|大学|センター|協会|基金|総裁|庁|省)$"
)
_NAME = re.compile(r"^(?!.*(?:評価書|令和|平成|宣言))[^\d\[\]。][^\[\]。]{1,39}$")
_NUMBERED = re.compile(r"^(\d{1,5})\s+(\S.*)$")
_TITLE = re.compile(r"(?:基礎|重点|全)項目評価書")
_FORM_TITLE = re.compile(r"特定個人情報保護評価書")
_AFFAIR = re.compile(r"^[^。]{2,60}(?:事務|業務|関係)(?:\([^)]{0,40}\))?$")
_PERIOD_END = re.compile(r"^[^0-9]{0,6}(?:から|[~〜\-―‐－])\s*(?:(\d{1,2})\s*月)?\s*(\d{1,2})\s*日")
_COVER_LABELS = (
    "評価書番号",
    "評価書名",
    "評価実施機関名",
    "公表日",
    "承認日",
    "項目一覧",
    "特記事項",
    "宣言",
    "個人情報保護委員会",
)
_HEADS = ("基礎項目評価", "国民・住民等からの意見の聴取", "第三者点検", "個人情報保護委員会の承認")


def read_headline(found: Found) -> None:
    """Read what the cover, the first section, the threshold and the procedure say."""
    found.say("form", found.layout.form, 0)
    _cover(found)
    _affair(found)
    _single(found, "headcount", "headcount", ("basic", "threshold"))
    result = {"basic": "result_basic", "key": "result_key", "full": "result_full"}[found.layout.form]
    _single(found, "declared_result", result, ())
    _single(found, "nws_linkage", "nws", ("basic",))
    if found.layout.form == "basic":
        _single(found, "handlers", "handlers_500", ())
        _single(found, "incident_within_1y", "occurred", ())
        _counted_on(found)
    else:
        _procedure(found)


def _cover(found: Found) -> None:
    layout = found.layout
    if layout.version:
        at = next((i for i in range(len(layout.lines)) if layout.lines[i].number == layout.version[1]), 0)
        found.say("form_version", layout.version[0], at)
    end = layout.body
    lines = [(i, layout.lines[i].text.strip()) for i in range(end) if not layout.lines[i].blank]
    _organization(found, end, lines)
    _number(found, end, lines)
    titles = [
        (i, t) for i, t in lines if _TITLE.search(t) and not _FORM_TITLE.search(compact(t)) and len(t) < 120
    ]
    if titles:
        at, text = titles[0]
        joined = _NUMBERED.match(text.replace("\t", " "))
        found.say("title", compact(joined[2] if joined else text), at)
    _published(found, end, lines)


def _organization(found: Found, end: int, lines: list[tuple[int, str]]) -> None:
    layout = found.layout
    for at, rest in labels_at(layout, 0, end, "評価実施機関名"):
        value = beside(layout, at, rest, end, _COVER_LABELS)
        if value and _NAME.match(compact(value[0])):
            found.say("organization", compact(value[0]), value[1])
            return
    bodies = {
        compact(t): i for i, t in lines if _BODY.match(compact(t)) and not any(w in t for w in _COVER_LABELS)
    }
    if len(bodies) == 1:
        ((name, at),) = bodies.items()
        found.say("organization", name, at, "derived")
    else:
        found.open("organization", "表紙の評価実施機関名が読み取れない")


def _number(found: Found, end: int, lines: list[tuple[int, str]]) -> None:
    layout = found.layout
    for i, text in lines:
        joined = _NUMBERED.match(text.replace("\t", " "))
        if joined and _TITLE.search(joined[2]):
            found.say("number", joined[1], i)
            return
    for at, rest in labels_at(layout, 0, end, "評価書番号"):
        rest = rest.replace("評価書名", "").strip()
        value = beside(layout, at, rest, end, _COVER_LABELS)
        if value and re.fullmatch(r"\d{1,5}", compact(value[0])):
            found.say("number", compact(value[0]), value[1])
            return
    found.open("number", "評価書番号の値が読み取れない")


def _published(found: Found, end: int, lines: list[tuple[int, str]]) -> None:
    layout = found.layout
    places = labels_at(layout, 0, end, "公表日")
    for at, rest in places:
        value = beside(layout, at, rest, end, _COVER_LABELS)
        dates = find_dates(value[0]) if value else []
        if value and len(dates) == 1 and len(compact(value[0])) < 20:
            found.say("published", dates[0][1].isoformat(), value[1])
            return
    loose = [(i, d[0][1]) for i, t in lines if len(compact(t)) < 14 and len(d := find_dates(t)) == 1]
    if (
        len(loose) == 1
        and places
        and re.search(r"(市長|区長|町長|村長|知事|市|町|村|教育委員会|組合|連合)$", _name(found))
    ):
        found.say("published", loose[0][1].isoformat(), loose[0][0], "derived")
    else:
        found.open(
            "published",
            "表紙に公表日の値が見当たらない" if not loose else "表紙の日付がどの欄のものか決められない",
        )


def _name(found: Found) -> str:
    reading = found.readings.get("organization")
    return str(reading.value) if reading else ""


def _affair(found: Found) -> None:
    layout = found.layout
    places = labels_at(layout, layout.body, layout.end, "①事務の名称")
    for at, rest in places[:1]:
        value = beside(layout, at, rest, layout.end, ("②", "③"))
        if value and not is_empty(value[0]):
            found.say("affair", compact(value[0]), value[1])
            return
        last = layout.page(at)[1]
        named = [
            i
            for i in range(at + 1, min(last, at + 12))
            if _AFFAIR.match(layout.flat[i]) and not _is_label(found, i)
        ]
        if named:
            found.say("affair", layout.flat[named[0]], named[0], "derived")
            return
    found.open("affair", "事務の名称が読み取れない", places[0][0] if places else None)


def _is_label(found: Found, at: int) -> bool:
    flat = found.layout.flat[at]
    return bool(re.match(r"^(?:[\u2460-\u2473]|\d{1,2}\.)", flat)) or flat in found.vocab.label_pieces


def _single(found: Found, path: str, options: str, sections: tuple[str, ...]) -> None:
    """Read a question asked once: every answer of its kind in its sections must be the same."""
    layout = found.layout
    stretches = [(b.start, b.end) for s in sections for b in layout.of(s)] or [(layout.body, layout.end)]
    answers = [a for s, e in stretches for a in option_answers(layout, found.vocab, s, e, options)]
    one = agreed(answers)
    if one:
        found.say(path, _bare_option(one.value), one.at)
    else:
        found.open(
            path,
            "選択された値が読み取れない"
            if not answers
            else "異なる選択肢が複数見え、どれが回答か決められない",
        )


def _bare_option(value: str) -> str:
    return value.replace("1,000人未満(任意実施)", "1,000人未満")


def _counted_on(found: Found) -> None:
    """Read the two dates of counting; the first asked is of the headcount."""
    layout = found.layout
    places = labels_at(layout, layout.body, layout.end, "いつ時点の計数か")
    dates = []
    for at, rest in places:
        value = beside(layout, at, rest, layout.end, ())
        day = find_dates(value[0]) if value else []
        dates.append((at, day[0][1]) if len(day) == 1 else None)
    heads = [
        next((i for i, f in enumerate(layout.flat) if i >= layout.body and re.match(p, f)), None)
        for p in (r"^1\.対象人数", r"^2\.取扱者数")
    ]
    whole = [d for d in dates if d is not None]
    alike = len(whole) == 2 and whole[0][1] == whole[1][1]
    ordered = len(whole) == 2 and None not in heads and heads[0] < whole[0][0] < heads[1] < whole[1][0]  # type: ignore[operator]  # None is excluded
    for path, n in (("headcount_as_of", 0), ("handlers_as_of", 1)):
        if alike or ordered:
            found.say(path, whole[n][1].isoformat(), whole[n][0])
        else:
            found.open(path, "いつ時点の計数かがどの設問のものか決められない")


def _procedure(found: Found) -> None:
    layout = found.layout
    blocks = layout.of("procedure")
    if not blocks:
        found.open("basic_assessed_on", "評価実施手続の欄が見つからない")
        return
    start, end = blocks[0].start, blocks[-1].end
    for at, rest in labels_at(layout, start, end, "①実施日"):
        head = next(
            (
                h
                for i in range(at, start - 1, -1)
                for h in _HEADS
                if re.match(rf"^[#*]*\d\.{h}", layout.flat[i])
            ),
            None,
        )
        value = beside(layout, at, rest, end, ("②", "③", *_HEADS))
        dates = find_dates(value[0]) if value else []
        if value and len(dates) == 1 and "予定" not in value[0]:
            if head == "基礎項目評価":
                found.say("basic_assessed_on", dates[0][1].isoformat(), value[1])
            elif head == "第三者点検":
                found.say("third_party.on", dates[0][1].isoformat(), value[1])
    found.open("basic_assessed_on", "基礎項目評価の実施日が読み取れない")
    found.open("third_party.on", "第三者点検の実施日が日付として読み取れない")
    _hearing(found, start, end)


def _hearing(found: Found, start: int, end: int) -> None:
    layout = found.layout
    for at, rest in labels_at(layout, start, end, "②実施日・期間"):
        text = rest + "".join(
            layout.lines[i].text
            for i in range(at + 1, min(at + 3, end))
            if not re.match(r"^\s*[\u2460-\u2473]", layout.lines[i].text)
        )
        dates = find_dates(text)
        if not dates:
            continue
        first = dates[0][1]
        last = dates[1][1] if len(dates) > 1 else _end_of(text, dates[0][0], first)
        if last and last >= first:
            found.say("hearing.from", first.isoformat(), at)
            found.say("hearing.to", last.isoformat(), at)
            return
    found.open("hearing.from", "意見聴取の期間が読み取れない")
    found.open("hearing.to", "意見聴取の期間が読み取れない")


def _end_of(text: str, after: int, first: dt.date) -> dt.date | None:
    """Read 「～7月5日」, whose year is that of the beginning, or the next when the month lies before it."""
    from .text import plain

    match = _PERIOD_END.match(plain(text)[after:])
    if not match:
        return None
    month = int(match[1] or first.month)
    try:
        return dt.date(first.year + (month < first.month), month, int(match[2]))
    except ValueError:
        return None
