"""The rulesets applied together: the law, what is laid over it, and where that is weaker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..language.grammar import Force

__all__ = ["Layer", "Weaker"]


@dataclass(frozen=True, slots=True)
class Layer:
    """One ruleset of several: the law first, then what is laid over it in this order; the hash covers its files."""

    id: str
    title: str
    version: str
    hash: str


@dataclass(frozen=True, slots=True)
class Weaker:
    """A rule laid over the law that is not shown to be as strict as the national rule it replaces, and why."""

    rule: str
    replaces: str
    title: str
    why: str
    in_force: Force
    basis: tuple[str, ...] = ()
