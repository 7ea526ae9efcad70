"""From the lines of a letter to its record."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ...reading.dates import find_dates, read_days, write_days
from ..text.lines import compact
from .find_letters import HEAD_NUMBER
from .letter import Letter, Said
from .letter_labels import letter_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..text.lines import Line
    from .letter import Kind, Result, Trigger

__all__ = ["read_letter"]

_OFFICE: Final = re.compile(
    r"^[^\s。、]{0,12}?(?:市長|区長|町長|村長|知事|大臣|長官|理事長|理事会|連合長|管理者|教育委員会|機構長|理事|健康保険組合|基金)"
)
_COUNCIL: Final = re.compile(r"^[^\s。、]{2,30}(?:審議会|審査会|評価委員会|保護委員会|協議会)")
_ITEM: Final = re.compile(r"^(?:[\u2460-\u2473]|\(?\d{1,2}[).、]|\d{1,2}\s|[・-])\s*")
_LEADING: Final = 24
_DAY: Final = r"(?:令和|平成)\s*(?:元|\d{1,2})\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
_CONSULTED: Final = re.compile(
    rf"(?P<day>{_DAY})(?:付け?|付)?(?:け|で)?\s*(?P<number>[^\s。、()]{{0,14}}第\d{{1,6}}号)?(?:により|をもって|で|にて)?[^。]{{0,12}}諮問"
)
_HEARING: Final = re.compile(r"パブリック・?コメント|意見(?:の)?(?:募集|聴取|公募)|意見を(?:聴取|募集)")
_MONTHS: Final = re.compile(r"から(?:約)?(\d{1,2})(?:か|ヶ|箇|カ|ケ)月間?")
_UNTIL: Final = re.compile(r"^\s*(?:\([^)]{1,3}\)\s*)?(?:から|~|―|—|-)\s*")
_SENTENCE: Final = re.compile(r"[^。]+。?")
#: Words by which a letter says why the assessment is carried out; a denial before the full stop takes them back.
_TRIGGERS: Final[tuple[tuple[Trigger, re.Pattern[str]], ...]] = (
    (
        "significant_change",
        re.compile(r"重要な変更」?(?!(?:に|には)?(?:当|あ)たらな|ではな|に該当しな|(?:を|は)伴わな)"),
    ),
    (
        "review",
        re.compile(r"(?:5|五)年(?:を|が)?経過|直近の(?:評価書の)?公表(?:の日)?から(?:5|五)年|評価書の見直し"),
    ),
    ("new", re.compile(r"新たに[^。]{0,30}(?:保有|評価を(?:実施|行)|開始)|新規に|初めて(?:評価|実施|保有)")),
)
_RESULTS: Final[tuple[tuple[Result, re.Pattern[str]], ...]] = (
    (
        "refused",
        re.compile(r"不承認|承認しない|適当(?:で(?:ある)?と?は?認められ|では?)な|不適当|認められない"),
    ),
    ("postponed", re.compile(r"継続(?:審議|審査)|保留")),
    ("approved_with_conditions", re.compile(r"条件(?:付|を付し|として|に)")),
    ("approved", re.compile(r"承認|適当|妥当|適切|差し支えない|異議(?:は)?ない")),
)
_KINDS: Final = {"全項目評価": "full", "重点項目評価": "key", "基礎項目評価": "basic"}
#: The words by which a reply grounds its result in safeguards: 「…が講じられることから、承認する」.
_GROUND: Final = re.compile(r"(?:こと|もの)(?:から|により|を踏まえ|を前提)[^。]{0,30}(?:承認|適当|妥当|認め)")
_CONDITION: Final = re.compile(r"(?:を条件|条件として|に当たっては|次の事項を条件)")
_OPINION: Final = re.compile(r"附帯意見|付帯意見|要望する|望ましい|望まれる|留意され")
_NUMBERED: Final = re.compile(r"\(\d{1,2}\)")


def read_letter(lines: Sequence[Line], kind: Kind) -> Letter:
    """Return the record of a letter printed on these lines."""
    filled = [line for line in lines if not line.blank]
    rows = letter_rows(lines)
    text = _Text(filled)
    letter = _head(filled, Letter(kind, lines[0].number, filled[-1].number if filled else lines[0].number))

    def whole(row: str) -> Said | None:
        own = rows.get(row) or []
        return Said("".join(_tight(s.text) for s in own), own[0].line) if own else None

    subject = whole("subject")
    materials = whole("materials")
    reason = text.of(rows["reason"]) if rows.get("reason") else text
    said = [f for word, f in _KINDS.items() if subject and word in subject.text]
    letter = replace(
        letter,
        subject=subject,
        affair=whole("affair"),
        department=whole("department"),
        rule=whole("rule"),
        materials=materials,
        files=_items(rows.get("files", ())),
        systems=_items(rows.get("systems", ())),
        form=said[0] if len(said) == 1 else None,
    )
    if kind == "consultation":
        return _reasons(letter, reason)
    return _reply(letter, rows, text)


class _Text:
    """The lines of a stretch as one text, in which a place leads back to its line."""

    def __init__(self, lines: Sequence[Line] | Sequence[Said]) -> None:
        self.text = ""
        self.starts: list[tuple[int, int]] = []
        for line in lines:
            number = line.line if isinstance(line, Said) else line.number
            self.starts.append((len(self.text), number))
            self.text += _tight(line.text)

    def of(self, rows: Sequence[Said]) -> _Text:
        return _Text(rows)

    def line(self, at: int) -> int:
        return next((n for start, n in reversed(self.starts) if start <= at), 0)

    def sentences(self) -> list[tuple[int, str]]:
        return [(m.start(), m.group()) for m in _SENTENCE.finditer(self.text)]


def _tight(text: str) -> str:
    return compact(text)


def _head(filled: Sequence[Line], letter: Letter) -> Letter:
    """Read number, date, body and council from the first lines; what is not dated to the day has no date."""
    number = dated = organization = council = None
    for line in filled[:_LEADING]:
        flat = compact(line.text)
        if number is None and (
            HEAD_NUMBER.match(flat) or re.match(r"^(?:令和|平成)\S{1,4}年度?(?:答申|諮問)第\d+号$", flat)
        ):
            number = Said(flat, line.number)
        day = read_days(line.text)
        if dated is None and day is not None and day[0] == day[1]:
            dated = Said(write_days(*day), line.number)
        if council is None and (found := _COUNCIL.match(flat)) and len(flat) <= len(found[0]) + _LEADING:
            council = Said(found[0], line.number)
        elif (
            organization is None and (found := _OFFICE.match(flat)) and len(flat) <= len(found[0]) + _LEADING
        ):
            organization = Said(found[0], line.number)
    return replace(letter, number=number, dated=dated, organization=organization, council=council)


def _items(rows: Sequence[Said]) -> tuple[Said, ...]:
    """Part the entries of a list: at their numbers where it has them, else line by line and at commas."""
    marked = any(_ITEM.match(s.text) for s in rows)
    out: list[Said] = []
    for said in rows:
        text = _ITEM.sub("", said.text)
        if marked and out and not _ITEM.match(said.text):
            out[-1] = Said(out[-1].text + _tight(text), out[-1].line)
        elif marked:
            out.append(Said(_tight(text), said.line))
        else:
            out += [Said(part, said.line) for part in re.split(r"[、,]|\s(?=\S)", _tight(text)) if part]
    return tuple(s for s in out if s.text)


def _reasons(letter: Letter, text: _Text) -> Letter:
    """Read why the letter was written: what brought the assessment about, what was published, who was heard."""
    triggers = [
        (name, Said(sentence.strip(), text.line(at + found.start())))
        for name, pattern in _TRIGGERS
        for at, sentence in text.sentences()
        if (found := pattern.search(sentence)) and "義務付けられています" not in sentence
    ]
    told = {name for name, _ in triggers}
    published: list[Said] = []
    for at, sentence in text.sentences():
        end = sentence.find("公表し")
        for stop, day in find_dates(sentence[: max(end, 0)]):
            published.append(Said(day.isoformat(), text.line(at + stop - 1)))
    letter = replace(
        letter,
        trigger=triggers[0][0] if len(told) == 1 else None,
        trigger_said=triggers[0][1] if len(told) == 1 else None,
        published_before=tuple(dict.fromkeys(published)),
    )
    return _hearing(letter, text)


def _hearing(letter: Letter, text: _Text) -> Letter:
    for at, sentence in text.sentences():
        if not _HEARING.search(sentence):
            continue
        days = find_dates(sentence)
        if not days:
            continue
        stop, first = days[0]
        line = text.line(at + stop - 1)
        letter = replace(letter, hearing_from=Said(first.isoformat(), line))
        until = _UNTIL.match(sentence[stop:])
        if len(days) > 1 and until and days[1][1] >= first:
            return replace(letter, hearing_to=Said(days[1][1].isoformat(), line))
        return letter
    return letter


def _reply(letter: Letter, rows: dict[str, list[Said]], text: _Text) -> Letter:
    consulted = _CONSULTED.search(text.text)
    if consulted:
        line = text.line(consulted.start())
        day = read_days(consulted["day"])
        letter = replace(
            letter,
            consulted_on=Said(write_days(*day), line) if day else None,
            consulted_number=Said(consulted["number"], line) if consulted["number"] else None,
        )
    reviewed = rows.get("reviewed_on")
    day = read_days(reviewed[0].text) if reviewed else None
    if reviewed and day:
        letter = replace(letter, reviewed_on=Said(write_days(*day), reviewed[0].line))
    result = rows.get("result")
    words = Said(_tight(result[0].text), result[0].line) if result else _concluded(text)
    name = next((n for n, p in _RESULTS if words and p.search(words.text)), None)
    own = tuple(_items_of_text(rows.get("conditions", ())))
    if name == "approved" and own:
        name = "approved_with_conditions"
    return replace(
        letter,
        result=name,
        result_said=words,
        conditions=own or _sentences(text, _CONDITION),
        opinions=tuple(_items_of_text(rows.get("opinions", ()))) or _sentences(text, _OPINION),
        premises=_premises(text),
    )


def _concluded(text: _Text) -> Said | None:
    """Return the last sentence that says how the council concluded."""
    for at, sentence in reversed(text.sentences()):
        if any(p.search(sentence) for _, p in _RESULTS):
            return Said(sentence, text.line(at))
    return None


def _items_of_text(rows: Sequence[Said]) -> list[Said]:
    """Part the points of a running text: at lines that begin with a number or a bullet, else whole."""
    out: list[Said] = []
    for said in rows:
        if out and not _ITEM.match(said.text):
            out[-1] = Said(out[-1].text + _tight(said.text), out[-1].line)
        else:
            out.append(Said(_tight(_ITEM.sub("", said.text)), said.line))
    return [s for s in out if s.text not in ("", "なし", "特になし", "-", "―", "ー")]


def _sentences(text: _Text, pattern: re.Pattern[str]) -> tuple[Said, ...]:
    return tuple(
        Said(sentence, text.line(at))
        for at, sentence in text.sentences()
        if pattern.search(sentence) and not _GROUND.search(sentence)
    )


def _premises(text: _Text) -> tuple[Said, ...]:
    """Return the safeguards on which the result is grounded, one for each number of the list before it."""
    for at, sentence in text.sentences():
        ground = _GROUND.search(sentence)
        if ground is None:
            continue
        marks = [m for m in _NUMBERED.finditer(sentence) if m.start() < ground.start()]
        if not marks:
            return (Said(sentence, text.line(at)),)
        bounds = [m.end() for m in marks]
        ends = [*(m.start() for m in marks[1:]), ground.start()]
        return tuple(
            Said(sentence[a:b].strip("、,"), text.line(at + a)) for a, b in zip(bounds, ends, strict=True)
        )
    return ()
