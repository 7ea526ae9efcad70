"""A session for programs that learn facts one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from ...facts.affair import Affair
from ...facts.build import by_word
from ...facts.errors import Problem, UsageError
from ...facts.vocabulary import Scope
from ...rulesets.loader import load_ruleset
from ..assess import assess, program_of

if TYPE_CHECKING:
    import datetime as dt

    from ...rulesets.loader import Ruleset
    from ..results import Assessment, Determination

__all__ = ["Session"]


class Session:
    """Tell facts, take them back, and ask at any time what follows.

    >>> import datetime as dt
    >>> session = Session(as_of=dt.date(2026, 4, 1))
    >>> session.tell(headcount=250_000, incident_within_1y="no").level().possible
    ('key', 'full')
    >>> session.copy().tell(handlers=500).level().floor, session.level().floor
    ('full', 'key')
    """

    def __init__(
        self, *, as_of: dt.date, ruleset: Ruleset | None = None, affair: Affair | None = None
    ) -> None:
        self._ruleset = ruleset or load_ruleset()
        self._as_of = as_of
        self._affair = affair or Affair(source="session")
        program_of(self._ruleset, as_of)

    @property
    def affair(self) -> Affair:
        """What is known now; a frozen value."""
        return self._affair

    def tell(self, **facts: object) -> Self:
        """Learn facts of the affair by their names; None or 不明 makes a fact unknown again.

        Raises:
            InputError: an unknown fact, or a value it cannot have.
        """
        self._affair = self._affair.telling(**facts)
        return self

    def retract(self, *names: str) -> Self:
        """Forget facts.

        Raises:
            UsageError: a name that is no fact of an affair.
        """
        for name in names:
            if name not in by_word(Scope.AFFAIR):
                raise UsageError(
                    Problem(
                        "facts.unknown-key", f"$.{name}", name, "unknown fact", "see `shikii facts schema`"
                    )
                )
        return self.tell(**dict.fromkeys(names))

    def copy(self) -> Session:
        """Return a session that knows the same; a what-if on it leaves this one as it is."""
        return Session(as_of=self._as_of, ruleset=self._ruleset, affair=self._affair)

    def level(self) -> Determination:
        """Say which level is required, as far as the facts settle it."""
        return self.assess().level

    def assess(self) -> Assessment:
        """Conclude everything from what is known."""
        return assess(self._affair, as_of=self._as_of, ruleset=self._ruleset, executor="session")
