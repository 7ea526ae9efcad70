"""重大事故 of the body within the past year, from what is known of each incident.

規則第4条第8号ロ: an incident that *occurred* within the past year, or that the body *learned of* within it. What is
serious the 指針 says; its present wording is not to be had, so two readings are kept, and where they differ the answer
is not known:

* lax, the long-standing 指針第2: intentional, or 101 persons or more without the body's own staff; a delivery accident
  that the body could not prevent is left out;
* strict, what must be reported (番号法第29条の4; ガイドライン別添2): from the NWS or a system of number affairs, with an
  improper purpose, open to an unspecified public, or more than 100 persons; strong encryption excuses but the second,
  recovery before anybody saw it the first and the last.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .known import ANY, EITHER, NO, YES, Choice, Span, spans
from .law import MANY

if TYPE_CHECKING:
    from .readings import Reading

EVER: Span = (1, dt.date.max.toordinal())


@dataclass(frozen=True)
class Incident:
    """What is told of one incident; None is not told. Days are ordinals."""

    occurred: Span | None = None
    learned: Span | None = None
    my_number: Choice | None = None
    persons: Span | None = None
    persons_total: Span | None = None
    own_staff: Span | None = None
    intentional: Choice | None = None
    improper_purpose: Choice | None = None
    public_exposure: Choice | None = None
    in_number_system: Choice | None = None
    recovered_unseen: Choice | None = None
    encrypted: Choice | None = None
    excused_delivery: Choice | None = None


def all_of(*parts: Choice) -> Choice:
    """Return yes where every part is, no where one is not, else either (Kleene)."""
    if any(p == NO for p in parts):
        return NO
    return YES if all(p == YES for p in parts) else EITHER


def any_of(*parts: Choice) -> Choice:
    """Return yes where one part is, no where none is, else either (Kleene)."""
    if any(p == YES for p in parts):
        return YES
    return NO if all(p == NO for p in parts) else EITHER


def not_(part: Choice) -> Choice:
    """Turn yes and no round."""
    return frozenset({"yes": "no", "no": "yes"}[p] for p in part)


def within(days: Span | None, window: Span) -> Choice:
    """Say whether a day that is known as a span lies in a window.

    >>> within((5, 7), (1, 9)) == YES, within((5, 7), (8, 9)) == NO, within(None, (1, 9)) == EITHER
    (True, True, True)
    """
    lo, hi = days or EVER
    if hi < window[0] or lo > window[1]:
        return NO
    return YES if window[0] <= lo and hi <= window[1] else EITHER


def years_before(day: dt.date, years: int) -> dt.date:
    """Return the day of the same name some years before; of 29 February the 28th.

    >>> str(years_before(dt.date(2024, 2, 29), 1))
    '2023-02-28'
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def past_year(as_of: dt.date, reading: Reading) -> Span:
    """Return the first and last day of 過去一年以内."""
    first = years_before(as_of, 1).toordinal()
    return (first if reading.anniversary_counts else first + 1), as_of.toordinal()


def over_100(persons: Span) -> Choice:
    """Say whether there are 101 persons or more (施行規則: 百人を超える)."""
    if persons[0] > 100:
        return YES
    return NO if persons[1] <= 100 else EITHER


def _counts(one: Incident) -> tuple[Span, Span]:
    """Return the persons without and with the body's own staff: the second is the first and the staff."""
    total, staff = one.persons_total, one.own_staff or ANY
    lo, hi = total or ANY
    fewer = (max(0, lo - staff[1]), hi - staff[0] if hi < MANY else MANY)
    told = [] if one.persons is None else [one.persons]
    without = spans(told, [fewer] if total is not None and fewer[0] <= fewer[1] else [])[0][0]
    more = (without[0] + staff[0], min(MANY, without[1] + staff[1]))
    return without, spans([] if total is None else [total], [more])[0][0]


def serious(one: Incident, reading: Reading) -> Choice:
    """Say whether an incident is a 特定個人情報に関する重大事故, as far as law and facts settle it.

    >>> from .readings import Reading
    >>> serious(Incident(my_number=YES, persons=(300, 300)), Reading()) == YES
    True
    """
    number = one.my_number or EITHER
    excused = any_of(one.recovered_unseen or NO, one.encrypted or NO)
    delivery = one.excused_delivery or NO
    without, with_staff = _counts(one)
    lax = all_of(number, not_(delivery), any_of(one.intentional or EITHER, over_100(without)))
    if reading.recovery_excuses_lax:
        lax = all_of(lax, not_(excused))
    public = one.public_exposure or EITHER
    leak = any_of(
        one.in_number_system or EITHER,
        over_100(with_staff if reading.report_counts_staff else without),
    )
    wide = all_of(public, not_(excused if reading.recovery_excuses_public else one.encrypted or NO))
    wilful = [one.intentional or EITHER] if reading.strict == "report or intentional" else []
    improper = one.improper_purpose or EITHER
    if reading.recovery_excuses_improper:
        strict = all_of(number, any_of(leak, improper, *wilful), not_(excused))
    else:
        strict = all_of(number, any_of(all_of(any_of(leak, *wilful), not_(excused)), improper))
    strict = any_of(strict, all_of(number, wide))
    if reading.delivery_excuses_strict:
        strict = all_of(strict, not_(delivery))
    if reading.strict == "report or lax":
        strict = any_of(strict, lax)
    return lax | strict


def recent(one: Incident, as_of: dt.date, reading: Reading) -> Choice:
    """Say whether it occurred within the past year, or the body learned of it then."""
    window = past_year(as_of, reading)
    occurred = one.occurred
    if reading.learned_follows and one.learned is not None:
        lo, hi = occurred or EVER
        if lo <= one.learned[1]:
            occurred = (lo, min(hi, one.learned[1]))
    return any_of(within(occurred, window), within(one.learned, window))


def of_the_body(listed: tuple[Incident, ...], whole: bool, as_of: dt.date, reading: Reading) -> Choice | None:
    """Conclude from a list of incidents whether the body had a serious one within the past year; None is nothing."""
    each = [all_of(serious(one, reading), recent(one, as_of, reading)) for one in listed]
    if YES in each:
        return YES
    return NO if whole and all(one == NO for one in each) else None


def from_three_years(
    answers: list[Choice | None], answered: Span | None, as_of: dt.date, reading: Reading
) -> Choice | None:
    """Conclude from the three-year answers of a document (様式4 Ⅲ7リスク1⑨, of any personal data, of the whole body).

    "None in three years" speaks of the three years before the day it was given. Only an answer of today, or later,
    leaves no day of the past year out. "Yes" says nothing of the past year.
    """
    told = [answer for answer in answers if answer is not None]
    if not told or any(answer != NO for answer in told):
        return None
    if reading.every_file_answers and len(told) < len(answers):
        return None
    if answered is None:
        return NO if reading.undated_is_today else None
    latest = years_before(dt.date.fromordinal(answered[1]), 3)
    return NO if answered[0] >= as_of.toordinal() and latest <= years_before(as_of, 1) else None
