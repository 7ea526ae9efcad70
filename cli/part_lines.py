"""The parts of a bundle as lines and as data: letters read beside assessments, and what was not read."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from .language import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..facts.documents.document_facts import Assessment
    from ..facts.documents.letters.letter import DocumentPart

__all__ = ["part_lines", "parts_data"]

_KINDS: Final = {"consultation": "諮問書", "reply": "答申"}


def part_lines(assessment: Assessment) -> Iterator[str]:
    """Yield a line for each part of a file beside its assessments: the letters, and what was not read."""
    for part in assessment.parts.parts:
        source, place = assessment.source, _place(assessment, part)
        if part.letter is not None:
            name = part.letter.affair.text if part.letter.affair else part.title
            kind = _KINDS[part.kind]
            if part.assessment is None:
                yield say(f"{source}: {place}: {kind} ({name}), of no assessment in this file")
            elif part.checks:
                yield say(
                    f"{source}: {place}: {kind} ({name}), of assessment {part.assessment}; they differ in {len(part.checks)} places"
                )
            else:
                yield say(f"{source}: {place}: {kind} ({name}), of assessment {part.assessment}")
        elif part.kind == "other":
            yield say(f"{source}: {place}: not read, neither an assessment nor a letter ({part.title})")


def _place(assessment: Assessment, part: DocumentPart) -> str:
    if assessment.laid_out is not None:
        ends = [assessment.laid_out.place(n) for n in (part.first_line, part.last_line)]
        words = dict.fromkeys(p.words() for p in ends if p)
        return "～".join(words)
    return say(f"lines {part.first_line}-{part.last_line}")


def parts_data(found: Sequence[Assessment]) -> dict[str, Any]:
    """Return the parts of each file as plain data; what a letter does not say is left out."""
    out = []
    for source in dict.fromkeys(a.source for a in found):
        own = next(a for a in found if a.source == source)
        out.append({"source": source, "parts": [_part(own, part) for part in own.parts.parts]})
    return {"schema": "shikii/parts/1", "files": out}


def _part(assessment: Assessment, part: DocumentPart) -> dict[str, Any]:
    data = {k: v for k, v in asdict(part).items() if v not in (None, (), "")}
    if part.letter is not None:
        data["letter"] = {k: v for k, v in data["letter"].items() if v not in (None, (), "")}
    return data | {"place": _place(assessment, part)}
