"""対象人数 and 取扱者数 over the files of an affair.

* 対象人数 (規則第4条第3号): the persons of all files, exempt ones (第1号・第2号・第4号～第7号) apart. No file has more persons than
  all together; whether one person in two files counts twice is open, but never are there more than the sum.
* 取扱者数 (規則第4条第8号ロ: 当該事務に従事する者の数; 指針第5の2): own staff and contractors' staff who handle the files. As
  many at least as use one file or work at one contractor, at most all of them together. Without every file, every
  file's users and every contractor's number there is no upper bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from .exemptions import exempt
from .known import ANY, NO, YES, Choice, Span, hull, meet_spans
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
    """One 特定個人情報ファイル; None is not told. ``listed_all`` is what the record says of its list of 委託.

    ``others`` is what other records say of the same file; their 委託 of the same place are the same.
    """

    exemption: frozenset[str] | None = None
    persons: Span | None = None
    users: Span | None = None
    entrusts: Choice | None = None
    entrusted_items: Span | None = None
    entrustments: tuple[Entrustment, ...] | None = None
    listed_all: bool | None = None
    incident_3y: Choice | None = None
    others: tuple[File, ...] = ()


def exempt_file(file: File, kinds: frozenset[str], reading: Reading) -> frozenset[bool]:
    """Return the answers possible to "is this file exempt?"; where nothing is claimed it is not."""
    if reading.file_claim_asks_body:
        return exempt(file.exemption, kinds, reading)
    return frozenset(claim != "none" for claim in (file.exemption or {"none"}))


def whole(file: File, reading: Reading) -> bool:
    """Say whether every 委託 of a file is listed: its count says so, or without a count its source.

    A list without an entry is not whole where the file is entrusted; "not entrusted" is a list without an entry. Of
    several records one must say so that names every entry.
    """
    every = [file, *file.others]
    listed = max(len(f.entrustments or ()) for f in every)
    answers = [f.entrusts for f in every if f.entrusts is not None]
    if listed == 0 and any(answer == YES for answer in answers):
        return False
    counts = [f.entrusted_items for f in every if f.entrusted_items is not None]
    if counts:
        return (meet_spans(counts) or hull(counts))[1] <= listed
    return any(len(f.entrustments or ()) == listed and _says_whole(f, reading) for f in every)


def _says_whole(file: File, reading: Reading) -> bool:
    if file.entrustments is None and file.entrusts != NO:
        return False
    if not file.entrustments and file.entrusts == YES:
        return False
    return reading.entrustments_whole if file.listed_all is None else file.listed_all


def worlds(files: tuple[File, ...] | None, reading: Reading) -> list[tuple[File, ...] | None]:
    """Return the files as they are under each source, where records contradict one another; else as all together say."""
    if files is None:
        return [None]
    return [tuple(chosen) for chosen in product(*(_versions(f, reading) for f in files))]


def _versions(file: File, reading: Reading) -> list[File]:
    """Return one file for every way to choose among the sources of its facts that contradict one another."""
    if not file.others:
        return [file]
    every = [file, *file.others]

    def told(name: str) -> list[Any]:
        return [getattr(f, name) for f in every if getattr(f, name) is not None]

    facts = {name: _kept(told(name)) for name in ("persons", "users", "entrusts", "exemption", "incident_3y")}
    rows = [f.entrustments or () for f in every]
    staff = [
        _kept([row[i].handlers for row in rows if i < len(row) and row[i].handlers is not None])
        for i in range(max(map(len, rows)))
    ]
    # whether the list is whole is settled before: told again as a flag without a count
    flag = whole(file, reading)
    return [
        File(
            **dict(zip(facts, values, strict=True)),
            entrusted_items=(0, len(staff)) if flag else (len(staff) + 1, len(staff) + 1),
            entrustments=tuple(map(Entrustment, crew)),
        )
        for values in product(*facts.values())
        for crew in product(*staff)
    ]


def _kept(told: list[Any]) -> list[Any]:
    """Return what sources agree on as the one value, or each where they contradict; nothing told is None."""
    if not told:
        return [None]
    if isinstance(told[0], tuple):
        met = meet_spans(told)
        return list(dict.fromkeys(told)) if met is None else [met]
    return [both] if (both := frozenset.intersection(*told)) else list(dict.fromkeys(told))


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
