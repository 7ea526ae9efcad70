"""A session for programs that learn facts one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from ...facts.affair.affair import Affair
from ...facts.affair.merge import merge_affairs
from ...facts.affair.telling import TOLD_LISTS, told_more
from ...facts.arguments import affair_of, callable_of, day_of, facts_of, text_of
from ...facts.errors import Problem, UsageError
from ...facts.fact_names import by_word
from ...facts.reading.glyphs import word_key
from ...facts.vocabulary import Scope, speaking
from ...rulesets.loader import ruleset_or_default
from ..assess import program_of
from ..explanations.explain import explain
from .events import changes
from .recent_results import assessed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from ...rulesets.loader import Ruleset
    from ..results.assessment import Assessment, Determination, Explanation, Missing
    from .events import Event

__all__ = ["Session"]


class Session:
    """Tell facts, take them back, and ask at any time what follows.

    A session holds frozen values only: a copy costs nothing, and what is done to one never shows in the other.

    >>> import datetime as dt
    >>> session = Session(as_of=dt.date(2026, 4, 1))
    >>> session.tell(headcount=250_000, incident_within_1y="no").level().possible
    ('key', 'full')
    >>> session.questions()[0].fact, session.questions()[0].lines
    ('handlers', ('500人',))
    >>> session.copy().tell(handlers=500).level().floor, session.level().floor
    ('full', 'key')
    >>> session.tell(handlers=20).news()[0]
    Settled(level='key', rule='threshold.100k-light')
    """

    def __init__(
        self, *, as_of: dt.date, ruleset: Ruleset | None = None, affair: Affair | None = None
    ) -> None:
        self._ruleset = ruleset_or_default(ruleset)
        self._as_of = day_of(as_of)
        self._affair = Affair(source="session") if affair is None else affair_of(affair)
        self._news_from = self._affair
        self._listeners: list[Callable[[Event], object]] = []
        program_of(self._ruleset, as_of)

    @property
    def affair(self) -> Affair:
        """What is known now; a frozen value."""
        return self._affair

    # ---- telling

    def tell(self, facts: Mapping[str, Any] | None = None, /, **more: object) -> Self:
        """Learn what a facts file may hold, in its words; None or 不明 makes a fact unknown again.

        All that :func:`shikii.read_affair` takes: groups (``hearing: {from: …}``), values with their places, several
        sources of one fact. Lists (``incidents``, ``files`` …) are told whole, as a facts file holds them; an empty
        list says that there are none. What is told again takes the place of what was known before. Facts of a file
        are told in ``files``; at the top they are those of the one file without a name.

        Raises:
            InputError: an unknown fact, or a value it cannot have. Nothing is learned then.
        """
        known = {} if facts is None else facts_of(facts, "facts")
        with speaking(self._ruleset.given):
            told = told_more(self._affair, {**known, **more})
        return self._become(told)

    def learn(self, *affairs: Affair) -> Self:
        """Learn what other records of the affair say; where they contradict what is known, both stand."""
        return self._become(merge_affairs(self._affair, *affairs))

    def retract(self, *names: str) -> Self:
        """Forget facts and lists.

        Raises:
            UsageError: a name that is no fact of an affair.
        """
        with speaking(self._ruleset.given):
            known = by_word(Scope.AFFAIR)
        for name in names:
            text_of(name, "names")
            if word_key(name) not in known and name not in TOLD_LISTS:
                raise UsageError(
                    Problem(
                        "facts.unknown-key", f"$.{name}", name, "unknown fact", "see `shikii facts schema`"
                    )
                )
        return self.tell(dict.fromkeys(names))

    def _become(self, affair: Affair) -> Self:
        before = self.assess() if self._listeners else None
        self._affair = affair
        if before is not None:
            for event in changes(before, self.assess()):
                for listener in tuple(self._listeners):
                    listener(event)
        return self

    # ---- events

    def news(self) -> tuple[Event, ...]:
        """Return what became certain (or open again) since this was last asked, or since the session began."""
        since, self._news_from = self._news_from, self._affair
        if since is self._affair:
            return ()
        return changes(self._assessed(since), self.assess())

    def listen(self, listener: Callable[[Event], object]) -> Callable[[], None]:
        """Call a function with every event from now on; call what is returned to stop. Copies are not listened to."""
        self._listeners.append(callable_of(listener, "listener"))

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    # ---- asking

    def copy(self) -> Session:
        """Return a session that knows the same; a what-if on it leaves this one as it is."""
        return Session(as_of=self._as_of, ruleset=self._ruleset, affair=self._affair)

    def what_if(self, facts: Mapping[str, Any] | None = None, /, **more: object) -> Assessment:
        """Conclude everything as it would be with some facts told, without learning them."""
        return self.copy().tell(facts, **more).assess()

    def level(self) -> Determination:
        """Say which level is required, as far as the facts settle it."""
        return self.assess().level

    def questions(self) -> tuple[Missing, ...]:
        """Return the facts to ask for, the best question first; none once the level is settled."""
        return self.level().missing

    def why(self, about: str = "level") -> tuple[Explanation, ...]:
        """Explain a level, a rule or a fact (see :func:`shikii.explain`)."""
        return explain(self._affair, about, as_of=self._as_of, ruleset=self._ruleset)

    def assess(self) -> Assessment:
        """Conclude everything from what is known."""
        return self._assessed(self._affair)

    def _assessed(self, affair: Affair) -> Assessment:
        return assessed(affair, self._ruleset, self._as_of)
