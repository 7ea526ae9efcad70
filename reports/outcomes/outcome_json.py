"""Outcomes as JSON and back: what is written is read again as the very same value."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any, Final

from ...engine.assess import Full
from ...engine.evaluation.body_incidents import Word
from ...engine.portfolio.cross_affair_checks import Trait
from ...engine.results.assessment import Assessment
from ...engine.results.result_parts import Evidence
from ...facts.affair.affair import Place
from ...facts.documents.doors.cells import Place as CellPlace
from .outcome import Outcome

__all__ = ["outcome_from_json", "outcome_to_json"]

_TRAIT: Final = tuple(f.name for f in fields(Trait) if f.name not in ("evidence", "group", "words"))


def outcome_to_json(outcome: Outcome) -> bytes:
    """Write an outcome without problems: a line for each affair and one for what it brings to the others."""
    lines: list[str] = []
    for full in outcome.fulls:
        word = None if full.word is None else asdict(full.word)
        lines.append(full.result.model_dump_json(exclude_defaults=True, by_alias=True))
        lines.append(
            json.dumps({"traits": [_trait(t) for t in full.traits], "word": word}, ensure_ascii=False)
        )
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def outcome_from_json(data: bytes) -> Outcome:
    """Read what :func:`outcome_to_json` wrote.

    Raises:
        ValueError: it is something else (pydantic's error is one, too).
    """
    lines = data.decode("utf-8", "surrogatepass").split("\n") if data else []
    if len(lines) % 2:
        raise ValueError("a line is missing")
    fulls = []
    for result, more in zip(lines[::2], lines[1::2], strict=True):
        said = json.loads(more)
        try:
            fulls.append(
                Full(
                    Assessment.model_validate_json(result),
                    tuple(_trait_of(t) for t in said["traits"]),
                    _word_of(said["word"]),
                )
            )
        except (KeyError, TypeError) as error:
            raise ValueError("another shape") from error
    return Outcome(tuple(fulls))


def _trait(trait: Trait) -> dict[str, Any]:
    return {name: getattr(trait, name) for name in _TRAIT} | {
        "group": list(trait.group),
        "words": dict(trait.words),
        "evidence": [e.model_dump(mode="json", exclude_defaults=True) for e in trait.evidence],
    }


def _trait_of(data: dict[str, Any]) -> Trait:
    evidence = tuple(Evidence.model_validate_json(json.dumps(e)) for e in data["evidence"])
    return Trait(**{**data, "group": tuple(data["group"]), "evidence": evidence})


def _word_of(data: dict[str, Any] | None) -> Word | None:
    if data is None:
        return None
    place = data["place"]
    if place is not None:
        at = place["at"]
        if at is not None:
            at = CellPlace(**{**at, "box": tuple(at["box"]) if at["box"] is not None else None})
        place = Place(**{**place, "at": at})
    return Word(**{**data, "place": place})
