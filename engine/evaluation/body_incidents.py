"""Serious incidents belong to the body: what one affair tells of them holds for all affairs of that body.

規則第4条第8号ロ asks for incidents 「当該行政機関の長等において」, not in the affair. Each affair of a run leaves a
:class:`Word`; when the run is over the words of one body are held against one another:

- an incident told of one affair is known for every affair of the body, with its source; one that may be serious
  leaves them open;
- 「なし」 of one affair against 「あり」 of another is a conflict: both stay possible for both, as for any fact whose
  sources contradict;
- an answer with a day of publication speaks of the year before that day. So 「あり」 published more than a year ago
  tells nothing, 「なし」 published on some day is not carried to other affairs, and of two dated answers the older
  「なし」 is out of date (open), the newer 「なし」 may stand beside an older 「あり」.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from ...facts.affair.affair import Place, Source, agreed
from ...facts.affair.body_names import body_key, family_of, may_be_same
from ...facts.affair.rows import place_of
from ...facts.values import NO, UNDECIDED, YES, Options
from ...facts.vocabulary import Scope
from ...rulesets.language.test_values import shift
from .aged_answers import INCIDENT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from ...facts.affair.affair import Affair, Value
    from .prepare import Prepared
    from .view import View

__all__ = ["INCIDENT", "Told", "Word", "inform", "settle", "word_of"]

Says = Literal["yes", "no", "open", "conflict"]
Kind = Literal["none", "occurred", "not_occurred", "open", "conflict"]
_SAID: Final[dict[Says, str]] = {
    "yes": "発生あり",
    "no": "発生なし",
    "open": "重大事故に当たるか不明の事故あり",
    "conflict": "記載に食い違いあり",
}
#: The day of an answer whose day is not known.
UNKNOWN: Final = 0


@dataclass(frozen=True, slots=True)
class Word:
    """What one affair tells of serious incidents: of which body, of the year before which day.

    No day means the day of reference: what is told without a day, and what follows from incidents with their dates.
    ``UNKNOWN`` is the day of a document whose publication is not known.
    """

    owner: int
    organization: str
    says: Says | None
    day: int | None
    affair: str
    source: str
    form: str | None = None
    place: Place | None = None

    @property
    def said(self) -> str:
        """What it says, in words."""
        return _SAID[self.says] if self.says else ""

    @property
    def where(self) -> Place:
        """Where it says so, with the affair's name."""
        place = self.place or Place(self.source)
        return replace(place, text=f"「{self.affair}」{self.said}")


@dataclass(frozen=True, slots=True)
class Told:
    """What other affairs tell an affair: the kind, by which words, and of a body that may be the same."""

    kind: Kind
    by: tuple[Word, ...] = ()
    similar: Word | None = None


def word_of(view: View, prepared: Prepared, owner: int) -> Word | None:
    """Read off one affair what it tells of its body's incidents; None where the body is not named."""
    affair = prepared.affair
    if not body_key(affair.organization):
        return None
    value, given = view.get(INCIDENT), view.given(INCIDENT)
    flag = f"{INCIDENT}.conflict"
    told = [s.value for s in affair.sources.get((INCIDENT, ()), ())]
    contradicts = agreed(told)[1] if told else flag in view.program.vocabulary and view.get(flag) != NO
    says: Says | None = None
    if contradicts:
        says = "conflict"
    elif value in (YES, NO):
        says = "yes" if value == YES else "no"
    elif affair.incidents:
        says = "open"
    by_list = says in ("open", "conflict") or (value != given and affair.incidents is not None)
    return Word(
        owner=owner,
        organization=affair.organization,
        says=says,
        day=None if by_list else _day(affair),
        affair=affair.affair or affair.title or affair.source,
        source=affair.source,
        form=affair.form,
        place=place_of(affair, Scope.AFFAIR, (), INCIDENT) or _of_list(affair),
    )


def _day(affair: Affair) -> int | None:
    """Of which day an answer speaks: that of its publication, where it has one or is of a form."""
    published = affair.range("published")
    if published is None:
        return UNKNOWN if affair.form else None
    return published.hi if published.exact else UNKNOWN


def _of_list(affair: Affair) -> Place | None:
    """Where the first incident recorded, or the first answer of a file, stands."""
    names = ("incident.", "file.answers.keep-1.incident")
    return next((p for (n, _), p in affair.places.items() if n.startswith(names)), None)


class _Body:
    """The words of one body, sorted so that each affair finds in no time what the others say."""

    def __init__(self, words: Iterable[Word], last: int, start: int) -> None:
        self.by: dict[tuple[Says, int | None], list[Word]] = defaultdict(list)
        self.dated: list[Word] = []
        for w in sorted(words, key=lambda w: (w.affair, w.source, w.owner)):
            if w.says is None or (w.day is not None and w.day > last):
                continue
            if w.day is None or w.day == UNKNOWN or w.day >= start:
                self.by["open" if w.says == "conflict" else w.says, w.day].append(w)
            if w.says == "yes" and w.day is not None and w.day >= start:
                self.dated.append(w)
        self.dated.sort(key=lambda w: -(w.day or 0))

    def other(self, says: Says, day: int | None, own: Word) -> Word | None:
        """Return another affair that says so of a day."""
        return next((w for w in self.by.get((says, day), ())[:2] if w.owner != own.owner), None)

    def newest(self, own: Word, after: int) -> Word | None:
        """Return the newest 「あり」 of the past year after a day; a newer record of the affair itself is none."""
        return next((w for w in self.dated if w.affair != own.affair and (w.day or 0) > after), None)

    def tell(self, w: Word) -> Told | None:
        """Say what the other words tell an affair; None where they add nothing."""
        match w.says:
            case "yes":
                return self._tell_yes(w)
            case "no":
                return self._tell_no(w)
            case "open":
                yes = self.other("yes", None, w) or self.newest(w, UNKNOWN)
                return Told("occurred", (yes,)) if yes else None
            case None:
                return self._tell_silent(w)
            case _:
                return None

    def _tell_yes(self, w: Word) -> Told | None:
        against = self.other("no", None, w) or (self.other("no", w.day, w) if w.day else None)
        return Told("conflict", (against,)) if against else None

    def _tell_no(self, w: Word) -> Told | None:
        current = self.other("yes", None, w)
        if w.day is None:
            against = current or self.newest(w, UNKNOWN)
            if against:
                return Told("conflict", (against,))
            may = self.other("open", None, w) or self.other("yes", UNKNOWN, w)
            return Told("open", (may,)) if may else None
        same = self.other("yes", w.day, w) if w.day != UNKNOWN else None
        if same:
            return Told("conflict", (same,))
        if current:
            return Told("occurred", (current,))
        may = self.other("open", None, w) or self.newest(w, w.day) or self.other("yes", UNKNOWN, w)
        return Told("open", (may,)) if may else None

    def _tell_silent(self, w: Word) -> Told | None:
        yes, no = self.other("yes", None, w) or self.newest(w, UNKNOWN), self.other("no", None, w)
        if yes:
            return Told("conflict", (yes, no)) if no else Told("occurred", (yes,))
        may = self.other("open", None, w) or self.other("yes", UNKNOWN, w)
        if may:
            return Told("open", (may,))
        return Told("not_occurred", (no,)) if no else None


def settle(words: Sequence[Word], as_of: dt.date) -> dict[int, Told]:
    """Hold the words of every body against one another; return what each affair is told, by its owner.

    >>> import datetime as dt
    >>> day = dt.date(2026, 4, 1)
    >>> words = [Word(n, "架空市長", says, None, a, "t.csv")
    ...          for n, (a, says) in enumerate([("国保", "yes"), ("介護", "no"), ("後期", None)])]
    >>> {n: told.kind for n, told in settle(words, day).items()}
    {0: 'conflict', 1: 'conflict', 2: 'conflict'}
    """
    last, start = as_of.toordinal(), shift(as_of, years=-1).toordinal()
    bodies: dict[str, list[Word]] = defaultdict(list)
    for w in words:
        bodies[body_key(w.organization)].append(w)
    made = {key: _Body(members, last, start) for key, members in bodies.items()}
    out: dict[int, Told] = {}
    for key, members in bodies.items():
        for w in members:
            told = made[key].tell(w) if len(members) > 1 else None
            if told is not None:
                out[w.owner] = told
    families: dict[str, list[str]] = defaultdict(list)
    for key in bodies:
        families[family_of(key)[0]].append(key)
    for keys in (k for k in families.values() if len(k) > 1):
        for key in keys:
            near = [made[k] for k in keys if may_be_same(key, k)]
            for w in bodies[key] if near else ():
                similar = _similar(w, near)
                if similar is not None:
                    out[w.owner] = replace(out.get(w.owner) or Told("none"), similar=similar)
    return out


def _similar(w: Word, near: Sequence[_Body]) -> Word | None:
    """Return the word of a body that may be the same, where it would change what is known."""
    found = [b.tell(w) for b in near] if w.says != "yes" else []
    told = [t for t in found if t is not None and t.kind != "not_occurred"]
    return min((t.by[0] for t in told), key=lambda o: (o.affair, o.source, o.owner), default=None)


def inform(affair: Affair, told: Told) -> Affair:
    """Return the affair knowing what other affairs of its body tell, each with its source.

    What the affair itself says stays among the sources where the two contradict one another.
    """
    values: dict[str, Value] = dict(affair.values)
    places, sources = dict(affair.places), dict(affair.sources)
    whole = affair.incidents_listed_all
    if told.kind != "none":
        first = told.by[0]
        values["body_incident"] = Options.of(told.kind)
        values["body_incident_said"] = "、".join(w.said for w in told.by)
        values["body_incident_affair"] = "、".join(w.affair for w in told.by)
        values["body_incident_source"] = "、".join(w.source for w in told.by)
        places["body_incident", ()] = first.where
        own = _own(affair)
        theirs = [
            Source(YES if w.says == "yes" else NO if w.says == "no" else UNDECIDED, w.where) for w in told.by
        ]
        sources.pop((INCIDENT, ()), None)
        if told.kind == "conflict":
            values[INCIDENT] = UNDECIDED if own or len(theirs) > 1 else theirs[0].value
            sources[INCIDENT, ()] = (*own, *theirs)
        elif told.kind == "open":
            values[INCIDENT] = UNDECIDED
            whole = False  # what the affair itself lists is not all of the body's
        else:
            values[INCIDENT] = YES if told.kind == "occurred" else NO
        if not (told.kind == "conflict" and own):
            places[INCIDENT, ()] = first.where
    if told.similar is not None:
        values["similar_body"] = YES
        values["similar_body_name"] = told.similar.organization
        values["similar_body_affair"] = told.similar.affair
        values["similar_body_source"] = told.similar.source
        places["similar_body", ()] = told.similar.where
    return replace(affair, values=values, places=places, sources=sources, incidents_listed_all=whole)


def _own(affair: Affair) -> tuple[Source, ...]:
    """What the affair itself says, by each of its sources."""
    if (INCIDENT, ()) in affair.sources:
        return tuple(affair.sources[INCIDENT, ()])
    if INCIDENT not in affair.values:
        return ()
    return (Source(affair.values[INCIDENT], affair.places.get((INCIDENT, ()))),)
