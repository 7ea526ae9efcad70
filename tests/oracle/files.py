"""対象人数 and 取扱者数 over the files of an affair.

* 対象人数 (規則第4条第3号): the persons of all files, exempt ones (第1号・第2号・第4号～第7号) apart. No file has more persons than
  all together; whether one person in two files counts twice is open, but never are there more than the sum.
* 取扱者数 (規則第4条第8号ロ: 当該事務に従事する者の数; 指針第5の2): own staff and contractors' staff who handle the files. As
  many at least as use one file or work at one contractor, at most all of them together. Without every file, every
  file's users and every contractor's number there is no upper bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .exemptions import exempt
from .known import ANY, NO, YES, Choice, Span
from .law import MANY

if TYPE_CHECKING:
    from .readings import Reading


@dataclass(frozen=True)
class Entrustment:
    """One 委託: staff at the contractor, and whether part of it is entrusted further."""

    handlers: Span | None = None
    re_entrusts: Choice | None = None


@dataclass(frozen=True)
class File:
    """One 特定個人情報ファイル; None is not told. ``listed_all`` is what the record says of its list of 委託."""

    exemption: frozenset[str] | None = None
    persons: Span | None = None
    users: Span | None = None
    entrusts: Choice | None = None
    entrusted_items: Span | None = None
    entrustments: tuple[Entrustment, ...] | None = None
    listed_all: bool | None = None
    incident_3y: Choice | None = None


def exempt_file(file: File, kinds: frozenset[str], reading: Reading) -> frozenset[bool]:
    """Return the answers possible to "is this file exempt?"; where nothing is claimed it is not."""
    if reading.file_claim_asks_body:
        return exempt(file.exemption, kinds, reading)
    return frozenset(claim != "none" for claim in (file.exemption or {"none"}))


def whole(file: File, reading: Reading) -> bool:
    """Say whether every 委託 of a file is listed: its count says so, or without a count its source.

    A list without an entry is not whole where the file is entrusted; "not entrusted" is a list without an entry.
    """
    listed = len(file.entrustments or ())
    if listed == 0 and file.entrusts == YES:
        return False
    if file.entrusted_items is not None:
        return file.entrusted_items[1] <= listed
    if file.entrustments is None and file.entrusts != NO:
        return False
    return reading.entrustments_whole if file.listed_all is None else file.listed_all


def persons(
    files: tuple[File, ...] | None, every: bool, kinds: frozenset[str], reading: Reading
) -> Span | None:
    """Bound 対象人数 by what is told of the files."""
    lo, hi = 0, 0
    if (
        reading.exempt_files_exempt
        and every
        and files
        and all(exempt_file(f, kinds, reading) == {True} for f in files)
    ):
        return 0, 0
    for file in files or ():
        answers = exempt_file(file, kinds, reading)
        told = file.persons or ANY
        if answers == {False}:
            lo = max(lo, told[0])
        if answers != {True}:
            hi = min(MANY, hi + told[1])
    bounded = reading.persons_sum and every and files is not None
    return None if lo == 0 and not bounded else (lo, hi if bounded else MANY)


def engaged(
    files: tuple[File, ...] | None, every: bool, kinds: frozenset[str], reading: Reading
) -> list[Span]:
    """Bound 取扱者数 by the users of the files and the staff of their contractors: one bound or two, each a source.

    Without any file that certainly counts nothing is bounded from above: who is engaged in the affair then handles files
    that are not listed.
    """
    most_users, most_staff, total = 0, 0, 0
    bounded = False
    for file in files or ():
        answers = exempt_file(file, kinds, reading)
        users = file.users or ANY
        staff = [e.handlers or ANY for e in file.entrustments or ()]
        if answers == {False}:
            bounded = True
            most_users = max(most_users, users[0])
            if file.entrusts != NO:
                # what a file says it does not entrust raises no lower bound
                most_staff = max([most_staff, *(s[0] for s in staff)])
        if answers == {True} and not reading.exempt_users_bound:
            every &= whole(file, reading) or not reading.exempt_lists_matter
            continue
        outside = reading.re_entrusted_outside and any(e.re_entrusts != NO for e in file.entrustments or ())
        every &= whole(file, reading) and not outside
        total = min(MANY, total + sum(s[1] for s in [users, *staff]))
    top = total if bounded and every else MANY
    if not reading.contractors_apart:
        most_users = max(most_users, most_staff)
    bounds = [(most_users, top), (most_staff, MANY)]
    return [b for b in bounds if b != ANY]
