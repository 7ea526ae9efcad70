"""The cover: number, title, organization, date of publication and version of the form.

A cell of the cover stands behind its label, on its row or below it, up to the next label. Where the cover was
drawn in another order, what a cell holds tells which it is; two of a kind tell nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...reading.dates import find_dates, read_days, weekday_differs, write_days
from ..text.lines import compact

if TYPE_CHECKING:
    from ..collector import Sheet
    from ..form_words import Vocabulary
    from ..sections.layout import Layout

__all__ = ["read_cover", "title_stem"]

_TITLE = re.compile(r"^(?:(?P<no>[0-9A-Za-z\-]{1,8})[\s\t]+)?(?P<title>.{1,80}(?:基礎|重点|全)項目評価書)$")
_NUMBER = re.compile(r"^(?=.*\d)[0-9A-Za-z\-]{1,8}$")
#: A number with words, as 「第5号」 or 「税-3」; told by its place alone.
_WORDED = re.compile(r"^(?=.*\d|[一二三四五六七八九十]+$)[^\s。、:;()\[\]{}<>「」年月]{1,10}$")
#: What can be nothing but a number where a title follows it on the row.
_LEADING = (
    r"第?\d{1,4}号|No\.?\d{1,4}|[^\d\s]{1,3}-\d{1,4}|[一二三四五六七八九十]{1,3}"
    r"|\d{1,3}-?\(\d{1,2}\)|\d{1,3},\d{1,3}|(?=\S*\d)[0-9A-Za-z\-]{1,8}"
)
_BODY = re.compile(
    r"^[^\s、。,0-9「」()]{1,24}(?:市長|区長|町長|村長|知事|大臣|長官|理事長|連合長|管理者|委員会|組合|機構|企業団|"
    r"公社|事務組合|広域連合|都|道|府|県|市|区|町|村|局長|センター|健康保険組合|共済組合|国民健康保険団体連合会)$"
)
_LOCAL = re.compile(r"(?:市長|区長|町長|村長|知事|教育委員会|連合長|市|区|町|村|県|府|都|道)$")
_TITLE_OF_FORM = re.compile(r"特定個人情報保護評価書\(?(?:基礎|重点|全)項目評価書\)?")
_KINDS = (
    ("number", r"評\s*価\s*書\s*番\s*号"),
    ("title", r"評\s*価\s*書\s*名"),
    ("declaration", r"個人のプライバシー等の権利利益の保護の宣言"),
    ("notes", r"特\s*記\s*事\s*項"),
    ("organization", r"評\s*価\s*実\s*施\s*機\s*関\s*名"),
    ("approval", r"(?:特定)?個人情報保護委員会\s*承\s*認\s*日(?:\s*【行政機関等のみ】)?"),
    ("published", r"公\s*表\s*日"),
    ("contents", r"項\s*目\s*一\s*覧"),
)
_WORDS = "|".join(f"(?P<{name}>{words})" for name, words in _KINDS)
_LABEL = re.compile(rf"(?<=\s)(?:{_WORDS})\s*※?\s*:?(?=\s|$)")
#: At the start of a row nothing need part a label from its cell; a sentence goes on with a particle.
_FIRST = re.compile(rf"(?:{_WORDS})(?![はがをにのでも、。])\s*※?\s*:?\s*")
_LEAD = re.compile(r"^[#*\-|\s]+(?=\S)")
_DRAFT = re.compile(r"\((?:案|素案|原案|変更案|見直し案)\)$")
_DASH = re.compile(r"^[-―—–‐‑－ー─]+$")
_SUFFIX = re.compile(r"(?:基礎|重点|全)項目評価書(?:\(.{1,6}\))?(?:【.{1,20}】)?$")
_MOST = 4
_LONGEST = 120


class _Cells:
    """The rows of a cover, parted at its labels: label → the rows behind it, up to the next label."""

    def __init__(self, layout: Layout, end: int) -> None:
        self.labels: dict[str, list[int]] = {}
        self.below: dict[str, list[tuple[int, str]]] = {}
        self.next: dict[str, str] = {}
        kind = ""
        for i in range(end):
            for label, rest in _parted(_LEAD.sub("", layout.lines[i].text)):
                if label:
                    self.next.setdefault(kind, label)
                    kind = label
                    self.labels.setdefault(kind, []).append(i)
                    self.below.setdefault(kind, [])
                if rest and kind:
                    self.below[kind].append((i, rest))

    def own(self, kind: str) -> list[tuple[int, str]]:
        """Give the rows of a cell whose label stands on the cover once, and whose end is a label."""
        if len(self.labels.get(kind, ())) != 1 or kind not in self.next:
            return []
        return self.below[kind]


def _parted(text: str) -> list[tuple[str, str]]:
    """Part a row at the labels on it, each with what stands behind it.

    >>> _parted("公表日 みどり市長"), _parted("評価書番号評価書名"), _parted("公表日は次のとおり")
    ([('published', 'みどり市長')], [('number', ''), ('title', '')], [('', '公表日は次のとおり')])
    """
    out: list[tuple[str, str]] = []
    kind, last, at = "", 0, 0
    while True:
        found = _FIRST.match(text, at) if at == last else None
        found = found or _LABEL.search(text, at)
        if found is None:
            break
        if found.start() or kind:
            out.append((kind, text[last : found.start()].strip()))
        kind, last = found.lastgroup or "", found.end()
        at = last
    out.append((kind, text[last:].strip()))
    return out


def read_cover(layout: Layout, vocab: Vocabulary, sheet: Sheet) -> None:
    """Read number, title, organization, date of publication and form version from the cover."""
    sheet.put("form", layout.form, 0)
    if layout.version:
        text, number = layout.version
        at = next((i for i, line in enumerate(layout.lines) if line.number == number), 0)
        sheet.put("form_version", text, at)
    else:
        sheet.miss("form_version", "様式の版が表紙に印字されていない")
    # A text that ends before its body is all cover.
    end = layout.body or (0 if any("①事務の名称" in t for t in layout.flat) else layout.end)
    cells = _Cells(layout, end)
    _number_and_title(layout, vocab, sheet, end, cells)
    _organization(layout, vocab, sheet, end, cells)
    _published(layout, sheet, end, cells)
    _approved(sheet, cells)


def title_stem(title: str) -> str:
    """Give a title without the kind of assessment and the remark that it is a draft.

    >>> title_stem("予防接種に関する事務基礎項目評価書(案)")
    '予防接種に関する事務'
    """
    return _SUFFIX.sub("", _DRAFT.sub("", title))


def _number_and_title(layout: Layout, vocab: Vocabulary, sheet: Sheet, end: int, cells: _Cells) -> None:
    _told_by_place(sheet, cells)
    labels = cells.labels.get("number", [])
    if "title" not in sheet.facts:
        _told_by_words(layout, vocab, sheet, end, bool(labels))
    if "number" not in sheet.facts:
        sheet.miss("number", "評価書番号が表紙から読み取れない", labels[0] if labels else None)
    if "title" not in sheet.facts:
        sheet.miss("title", "評価書名が表紙から読み取れない")


def _told_by_place(sheet: Sheet, cells: _Cells) -> None:
    """Read number and title from the cells behind their labels."""
    number, title = cells.own("number"), list(cells.own("title"))
    if not number and len(cells.labels.get("number", ())) == 1:
        # The text may end inside the cover; what stands directly below the label is its cell all the same.
        number = cells.below["number"][:1]
    if (
        cells.next.get("number") == "title" and len(number) == 1 and _WORDED.match(compact(number[0][1]))
    ) or (number and _NUMBER.match(compact(number[0][1]))):
        sheet.put("number", compact(number[0][1]), number[0][0])
    if not 1 <= len(title) <= _MOST or not all(_names(text) for _, text in title):
        return
    alone = [row for row in title if _NUMBER.match(compact(row[1]))]
    if "number" not in sheet.facts and cells.next.get("number") == "title" and not number:
        led = re.match(rf"^({_LEADING})\s+(\S.*)$", title[0][1])
        if len(alone) == 1 and alone[0] in (title[0], title[-1]):
            sheet.put("number", compact(alone[0][1]), alone[0][0])
            title.remove(alone[0])
        elif led and not alone:
            sheet.put("number", compact(led[1]), title[0][0])
            title[0] = (title[0][0], led[2])
        elif title[0][1][:1].isdigit():
            # A number run together with the title leaves neither.
            return
    elif alone:
        return
    whole = compact("".join(text for _, text in title))
    if whole and len(whole) <= _LONGEST:
        sheet.put("title", whole, title[0][0])


def _names(text: str) -> bool:
    """Whether a row may be part of a title: no sentence, no date, no mark, no title of the form."""
    flat = compact(text)
    return not (
        "。" in flat
        or "様式" in flat
        or flat.startswith("[")
        or read_days(text)
        or _TITLE_OF_FORM.search(flat)
    )


def _told_by_words(layout: Layout, vocab: Vocabulary, sheet: Sheet, end: int, labelled: bool) -> None:
    """Read a title drawn away from its label: the only row of the cover that ends as titles do."""
    plain_title = compact(vocab.form.title)
    titles = []
    for i in range(end):
        for _, text in _parted(_LEAD.sub("", layout.lines[i].text)):
            found = _TITLE.match(" ".join(text.split()))
            flat = compact(text)
            # The last words of a form's title may stand on a row of their own.
            if found and compact(found["title"]) not in plain_title and "特定個人情報保護評価書" not in flat:
                titles.append((i, found))
    if len(titles) != 1:
        return
    i, found = titles[0]
    if found["no"]:
        if labelled:
            sheet.put("number", compact(found["no"]), i)
    elif found["title"][0].isdigit():
        return
    if _whole(layout, i, found["title"]):
        sheet.put("title", compact(found["title"]), i)


def _whole(layout: Layout, at: int, title: str) -> bool:
    """Whether a title is all there: what stands above it ends, so that no words run on into it."""
    above = next((i for i in range(at - 1, -1, -1) if layout.flat[i]), None)
    if above is None or len(title_stem(compact(title))) <= 1:
        return above is None
    text = layout.flat[above]
    return (
        any(kind for kind, _ in _parted(_LEAD.sub("", layout.lines[above].text)))
        or bool(_NUMBER.match(text) or _BODY.match(text) or _DASH.match(text))
        or text.endswith(("。", ")", "]", "】", "なし"))
        or read_days(layout.lines[above].text) is not None
    )


def _organization(layout: Layout, vocab: Vocabulary, sheet: Sheet, end: int, cells: _Cells) -> None:
    own = cells.own("organization")
    # The label of the next cell may be torn; the commission itself assesses its own affairs.
    cut = next((n for n, (_, text) in enumerate(own) if n and _COMMISSION.match(compact(text))), len(own))
    whole = compact("".join(text for _, text in own[:cut]))
    if (cut == 1 and _is_organization(whole)) or (
        cut == _TWO and _WORDS_ALONE.match(own[0][1]) and _BODY.match(whole)
    ):
        sheet.put("organization", whole, own[0][0])
        return
    behind = [row for row in cells.below.get("organization", ()) if row[0] in cells.labels["organization"]]
    found = [(i, compact(text)) for i, text in behind][:1]
    if not found:
        for i in range(end):
            for _, text in _parted(_LEAD.sub("", layout.lines[i].text)):
                flat = compact(text)
                if _BODY.match(flat) and not (
                    _COMMISSION.search(flat, 1) or flat in vocab.labels or re.match(r"^[\u2460-\u2473]", flat)
                ):
                    found.append((i, flat))
    names = {name for _, name in found}
    if len(names) == 1:
        sheet.put("organization", found[0][1], found[0][0])
    else:
        sheet.miss("organization", "評価実施機関名が表紙から一つに決まらない")


_SHORT = 30
_TWO = 2
_WORDS_ALONE = re.compile(r"^[ぁ-んァ-ヶー一-鿿々]{2,}$")
_COMMISSION = re.compile(r"(?:特定)?個人情報保護委員会")


def _is_organization(text: str) -> bool:
    """Whether a cell names one organization or several, and nothing else."""
    if _COMMISSION.search(text, 1):
        return False
    parts = [p for p in re.split(r"[、・,]", text) if p]
    if parts and all(_BODY.match(p) for p in parts):
        return True
    return 2 <= len(text) <= _SHORT and not re.search(r"[\d。、,:\[\]()「」【】]|項目評価書|事務$", text)


def _published(layout: Layout, sheet: Sheet, end: int, cells: _Cells) -> None:
    label = cells.labels.get("published", [])
    if len(label) == 1:
        rows = cells.below["published"]
        day = read_days(rows[0][1]) if rows else None
        if day and any(find_dates(text) for _, text in rows[1:3]):
            # A day of correction below the first: which of them the document is of, it does not say.
            sheet.miss("published", "公表日の欄に日付が二つある", label[0])
            return
        if day:
            sheet.put("published", write_days(*day), rows[0][0])
            return
        if rows and weekday_differs(rows[0][1]):
            sheet.miss("published", "公表日の曜日が日付と合わない", label[0])
            return
    # A date by itself on the cover can only be this one, unless a commission's approval is dated too.
    days = [
        (i, d)
        for i in range(end)
        for _, text in _parted(_LEAD.sub("", layout.lines[i].text))
        if (d := read_days(text))
    ]
    organization = sheet.facts.get("organization")
    local = organization is not None and bool(_LOCAL.search(str(organization.value)))
    asked = "approval" in cells.labels or any("承認日" in layout.flat[i] for i in range(end))
    if len({d for _, d in days}) == 1 and label and (local or not asked):
        sheet.put("published", write_days(*days[0][1]), days[0][0], "derived")
    else:
        sheet.miss("published", "公表日が表紙に書かれていない、又は読み取れない", label[0] if label else None)


def _approved(sheet: Sheet, cells: _Cells) -> None:
    """Read the day of the commission's approval, where its cell and that of the publication each hold a day of their own."""
    rows, published = cells.own("approval"), cells.below.get("published", [])
    if len(rows) != 1 or cells.next.get("approval") != "published" or not published:
        return
    day = read_days(rows[0][1])
    if day and read_days(published[0][1]):
        sheet.put("approved_on", write_days(*day), rows[0][0])
