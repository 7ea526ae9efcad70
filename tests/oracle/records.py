"""Random affairs near the lines of the law, and how each is written as a facts file. A seed gives the same for ever."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from .affairs import Affair
from .exemptions import CLAIMS, KINDS
from .files import Entrustment, File
from .incidents import Incident, years_before
from .known import EITHER, NO, YES, Choice, Span, meet_spans
from .law import MANY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

PERSONS = (0, 1, 999, 1_000, 9_999, 10_000, 50_000, 99_999, 100_000, 250_000, 299_999, 300_000, 10_000_000)
STAFF = (0, 1, 9, 10, 49, 100, 250, 251, 400, 499, 500, 501, 1_000)
FORM_PERSONS = ((0, 9_999), (10_000, 99_999), (100_000, 999_999), (1_000_000, 9_999_999), (10_000_000, MANY))
FORM_STAFF = ((0, 9), (10, 49), (50, 99), (100, 499), (500, 999), (1_000, MANY))
BANDS = ((0, 999), (1_000, 9_999), (10_000, 99_999), (100_000, 299_999), (300_000, MANY))
DAYS = (dt.date(2025, 4, 1), dt.date(2026, 4, 1), dt.date(2026, 12, 28), dt.date(2028, 2, 29))


class Maker:
    """Draws affairs from a seed."""

    def __init__(self, seed: int) -> None:
        self.r = random.Random(seed)
        self.day = self.r.choice(DAYS)

    def maybe(self, share: float, make: Callable[[], T]) -> T | None:
        """Draw a value, or nothing in the rest of the cases."""
        return make() if self.r.random() < share else None

    def count(self, points: Sequence[int], bands: Sequence[Span]) -> Span:
        """Draw an exact number, a band of the form, or an interval with an open end, near the lines."""
        r = self.r
        kind = r.random()
        if kind < 0.45:
            return r.choice(bands)
        one = max(0, r.choice(points) + r.choice((0, 0, 0, 1, -1)))
        if kind < 0.8:
            return one, one
        if kind < 0.87:
            return one, MANY
        if kind < 0.94:
            return 0, one
        other = max(0, r.choice(points))
        return min(one, other), max(one, other)

    def yes_no(self, yes: float = 0.4) -> Choice:
        """Draw yes or no."""
        return YES if self.r.random() < yes else NO

    def several(self, make: Callable[[], T], none: float, more: float) -> tuple[T, ...]:
        """Draw what no source, one source, or several sources say of one fact."""
        if self.r.random() < none:
            return ()
        out = [make()]
        while self.r.random() < more and len(out) < 4:
            out.append(make())
        return tuple(out)

    def claims(self) -> Choice:
        """Draw what is claimed under 規則第4条: one number, none, or a set of them."""
        if self.r.random() < 0.8:
            return frozenset({self.r.choice(("none", *CLAIMS))})
        return frozenset(self.r.sample(("none", *CLAIMS), self.r.choice((2, 3))))

    def days(self) -> Span:
        """Draw a day, or a span of days, around the lines of one and three years."""
        r = self.r
        base = r.choice((self.day, years_before(self.day, 1), years_before(self.day, 3)))
        lo = base.toordinal() + r.choice((-700, -40, -1, 0, 1, 20, 180, 400))
        return (lo, lo) if r.random() < 0.8 else (lo, lo + r.choice((1, 30, 365)))

    def incident(self) -> Incident:
        """Draw an incident of which much is told."""
        told = self.r.choice((0.5, 0.85, 1.0))
        few = (0, 1, 3, 99, 100, 101, 102, 350, 20_000)
        seldom = 0.15
        return Incident(
            occurred=self.maybe(0.85, self.days),
            learned=self.maybe(0.5, self.days),
            my_number=self.maybe(told, lambda: self.yes_no(0.8)),
            persons=self.maybe(told, lambda: self.count(few, ((0, 100), (101, 500)))),
            persons_total=self.maybe(0.15, lambda: self.count(few, ((0, 100), (101, 500)))),
            own_staff=self.maybe(0.15, lambda: self.count((0, 1, 50), ((0, 10),))),
            intentional=self.maybe(told, lambda: self.yes_no(0.25)),
            improper_purpose=self.maybe(told, lambda: self.yes_no(seldom)),
            public_exposure=self.maybe(told, lambda: self.yes_no(seldom)),
            in_number_system=self.maybe(told, lambda: self.yes_no(0.3)),
            recovered_unseen=self.maybe(0.3, lambda: self.yes_no(0.3)),
            encrypted=self.maybe(0.3, lambda: self.yes_no(0.3)),
            excused_delivery=self.maybe(0.3, lambda: self.yes_no(0.3)),
        )

    def file(self) -> File:
        """Draw a file, its list of 委託 whole, short, too long, or silent."""
        r = self.r
        listed = self.maybe(0.6, lambda: tuple(self.entrustment() for _ in range(r.choice((0, 1, 1, 2, 3)))))
        here = len(listed or ())
        return File(
            exemption=self.maybe(0.25, self.claims),
            persons=self.maybe(0.6, lambda: self.count(PERSONS, FORM_PERSONS)),
            users=self.maybe(0.75, lambda: self.count(STAFF, FORM_STAFF)),
            entrusts=self.maybe(0.6, lambda: self.yes_no(0.7 if here else 0.3)),
            entrusted_items=self.maybe(0.35, lambda: self.exact(here + r.choice((0, 0, 0, 1, 2, -1)))),
            entrustments=listed,
            listed_all=None if listed is None else r.choice((None, None, True, False)),
            incident_3y=self.maybe(0.2, lambda: self.yes_no(0.2)),
        )

    def again(self, file: File) -> File:
        """Draw what another record says of a file: much of it the same, some of it otherwise, with its own list of 委託."""
        r, other = self.r, self.file()
        facts = ("exemption", "persons", "users", "entrusts", "entrusted_items", "incident_3y")
        said = {name: r.choice((None, getattr(file, name), getattr(other, name))) for name in facts}
        rows = other.entrustments
        if rows is not None and file.entrustments is not None:
            # the same 委託 mostly has the same number of people
            pairs = zip(rows, (*file.entrustments, *rows[len(file.entrustments) :]), strict=False)
            rows = tuple(a if r.random() < 0.3 else b for a, b in pairs)
        return File(**said, entrustments=rows, listed_all=other.listed_all)

    def exact(self, number: int) -> Span:
        """Return a count that is known exactly, never below 0."""
        return max(0, number), max(0, number)

    def entrustment(self) -> Entrustment:
        """Draw a 委託."""
        return Entrustment(
            handlers=self.maybe(0.85, lambda: self.count(STAFF, FORM_STAFF)),
            re_entrusts=self.maybe(0.4, lambda: self.yes_no(0.3)),
        )

    def affair(self, organization: str = "") -> Affair:
        """Draw an affair with some of the troubles a record may have."""
        r = self.r
        more = r.choice((0.0, 0.15, 0.5))
        files = self.maybe(0.55, lambda: tuple(self.file() for _ in range(r.choice((0, 1, 1, 2, 3)))))
        if files and r.random() < 0.3:
            first, *rest = files
            files = (replace(first, others=(self.again(first),)), *rest)
        return Affair(
            organization=organization,
            headcount=self.several(lambda: self.count(PERSONS, BANDS), 0.1, more),
            handlers=self.several(lambda: self.count(STAFF, ((0, 499), (500, MANY))), 0.45, more),
            incident_within_1y=self.several(lambda: self.yes_no(0.3), 0.45, more),
            exemption=self.several(self.claims, 0.75, more / 2),
            kind=self.several(lambda: frozenset({r.choice(KINDS)}), 0.5, 0.0),
            published=self.several(self.days, 0.5, 0.0),
            files=files,
            incidents=self.maybe(0.3, lambda: tuple(self.incident() for _ in range(r.choice((0, 1, 1, 2))))),
        )


def written_count(span: Span) -> int | str:
    """Write a count as a facts file holds it.

    >>> written_count((5, 5)), written_count((10, 49)), written_count((500, MANY)), written_count((0, 499))
    (5, '10人以上50人未満', '500人以上', '500人未満')
    """
    lo, hi = span
    if lo == hi:
        return lo
    above, below = f"{lo}人以上", f"{hi + 1}人未満"
    return above if hi == MANY else below if lo == 0 else above + below


def written_days(span: Span) -> str:
    """Write a day or a span of days."""
    first, last = (dt.date.fromordinal(d).isoformat() for d in span)
    return first if first == last else f"{first}..{last}"


def written_choice(members: Choice) -> Any:
    """Write a choice: the one word, or the list of what it may be."""
    return next(iter(members)) if len(members) == 1 else sorted(members)


_COUNTS = {"headcount", "handlers", "persons", "users", "entrusted_items", "persons_total", "own_staff"}
_DAYS = {"published", "occurred", "learned"}


def _value(name: str, value: Any) -> Any:
    if name in _COUNTS:
        return written_count(value)
    return written_days(value) if name in _DAYS else written_choice(value)


def _thing(thing: Any, *skip: str) -> dict[str, Any]:
    out = {f.name: getattr(thing, f.name) for f in fields(thing) if f.name not in skip}
    return {name: _value(name, v) for name, v in out.items() if v is not None and v != EITHER}


def written_file(file: File, name: str) -> dict[str, Any]:
    """Write a file as a facts file holds it."""
    out = {"name": name, **_thing(file, "entrustments", "listed_all", "incident_3y", "others")}
    if file.entrustments is not None:
        out["entrustments"] = [{"name": f"委託{i}", **_thing(e)} for i, e in enumerate(file.entrustments)]
    if file.listed_all is not None:
        out["listed_all"] = "yes" if file.listed_all else "no"
    if file.incident_3y is not None:
        out["answers"] = {"keep-1.incident_3y": "発生あり" if file.incident_3y == YES else "発生なし"}
    return out


_TOLD = {"headcount": "headcount", "handlers": "handlers", "incident_within_1y": "incident_within_1y",
         "exemption": "exemption", "kind": "organization_kind", "published": "published"}  # fmt: skip


def sources_contradict(affair: Affair) -> bool:
    """Say whether told values of one fact of an affair, or of a file of it, contradict one another."""
    names = ("headcount", "handlers", "published", "incident_within_1y", "exemption", "kind")
    several = [getattr(affair, name) for name in names]
    for file in affair.files or ():
        every = [file, *file.others]
        names = ("persons", "users", "entrusts", "entrusted_items", "exemption", "incident_3y")
        several += [[v for f in every if (v := getattr(f, name)) is not None] for name in names]
        rows = [f.entrustments or () for f in every]
        several += [
            [row[i].handlers for row in rows if i < len(row) and row[i].handlers is not None]
            for i in range(max(map(len, rows)))
        ]
    return any(_apart(list(told)) for told in several if told)


def _apart(told: list[Any]) -> bool:
    return meet_spans(told) is None if isinstance(told[0], tuple) else not frozenset.intersection(*told)


def written(affair: Affair, name: str = "a") -> dict[str, Any]:
    """Write an affair as one record; a fact with several sources holds each of them."""
    out: dict[str, Any] = {"affair": name}
    if affair.organization:
        out["organization"] = affair.organization
    for own, word in _TOLD.items():
        told = [_value(own, v) for v in getattr(affair, own)]
        if len(told) == 1:
            out[word] = told[0]
        elif told:
            out[word] = [{"value": v, "source": f"出典{i}"} for i, v in enumerate(told)]
    if affair.files is not None:
        out["files"] = [written_file(f, f"f{i}") for i, f in enumerate(affair.files)]
    if affair.incidents is not None:
        out["incidents"] = [_thing(i) for i in affair.incidents]
    return out


def apart(affair: Affair, name: str = "a") -> list[dict[str, Any]]:
    """Write an affair as one record for each source, the list of incidents in the first; together they tell the same."""
    twice = any(f.others for f in affair.files or ())
    most = max(1 + twice, *(len(getattr(affair, own)) for own in _TOLD))
    out = []
    for i in range(most):
        one = replace(affair, **{own: getattr(affair, own)[i : i + 1] for own in _TOLD})
        out.append(written(one if i == 0 else replace(one, files=None, incidents=None), name))
    if twice:
        files = enumerate(affair.files or ())
        out[1]["files"] = [written_file(o, f"f{i}") for i, f in files for o in f.others]
    return out


def as_records(affair: Affair, *, split: bool = False, name: str = "a") -> list[dict[str, Any]]:
    """Write an affair as one record where one can hold it, or as one for each source."""
    split |= any(f.others for f in affair.files or ())
    return apart(affair, name) if split else [written(affair, name)]
