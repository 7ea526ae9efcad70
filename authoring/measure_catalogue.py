"""The catalogue of expected measures: which rule looks for each, and why some have several rules or none.

The measures stand in ``catalogue/*.yaml`` beside the rules, one file per section of the form, by the ids of the catalogue
the rules were written from; ``beyond.yaml`` lists the rules that rest on something else.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Self

from pydantic import Field, model_validator

from ..facts.forms.model import MEASURE_PARTS
from ..facts.frozen import Frozen
from ..facts.yaml_source import read_yaml
from ..rulesets.language.grammar import Expect
from ..rulesets.loader import DEFAULT
from .law_coverage import Beyond

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ..rulesets.loader import Ruleset

__all__ = ["CATALOGUE", "Catalogue", "Entry", "load_catalogue"]

CATALOGUE: Final = DEFAULT.parent / "catalogue"
_BEYOND: Final = "beyond.yaml"


class Entry(Frozen):
    """A measure of the catalogue and the rules that look for it; ``note`` says why there are several, or none."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)+$")
    section: str
    measures: tuple[str, ...]
    note: str = ""

    @model_validator(mode="after")
    def _reasoned(self) -> Self:
        if len(self.measures) != 1 and not self.note:
            raise ValueError(f"{self.id} has {len(self.measures) or 'no'} rules; say why in `note`")
        if len(set(self.measures)) < len(self.measures):
            raise ValueError(f"{self.id} names a rule twice")
        return self


class Catalogue(Frozen):
    """All measures of the catalogue, and the measures of the ruleset beyond it."""

    entries: tuple[Entry, ...]
    beyond: tuple[Beyond, ...] = ()

    @model_validator(mode="after")
    def _once(self) -> Self:
        twice = [i for i, n in Counter(e.id for e in self.entries).items() if n > 1]
        if twice:
            raise ValueError(f"stands twice: {', '.join(twice)}")
        return self

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the catalogue."""
        return tuple(e.id for e in self.entries)

    def missing(self, ruleset: Ruleset) -> tuple[str, ...]:
        """Return every id that is named as a measure and is none."""
        known = {s.id for s in ruleset.of(Expect)}
        return tuple(r for r in dict.fromkeys(self._named()) if r not in known)

    def unreached(self, ruleset: Ruleset) -> tuple[str, ...]:
        """Return every measure of a ruleset that neither the catalogue nor ``beyond`` names."""
        named = set(self._named())
        return tuple(dict.fromkeys(s.id for s in ruleset.of(Expect) if s.id not in named))

    def merged(self, measure: str) -> tuple[str, ...]:
        """Return the entries that one measure of the ruleset stands for."""
        return tuple(e.id for e in self.entries if measure in e.measures)

    def _named(self) -> Iterator[str]:
        yield from (rule for entry in self.entries for rule in entry.measures)
        yield from (rule for beyond in self.beyond for rule in beyond.rules)


def load_catalogue(folder: Path = CATALOGUE) -> Catalogue:
    """Load the catalogue of the ruleset that ships with the package.

    >>> from ..rulesets.loader import load_ruleset
    >>> load_catalogue().missing(load_ruleset())
    ()
    """
    entries = [
        {"id": name, "section": path.stem, **entry}
        for path in sorted(folder.glob("*.yaml"), key=_order)
        if path.name != _BEYOND
        for name, entry in _data(path).items()
    ]
    beyond = _data(folder / _BEYOND).get("beyond") or () if (folder / _BEYOND).is_file() else ()
    return Catalogue.model_validate({"entries": entries, "beyond": beyond})


def _order(path: Path) -> tuple[int, str]:
    """Sort files as the form is; what is no section of it comes last."""
    return (MEASURE_PARTS.index(path.stem) if path.stem in MEASURE_PARTS else len(MEASURE_PARTS), path.stem)


def _data(path: Path) -> Mapping[str, dict[str, object]]:
    return read_yaml(path.read_text(encoding="utf-8"), path.name).data or {}
