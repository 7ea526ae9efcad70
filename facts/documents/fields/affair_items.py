"""Facts about the whole affair: its name, threshold items, linkage, procedure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...reading.dates import find_dates, find_days, read_days, weekday_differs, write_days
from ..answers.chosen import find_answers
from ..answers.form_order import in_form_order
from ..form_words import bare
from ..text.lines import compact
from .cover import title_stem

if TYPE_CHECKING:
    from datetime import date

    from ..collector import Sheet
    from ..form_words import Vocabulary
    from ..sections.layout import Layout

__all__ = ["read_choices", "read_names", "read_procedure"]

_DASH = re.compile(r"^[-―—–‐‑－ー─\s]*$")
_NEXT = 3
_HEADING = re.compile(r"^(?:\d{1,2}|[IVX]{1,4})[.、]?(?=\D)")


def _filled_after(layout: Layout, at: int, end: int, most: int = _NEXT) -> int | None:
    for i in range(at + 1, min(at + 1 + most, end)):
        if layout.flat[i]:
            return i
    return None


def _filled_beside(layout: Layout, at: int) -> tuple[str, str]:
    """Give the filled rows before and after a row."""
    before = next((t for t in reversed(layout.flat[max(0, at - _NEXT) : at]) if t), "")
    return before, next((t for t in layout.flat[at + 1 : at + 1 + _NEXT] if t), "")


def _is_label(text: str, vocab: Vocabulary) -> bool:
    heading = _HEADING.sub("", bare(text))
    return heading in vocab.labels or bool(re.match(r"^[\u2460-\u2473]", text))


def _rest(text: str, label: str) -> str | None:
    """Give what stands behind a label on its own row; None if the row does not start with the label."""
    spaced = r"\s*".join(re.escape(c) for c in label)
    row = re.match(r"\s*(?:[#*\-]+\s*)?" + spaced + r"\s*(?:※\s*)?:?(.*)\Z", text, re.DOTALL)
    return row.group(1).strip() if row else None


def read_choices(layout: Layout, vocab: Vocabulary, sheet: Sheet) -> None:
    """Read choices asked once in the document; each has words of its own, so a single answer settles it."""
    results = {"basic": "result_basic", "key": "result_key", "full": "result_full"}[layout.form]
    sought = [
        ("headcount", "headcount", "threshold" if layout.form == "basic" else "basic"),
        ("nws_linkage", "nws", "basic"),
        ("declared_result", results, "result" if layout.form == "basic" else "procedure"),
    ]
    if layout.form == "basic":
        sought += [
            ("handlers", "handlers_500", "threshold"),
            ("incident_within_1y", "occurred", "threshold"),
            ("submits", "submits", "measures"),
        ]
        _priority(layout, vocab, sheet)
    if layout.form == "full":
        sought += [("fee", "fee", "requests"), ("register", "do", "requests")]
    answers = find_answers(layout.lines, layout.body, layout.end, vocab)
    for path, options, section in sought:
        blocks = layout.of(section)
        own = [a for a in answers if a.value in vocab.options[options]]
        if layout.form != "basic":
            own = [a for a in own if any(b.start <= a.at < b.end for b in blocks)]
        values = {a.value for a in own}
        if len(values) == 1:
            value = own[0].value.removesuffix("(任意実施)")
            sheet.put(path, value, own[0].at)
        else:
            what = "複数の値が読める" if values else "値が読み取れない"
            sheet.miss(path, f"選択欄の{what}", own[0].at if own else None)


def _priority(layout: Layout, vocab: Vocabulary, sheet: Sheet) -> None:
    """Read the measure named as most urgent (form 2 since 2024): in brackets, as its words are labels too."""
    label = "最も優先度が高いと考えられる対策"
    if not any(label in layout.flat[i] for i in range(layout.body, layout.end)):
        return
    found = [
        (i, word)
        for i in range(layout.body, layout.end)
        for word in vocab.options["priority"]
        if f"[{word}]" in layout.flat[i]
        # Brackets and word may stand on rows of their own.
        or (layout.flat[i] == word and _filled_beside(layout, i) == ("[", "]"))
    ]
    if len(found) == 1:
        sheet.put("priority.measure", found[0][1], found[0][0])
    else:
        sheet.miss("priority.measure", f"「{label}」の回答が読み取れない")


def read_names(layout: Layout, vocab: Vocabulary, sheet: Sheet) -> None:
    """Read the name of the affair and of the department."""
    _labelled(layout, vocab, sheet, "affair", "①事務の名称", guess=True)
    _labelled(layout, vocab, sheet, "department", "①部署", guess=False)


_AFFAIR = re.compile(r"^[^・\d\[\]()「」。、:=][^\d\[\]()「」。、:=]{1,40}(?:事務|業務)$")
_NAME = re.compile(
    r"^[^\s・、。,:=\d\[\]()「」*※<①-⑳][^。,:=\[\]「」<①-⑳]{1,58}(?:事務|業務)(?:\([^()。]{1,40}\))?$"
)
_CIRCLED = re.compile(r"^[\u2460-\u2473]")
_CORE = re.compile(r"(?:に関する|に係る|に関わる|関係|関連|の)?(?:事務|業務)(?:\(.*\))?$")
_WORDS = re.compile(r"[ぁ-んァ-ヶー一-鿿A-Za-z]{2}")
#: What the cells beside the name hold.
_OTHER = re.compile(r"(?:システム|サーバー?|ファイル)$")
_LONGEST = 60
_MOST = 200


def _labelled(layout: Layout, vocab: Vocabulary, sheet: Sheet, path: str, label: str, *, guess: bool) -> None:
    at = [i for i in range(layout.body, layout.end) if layout.flat[i].startswith(label)]
    if len(at) != 1:
        sheet.miss(path, f"「{label}」の欄が一つに決まらない", at[0] if at else None)
        return
    own = _rest(layout.lines[at[0]].text, label)
    if own:
        own = compact(re.split(r"\t|[\u2460-\u2473]", own)[0])
        if own.count("(") != own.count(")"):
            own = _closed(layout, vocab, own, at[0]) or ""
            if not own:
                sheet.miss(path, f"「{label}」の値の括弧が閉じておらず、どこまでか決められない", at[0])
                return
        if own and "。" not in own and (len(own) <= _LONGEST or own.endswith(("事務", "業務", ")"))):
            sheet.put(path, own, at[0])
            return
    start, end = layout.page(at[0])
    below = _filled_after(layout, at[0], end)
    if (
        below is not None
        and not own
        and not _is_label(layout.flat[below], vocab)
        and not layout.flat[below].startswith(("[", "]"))
    ):
        text = layout.flat[below]
        following = layout.flat[below + 1] if below + 1 < end else ""
        alone = not following or _is_label(following, vocab)
        if alone and _WORDS.search(text) and len(text) <= _LONGEST and not _OTHER.search(text):
            sheet.put(path, text, below, "derived")
            return
    if guess and not own:
        found = _below(layout, vocab, sheet, at[0], end)
        found = _alone(layout, vocab, at[0], start, end) if found is None else found
        if found is not None:
            sheet.put(path, layout.flat[found], found, "derived")
            return
    sheet.miss(path, f"「{label}」の値が離れていて決められない", at[0])


def _closed(layout: Layout, vocab: Vocabulary, own: str, at: int) -> str | None:
    """Return a value with the lines below it that close its brackets, or None where they do not."""
    for i in range(at + 1, min(at + 1 + _NEXT, layout.end)):
        text = layout.flat[i]
        if not text or _is_label(text, vocab) or len(own) > _MOST:
            return None
        own += text
        if own.count("(") == own.count(")"):
            return own
    return None


def _below(layout: Layout, vocab: Vocabulary, sheet: Sheet, label: int, end: int) -> int | None:
    """Find the name below its label, where the labels of the next cells may follow first.

    The outline of the affair runs on from it, and may end a row in the same words; so the row must be a name by
    itself, and the title of the assessment must know it or the labels below must stand in form order.
    """
    place = label + 1
    while place < end and (not layout.flat[place] or bare(layout.flat[place]) in vocab.labels):
        place += 1
    if place >= end or not _NAME.match(layout.flat[place]):
        return None
    name = layout.flat[place]
    title = sheet.facts.get("title")
    stem = title_stem(str(title.value)) if title else ""
    core, other = _CORE.sub("", name), _CORE.sub("", stem)
    if len(core) > 1 and len(other) > 1 and (core in stem or other in name):
        return place
    if any(layout.flat[i] for i in range(label + 1, place)):
        return None
    labels = [
        layout.flat[i][0]
        for i in range(label, end)
        if _CIRCLED.match(layout.flat[i]) and bare(layout.flat[i]) in vocab.labels
    ]
    return place if labels[1:2] in (["②"], []) else None


def _alone(layout: Layout, vocab: Vocabulary, label: int, start: int, end: int) -> int | None:
    """Find the only name of an affair near the label that stands between blank lines."""
    near = range(max(start, label - 40), min(end, label + 40))
    names = {
        layout.flat[i]: i
        for i in near
        if _AFFAIR.match(layout.flat[i])
        and not _is_label(layout.flat[i], vocab)
        and not layout.flat[i - 1]
        and not (layout.flat[i + 1 : i + 2] or [""])[0]
    }
    return next(iter(names.values())) if len(names) == 1 else None


_HEADS = 3
#: Whose day ①実施日 is, by the number of the heading above it.
_OF_HEAD = {1: "basic_assessed_on", 3: "third_party.on"}
_PERIOD = re.compile(r"[~\-―—–]|から")
_SHORT_END = re.compile(r"^(?:\s*\([^)]{1,3}\))?\s*(?:~|から|-|―|—)\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")


def read_procedure(layout: Layout, sheet: Sheet) -> None:
    """Read the dates of the basic assessment, the hearing and the third-party review, or of the counts."""
    if layout.form == "basic":
        _as_of(layout, sheet)
        return
    blocks = layout.of("procedure")
    start, end = (blocks[0].start, blocks[-1].end) if blocks else (layout.end, layout.end)
    heads = {}
    for i in range(start, end):
        for number, name in ((1, "基礎項目評価"), (2, "国民・住民等からの意見の聴取"), (3, "第三者点検")):
            if re.match(rf"^[#*]*{number}[.、]?{name}(?:【任意】)?$", layout.flat[i]):
                heads[number] = i
    dated = [(i, day) for i in range(start, end) if (day := _day_of(layout, i, end, "①実施日"))]
    # an option of a list is numbered too: 1)
    all_heads = [
        i for i in range(start, end) if re.match(r"^[#*]*[1-4][.、]?[^\d)][^\d]{3,29}$", layout.flat[i])
    ]
    in_order = len(heads) == _HEADS and in_form_order(layout, min(heads.values()), end, all_heads)
    later = [i for i in all_heads if i > heads.get(3, end)]
    for i, day in dated:
        above = next((k for k in range(i - 1, start - 1, -1) if layout.flat[k]), None)
        alone = len(dated) == 1
        if (in_order and heads[1] < i < heads[2]) or (alone and above == heads.get(1, -2)):
            sheet.put("basic_assessed_on", write_days(*day), i)
        elif (in_order and heads[3] < i < (later[0] if later else end)) or (
            alone and above == heads.get(3, -2)
        ):
            sheet.put("third_party.on", write_days(*day), i)
    for i in range(start, end):
        if day := _day_of(layout, i, end, "①提出日"):
            sheet.put("submitted_on", write_days(*day), i)
    _weekdays(layout, sheet, start, end, heads)
    if "basic_assessed_on" not in sheet.facts:
        sheet.miss("basic_assessed_on", "基礎項目評価の実施日が読み取れない", heads.get(1))
    _hearing(layout, sheet, start, end)
    if "third_party.on" not in sheet.facts:
        sheet.miss("third_party.on", "第三者点検の実施日が日付として書かれていない", heads.get(3))
    _shortened(layout, sheet, start, end)


def _weekdays(layout: Layout, sheet: Sheet, start: int, end: int, heads: dict[int, int]) -> None:
    """Say of which day the weekday is another's: then nobody can tell which of them is wrong."""
    for i in range(start, end):
        own = _rest(layout.lines[i].text, "①実施日")
        number = max((n for n, at in heads.items() if at < i), default=0)
        if own and number in _OF_HEAD and weekday_differs(own):
            sheet.miss(_OF_HEAD[number], "実施日の曜日が日付と合わない", i)


def _day_of(layout: Layout, at: int, end: int, label: str) -> tuple[date, date] | None:
    """Read the date or the month behind a label, or on the row below it when nothing stands behind."""
    own = _rest(layout.lines[at].text, label)
    if own == "" and (below := _filled_after(layout, at, end)) is not None:
        own = layout.lines[below].text
    return read_days(own) if own else None


def _hearing(layout: Layout, sheet: Sheet, start: int, end: int) -> None:
    at = [i for i in range(start, end) if layout.flat[i].startswith("②実施日・期間")]
    if len(at) == 1:
        label = at[0]
        text = _rest(layout.lines[label].text, "②実施日・期間") or ""
        if not text:
            below = _filled_after(layout, label, end)
            nxt = layout.lines[below].text if below is not None else ""
            text = nxt if nxt and find_dates(nxt[:24]) else ""
        period = _period(text)
        if period:
            sheet.put("hearing.from", period[0], label)
            sheet.put("hearing.to", period[1], label)
            return
    if "②実施日・期間" in "".join(layout.flat[start:end]):
        sheet.miss("hearing.from", "意見聴取の期間が読み取れない", at[0] if at else None)
        sheet.miss("hearing.to", "意見聴取の期間が読み取れない", at[0] if at else None)


def _period(text: str) -> tuple[str, str] | None:
    days = find_dates(text)
    if len(days) == 1:
        end, first = days[0]
        short = _SHORT_END.match(text[end:])
        if short:
            try:
                last = first.replace(month=int(short[1]), day=int(short[2]))
            except ValueError:
                return None
            return (first.isoformat(), last.isoformat()) if last >= first else None
        return None
    if len(days) != 2 or not _PERIOD.search(text[days[0][0] : days[1][0]]):
        return None
    first, last = days[0][1], days[1][1]
    return (first.isoformat(), last.isoformat()) if first <= last else None


def _shortened(layout: Layout, sheet: Sheet, start: int, end: int) -> None:
    for i in range(start, end):
        own = _rest(layout.lines[i].text, "③期間を短縮する特段の理由")
        if own:
            if _DASH.match(own):
                sheet.blank("hearing.shortened_reason", "③期間を短縮する特段の理由", i)
            else:
                sheet.put("hearing.shortened_reason", compact(own), i)


_DAY = 24


def _as_of(layout: Layout, sheet: Sheet) -> None:
    days = []
    for i in range(layout.body, layout.end):
        if layout.flat[i].startswith("いつ時点の計数か"):
            text = layout.lines[i].text
            below = _filled_after(layout, i, layout.end)
            if layout.flat[i] == "いつ時点の計数か" and below is not None:
                text = layout.lines[below].text[:_DAY]
                after = _filled_after(layout, below, layout.end)
                if after is not None and find_days(layout.lines[after].text[:_DAY]):
                    # Both dates are drawn below both labels: the first is not the one of the second.
                    text = ""
            found = find_days(text)
            days.append((i, found[0][1:] if len(found) == 1 else None))
    paths = ("headcount_as_of", "handlers_as_of")
    heads = [
        i
        for i in range(layout.body, layout.end)
        if re.match(r"^[#*]*[12][.、]?(?:対象人数|取扱者数)$", layout.flat[i])
    ]
    asked = [i for i in range(layout.body, layout.end) if layout.flat[i].startswith("評価対象の事務の対象")]
    ordered = len(days) == len(heads) == len(paths) and len(asked) == 1
    ordered = ordered and heads[0] < asked[0] < days[0][0] < heads[1] < days[1][0]
    for path, n in (("headcount", 0), ("handlers", 1)):
        # Each answer stands between its heading and its date, or the page is not in order.
        fact = sheet.facts.get(path)
        if fact is None or fact.line is None or not ordered:
            ordered = False
            break
        ordered = layout.lines[heads[n]].number <= fact.line <= layout.lines[days[n][0]].number
    alike = len(days) == len(paths) and days[0][1] == days[1][1]
    for path, (i, day) in zip(paths, days, strict=False):
        if day and (ordered or alike):
            sheet.put(path, write_days(*day), i)
    for path in paths:
        if path not in sheet.facts:
            sheet.miss(path, "いつ時点の計数かが読み取れない", days[0][0] if days else None)
