"""Section Ⅱ: what the form asks about each file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...reading.dates import find_days, write_days
from ..answers.chosen import Answer, find_answers, is_noise
from ..answers.form_order import in_form_order
from ..answers.out_of_order import deal
from ..answers.tick_groups import group_of, read_group, read_torn
from ..form_words import Slot, bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..collector import Sheet
    from ..form_words import Vocabulary
    from ..sections.layout import Layout

__all__ = ["items_end", "read_overview"]

_CLOSE = 8
_SETS = ("kind", "persons", "items", "users", "entrusts", "scope", "re_entrusts", "retention")
_ONCE = {"kind": "ファイルの種類", "items": "記録される項目", "users": "使用者数", "entrusts": "委託の有無"}
_ITEM = re.compile(r"^[#*\-]*委託事項(\d{1,2})(?![\d~])")
_COUNT = re.compile(r"\((\d{1,3})\)件")
_PROVIDES = re.compile(r"\[(○?)\]提供を行っている\((\d{0,3})\)件")
_TRANSFERS = re.compile(r"\[(○?)\]移転を行っている\((\d{0,3})\)件")
_TORN = re.compile(r"(?:\[○?|^)\]?提供を行っている")


def read_overview(layout: Layout, vocab: Vocabulary, sheet: Sheet, start: int, end: int, prefix: str) -> None:
    """Read one block of section Ⅱ; paths get ``prefix``."""
    answers = [
        a
        for a in find_answers(layout.lines, start, end, vocab)
        if any(a.value in vocab.options[name] for name in _SETS)
        and (a.value not in vocab.options["retention"] or _is_retention(a))
    ]
    _choices(layout, vocab, sheet, start, end, prefix, answers)
    _dates(layout, sheet, start, end, prefix)
    _recipients(layout, sheet, start, end, prefix)
    _contractors(layout, sheet, start, end, prefix)
    _boxes(layout, vocab, sheet, start, end, prefix)


def _is_retention(answer: Answer) -> bool:
    return answer.joined is False or answer.before.endswith(("期間", "保管期間"))


def _slots(form: str, n: int, m: int, *, retention: bool) -> list[Slot]:
    """Give the choices of section Ⅱ in form order for n entrustments and m recipients."""
    out = [Slot(k, k, _ONCE.get(k, "対象となる本人の数"), "2") for k in ("kind", "persons", "items")]
    out += [Slot("users", "users", "使用者数", "3"), Slot("entrusts", "entrusts", "委託の有無", "4")]
    for i in range(1, n + 1):
        if form == "full":
            out.append(Slot(f"entrustments[{i}].scope", "scope", "", "4"))
            out.append(Slot(f"entrustments[{i}].persons", "persons", "", "4"))
        out.append(Slot(f"entrustments[{i}].handlers", "users", "", "4"))
        out.append(Slot(f"entrustments[{i}].re_entrusts", "re_entrusts", "", "4"))
    out += [Slot(f"recipients[{i}].persons", "persons", "", "5") for i in range(1, m + 1)]
    if retention:
        out.append(Slot("retention", "retention", "保管期間", "6"))
    return out


def _choices(
    layout: Layout,
    vocab: Vocabulary,
    sheet: Sheet,
    start: int,
    end: int,
    prefix: str,
    answers: Sequence[Answer],
) -> None:
    def count(name: str) -> int:
        return sum(a.value in vocab.options[name] for a in answers)

    n = count("re_entrusts")
    m = count("persons") - 1 - (n if layout.form == "full" else 0)
    slots = _slots(layout.form, n, max(m, 0), retention=count("retention") == 1)
    pages = layout.pages_in(start, end)
    decks = [[a for a in answers if s <= a.at < e] for s, e in pages]
    tied = _tied(layout, vocab, start, end, answers)
    first: dict[str, int] = {}
    last: dict[str, int] = {}

    def number(at: int) -> int:
        return next(k for k, (s, e) in enumerate(pages) if s <= at < e)

    fixed = {}
    for slot in slots:
        if slot.path in tied:
            first[slot.path] = last[slot.path] = number(tied[slot.path].at)
            fixed[slot.path] = tied[slot.path].value
    for name, label in _ONCE.items():
        at = [i for i in range(start, end) if _is_row(layout.flat[i], label)]
        if len(at) == 1 and name not in fixed:
            first[name] = last[name] = number(at[0])
    dealing = deal(slots, decks, vocab.options, first, last, fixed) if m >= 0 else None
    values = dealing.values if dealing and dealing.fits else {}
    for slot in slots:
        if slot.path.startswith("recipients"):
            continue
        _put(sheet, prefix, slot, values.get(slot.path, set()), tied.get(slot.path), answers)
    _entrusts(layout, sheet, start, end, prefix, n if values else None, tied)


def _is_row(flat: str, label: str) -> bool:
    text = re.sub(r"^[\u2460-\u2473#*\-]+", "", flat)
    return text.startswith(label) and len(text) < len(label) + 60


def _put(
    sheet: Sheet,
    prefix: str,
    slot: Slot,
    values: set[str],
    direct: Answer | None,
    answers: Sequence[Answer],
) -> None:
    path = prefix + slot.path
    at: int | None
    if direct is not None and (not values or values == {direct.value}):
        value, at, how = direct.value, direct.at, "certain"
    elif direct is None and len(values) == 1:
        (value,) = values
        alike = [a.at for a in answers if a.value == value]
        at, how = alike[0] if len(alike) == 1 else None, "derived"
    else:
        why = "どの欄のものか決められない" if values else "読み取れない"
        sheet.miss(path, f"選択欄の値が{why}")
        return
    kept: str | bool = value
    if slot.options in ("entrusts", "re_entrusts"):
        kept = not value.endswith("しない")
    sheet.put(path, kept, at, "certain" if how == "certain" else "derived")


def _tied(
    layout: Layout, vocab: Vocabulary, start: int, end: int, answers: Sequence[Answer]
) -> dict[str, Answer]:
    """Answers on the row of their own label; those of an entrustment only where the items stand in order."""
    out: dict[str, Answer] = {}
    for name, label in (*_ONCE.items(), ("retention", "保管期間"), ("retention", "期間")):
        own = [
            a
            for a in answers
            if a.value in vocab.options[name] and re.sub(r"[※*]$", "", a.before).endswith(label)
        ]
        if len(own) == 1:
            out.setdefault(name, own[0])
    persons = [
        a for a in answers if a.value in vocab.options["persons"] and a.before.endswith("②対象となる本人の数")
    ]
    if not persons:
        rows = [
            i
            for i in range(start, end)
            if bare(layout.flat[i]) == "対象となる本人の数" and layout.flat[i][0] == "②"
        ]
        persons = [
            a
            for a in answers
            if a.value in vocab.options["persons"]
            and _below_or_beside(layout, vocab, a, "②対象となる本人の数", rows)
        ]
    if len(persons) == 1:
        out["persons"] = persons[0]
    items = [(i, int(f.group(1))) for i in range(start, end) if (f := _ITEM.match(layout.flat[i]))]
    numbers = [n for _, n in items]
    if not items or numbers != list(range(1, len(numbers) + 1)):
        return out
    stop = items_end(layout, items[-1][0], end)
    if not in_form_order(layout, items[0][0], stop, [i for i, _ in items]):
        return out
    bounds = [i for i, _ in items] + [stop]
    labels = (
        ("users", "委託先における取扱者数", "handlers"),
        ("re_entrusts", "再委託の有無", "re_entrusts"),
        ("scope", "特定個人情報ファイルの範囲", "scope"),
        ("persons", "対象となる本人の数", "persons"),
    )
    for k, n in enumerate(numbers):
        inside = [a for a in answers if bounds[k] <= a.at < bounds[k + 1]]
        for options, label, fact in labels:
            own = [a for a in inside if a.value in vocab.options[options]]
            rows = [i for i in range(bounds[k], bounds[k + 1]) if label in layout.flat[i]]
            if len(own) == 1 and not rows and _around(own[0], label):
                out[f"entrustments[{n}].{fact}"] = own[0]
                continue
            # One row and one answer, the answer on that row or alone below it.
            if len(own) == 1 and len(rows) <= 1 and _below_or_beside(layout, vocab, own[0], label, rows):
                out[f"entrustments[{n}].{fact}"] = own[0]
    return out


def _around(answer: Answer, label: str) -> bool:
    """Whether the label of a narrow cell begins before the answer and ends at the start of the next line."""
    joined = answer.before + answer.after
    at = joined.find(label)
    return 0 <= at < len(answer.before) < at + len(label)


def items_end(layout: Layout, start: int, end: int) -> int:
    """Give where the entrustments end: at the heading of part 5, or at the first of the empty ranges."""
    ends = re.compile(r"^[#*\-]*(?:5[.、]?特定個人情報の提供・移転|委託事項\d{1,2}~\d)")
    return next((i for i in range(start + 1, end) if ends.match(layout.flat[i])), end)


def _below_or_beside(
    layout: Layout, vocab: Vocabulary, answer: Answer, label: str, rows: Sequence[int]
) -> bool:
    if re.sub(r"[※*]$", "", answer.before).endswith(label):
        return True
    if len(rows) != 1 or not rows[0] <= answer.at <= rows[0] + _CLOSE:
        return False
    between = range(rows[0] + 1, answer.at)
    return not answer.before and all(is_noise(layout.lines[i].text, vocab) for i in between)


def _entrusts(
    layout: Layout,
    sheet: Sheet,
    start: int,
    end: int,
    prefix: str,
    n: int | None,
    tied: dict[str, Answer],
) -> None:
    """Read the number of entrustments, and whether there are any, from the places that say so."""
    path = prefix + "entrusts"
    fact = sheet.facts.get(path)
    counts = []
    for i in range(start, end):
        if "委託の有無" in layout.flat[i] and "再委託の有無" not in layout.flat[i]:
            near = "".join(layout.flat[i : i + 3])
            counts += [(i, int(c)) for c in _COUNT.findall(near) if "提供を行っている" not in near]
    if fact is not None and fact.value is False:
        return
    told = {c for _, c in counts}
    # the number declared and the entries listed are two facts, and may contradict each other
    if len(told) == 1:
        sheet.put(prefix + "entrustments", told.pop(), counts[0][0])
    elif not told and n and fact is not None and fact.value is True:
        at = next((i for i in range(start, end) if "委託の有無" in layout.flat[i]), start)
        sheet.put(prefix + "entrustments", n, at, "derived")
    else:
        sheet.miss(prefix + "entrustments", "委託の件数が読み取れない")
    if fact is None and n and tied:
        at = min(a.at for a in tied.values())
        sheet.put(path, True, at, "derived")


def _dates(layout: Layout, sheet: Sheet, start: int, end: int, prefix: str) -> None:
    for path, label in (("holding_start", "保有開始日"), ("started", "使用開始日")):
        rows = [i for i in range(start, end) if label in layout.flat[i] and len(layout.flat[i]) < 60]
        days = [(i, a, b) for i in rows for _, a, b in find_days(layout.lines[i].text)]
        if len(rows) == 1 and not days:
            below = next((k for k in range(rows[0] + 1, min(rows[0] + 3, end)) if layout.flat[k]), None)
            if below is not None and len(layout.flat[below]) < 20:
                days = [(below, a, b) for _, a, b in find_days(layout.lines[below].text)]
        if len(rows) == 1 and len(days) == 1:
            at, first, last = days[0]
            sheet.put(prefix + path, write_days(first, last), at)
        else:
            sheet.miss(prefix + path, f"「{label}」の日付が読み取れない", rows[0] if rows else None)


def _recipients(layout: Layout, sheet: Sheet, start: int, end: int, prefix: str) -> None:
    """Read counts of recipients; only a whole row settles them, since torn rows swap their numbers."""
    for path, pattern, word in (
        ("provides", _PROVIDES, "提供を行っている"),
        ("transfers", _TRANSFERS, "移転を行っている"),
    ):
        rows = [i for i in range(start, end) if f"{word}(" in layout.flat[i]]
        found = [(i, f) for i in rows if (f := pattern.search(layout.flat[i]))]
        if len(rows) == 1 and len(found) == 1:
            i, match = found[0]
            mark, number = match.groups()
            loose = layout.spaced and re.search(r"\[\]|\[○\]|\[\s○\]|\[○\s\]", layout.lines[i].text)
            if mark and number and not loose:
                sheet.put(prefix + path, int(number), i)
                continue
            if not mark and not number and not loose:
                sheet.put(prefix + path, 0, i)
                continue
        if rows and len(rows) == 1:
            state = _torn_count(layout, rows[0], word, start, end)
            if state is not None:
                sheet.put(prefix + path, state, rows[0], "derived")
                continue
        sheet.miss(prefix + path, f"「{word}」の件数が読み取れない", rows[0] if rows else None)


def _torn_count(layout: Layout, at: int, word: str, start: int, end: int) -> int | None:
    """Read a count printed whole behind its label though its box was torn off: a count says it is ticked."""
    found = re.search(rf"\]{word}\((\d{{0,3}})\)件", layout.flat[at])
    if not found:
        return None
    if found.group(1):
        return int(found.group(1))
    # An empty count is blank when the row before it ends with a bracket without a circle.
    if word == "移転を行っている":
        left = [layout.flat[i] for i in range(start, end) if "提供を行っている" in layout.flat[i]]
        if len(left) == 1 and re.search(r"\[○\]提供を行っている\(\d+\)件\[$", left[0]):
            return 0
    return None


def _contractors(layout: Layout, sheet: Sheet, start: int, end: int, prefix: str) -> None:
    """Names of entrustments and contractors, where each item's rows stand between its own headings."""
    items = [(i, int(f.group(1))) for i in range(start, end) if (f := _ITEM.match(layout.flat[i]))]
    numbers = [n for _, n in items]
    if not items or numbers != list(range(1, len(numbers) + 1)):
        return
    end = items_end(layout, items[-1][0], end)
    if not in_form_order(layout, items[0][0], end, [i for i, _ in items]):
        return
    bounds = [i for i, _ in items] + [end]
    whole = []
    for k, n in enumerate(numbers):
        rows = [
            i
            for i in range(bounds[k], bounds[k + 1])
            if "委託先名" in layout.flat[i] and "確認" not in layout.flat[i]
        ]
        whole.append((n, bounds[k], rows))
    if any(len(rows) != 1 for _, _, rows in whole):
        return
    for n, head, rows in whole:
        name = re.sub(r"^[#*\-]*委託事項\d{1,2}", "", layout.flat[head])
        contractor = re.sub(r"^[\u2460-\u2473]?委託先名", "", layout.flat[rows[0]])
        if name:
            sheet.put(f"{prefix}entrustments[{n}].name", name, head)
        if contractor:
            sheet.put(f"{prefix}entrustments[{n}].contractor", contractor, rows[0])


def _boxes(layout: Layout, vocab: Vocabulary, sheet: Sheet, start: int, end: int, prefix: str) -> None:
    regions = {
        "record_items": ("主な記録項目", ("その妥当性", "全ての記録項目")),
        "sources": ("入手元", ("入手方法",)),
        "methods": ("入手方法", ("入手の時期", "使用目的")),
    }
    for path, (label, stops) in regions.items():
        rows = [
            i
            for i in range(start, end)
            if _is_row(layout.flat[i], label) or _row_with_boxes(layout.flat[i], label)
        ]
        read = None
        if len(rows) == 1:
            at = rows[0]
            stop = _stop(layout, at, end, stops)
            read = read_group(layout, group_of(vocab, path), at, stop)
            if read is None and path == "sources":
                # A transcription may have put the second half of the cell into the next row.
                read = read_group(
                    layout, group_of(vocab, path), at, _stop(layout, at, end, regions["methods"][1])
                )
        if read is None:
            read = read_torn(layout, group_of(vocab, path), layout.pages_in(start, end))
        if read is None:
            sheet.miss(
                prefix + path, "印の欄が崩れていて、どの欄の印か決められない", rows[0] if rows else None
            )
        else:
            sheet.put(prefix + path, read[0], read[1], "certain" if read[2] == "certain" else "derived")


def _stop(layout: Layout, at: int, end: int, labels: Sequence[str]) -> int:
    for i in range(at + 1, end):
        if any(_is_row(layout.flat[i], s) or _row_with_boxes(layout.flat[i], s) for s in labels):
            return i
    return end


def _row_with_boxes(flat: str, label: str) -> bool:
    text = re.sub(r"^[\u2460-\u2473#*\-]+", "", flat)
    return text.startswith(label) and "[" in text
