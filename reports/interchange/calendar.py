"""A schedule as an iCalendar file (RFC 5545): one all-day event per deadline, with alarms before it.

The same deadline keeps its UID from run to run, so that a calendar program moves the event instead of adding
another; nothing in the file comes from the clock. What is overdue, or may be, stands on the day the list was made for, so
that it is seen; each run moves it to its own day.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from icalendar import Alarm, Calendar, Event

from ..wording.words import Words, state_of

if TYPE_CHECKING:
    from ...engine.portfolio.schedule import Schedule, ScheduleItem

__all__ = ["render_ics"]

#: Days before a deadline on which a calendar reminds: a duty twice, an effort and the end of a duty once.
_ALARMS = {"duty": (30, 7), "effort": (30,), "ends": (1,)}
#: When a calendar reminds of what is overdue, from the beginning of the day.
_MORNING = dt.timedelta(hours=9)


def render_ics(schedule: Schedule, *, lang: str = "ja") -> str:
    """Render every deadline as an event; what is overdue stands on today with an alarm."""
    words = Words(lang)
    calendar = Calendar()
    calendar.add("prodid", "-//shikii//schedule 1//JA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words.ui("schedule_title"))
    stamp = dt.datetime.combine(schedule.as_of, dt.time(), tzinfo=dt.UTC)
    seen: dict[str, int] = {}
    for item in schedule.items:
        key = _key(item)
        seen[key] = seen.get(key, 0) + 1
        calendar.add_component(_event(item, f"{key}-{seen[key]}@shikii", stamp, words, schedule.as_of))
    written: bytes = calendar.to_ical()
    return written.decode("utf-8")


def _key(item: ScheduleItem) -> str:
    """Name a deadline by what it is of, never by its day."""
    parts = (item.organization, item.affair, item.rule, item.kind, item.file or "", item.subject)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _event(item: ScheduleItem, uid: str, stamp: dt.datetime, words: Words, today: dt.date) -> Event:
    title = item.title_en if words.lang == "en" and item.title_en else item.title
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    day = item.date if item.state == "upcoming" else today
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    kind = words.due_kind("ends") if item.kind == "ends" else words.strength(item.strength)
    head = f"【{words.ui('overdue')}・{kind}】" if item.state == "overdue" else f"【{kind}】"
    event.add("summary", _plain(f"{head}{title}（{item.affair}）" if item.affair else f"{head}{title}"))
    event.add("description", _plain("\n".join(_about(item, words))))
    event.add("categories", [kind, words.due_state(item.state)])
    event.add("transp", "TRANSPARENT")
    if item.state == "upcoming":
        for days in _ALARMS["ends" if item.kind == "ends" else item.strength]:
            if days < item.days_left:
                event.add_component(_alarm(dt.timedelta(days=-days), title))
    elif item.state == "overdue":
        event.add_component(_alarm(_MORNING, title))
    return event


def _alarm(trigger: dt.timedelta, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _plain(title))
    alarm.add("trigger", trigger)
    return alarm


def _about(item: ScheduleItem, words: Words) -> list[str]:
    place = item.place
    at = (
        f"{place.document}{f':{place.line}' if place.line else f' {words.place(place)}'.rstrip()}"
        if place
        else item.source
    )
    note = item.note_en or item.note if words.lang == "en" else item.note
    return [
        line
        for line in (
            " / ".join(p for p in (item.organization, item.affair, item.file, item.subject) if p),
            f"{words.due_state(item.state)}: {item.date}" if item.state != "upcoming" else "",
            f"{words.ui('status')}: {words.status(state_of(item.applies, item.status))}",
            words.due_known(item.known),
            note,
            f"{words.ui('basis')}: {'、'.join(item.basis)} ({item.rule})",
            f"{words.ui('evidence')}: {at}" if at else "",
        )
        if line
    ]


def _plain(text: str) -> str:
    """Leave out control characters, which no text of a calendar may hold."""
    return "".join(c for c in text if c == "\n" or (ord(c) >= 32 and ord(c) != 127))
