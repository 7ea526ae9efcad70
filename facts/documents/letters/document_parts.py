"""All parts of a file, and which letter is about which assessment."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ...affair.form_coverage import LEAST_LOCATED
from ..text.lines import compact
from .letter import Check, DocumentPart, DocumentParts, Said
from .letter_fields import read_letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..document_facts import Assessment, Value
    from ..text.bundle import Span
    from ..text.lines import Line
    from .find_letters import LetterSpan
    from .letter import Letter

__all__ = ["letters_cut", "parts_of"]

_CORE: Final = re.compile(r"(?:に関する|に係る|に関わる|関係|の)?(?:事務|業務)(?:\(.*\))?$")
_HEAD_OF: Final = re.compile(r"(?:長|知事)$")
_LEAST: Final = 2
_SHOWN: Final = 40


def letters_cut(spans: Sequence[Span], letters: Sequence[LetterSpan]) -> list[Span]:
    """Return the assessments each ending where a letter begins that stands behind it.

    >>> from ..text.bundle import Span
    >>> letters_cut([Span("full", 10, 90, None)], [(60, "reply"), (3, "consultation")])
    [Span(form='full', start=10, end=60, version=None)]
    """
    return [
        replace(span, end=min([span.end, *(at for at, _ in letters if span.start < at < span.end)]))
        for span in spans
    ]


def parts_of(
    lines: Sequence[Line],
    spans: Sequence[Span],
    letters: Sequence[LetterSpan],
    assessments: Sequence[Assessment],
) -> DocumentParts:
    """Return the parts of a file in their order, each letter linked to the assessment it is about, if to one."""
    cuts: list[tuple[int, str, int]] = [(at, kind, -1) for at, kind in letters]
    cuts += [(span.start, "assessment", n) for n, span in enumerate(spans)]
    cuts += [(span.end, "other", -1) for span in spans if span.end not in {c[0] for c in cuts}]
    cuts.sort()
    bounds = [(0, "other", -1), *cuts] if not cuts or cuts[0][0] > 0 else cuts
    parts: list[DocumentPart] = []
    for (start, kind, n), (end, _, _) in pairwise([*bounds, (len(lines), "", -1)]):
        filled = [line for line in lines[start:end] if not line.blank]
        if not filled:
            continue
        first, last = filled[0].number, filled[-1].number
        if kind == "assessment":
            found = assessments[n]
            enough = found.coverage.located >= LEAST_LOCATED
            named = next((str(r.value) for r in found.readings if r.path in ("title", "affair")), "")
            parts.append(DocumentPart("assessment", first, last, read=enough, title=named, assessment=n + 1))
        elif kind == "other":
            shown = " ".join(filled[0].text.split())[:_SHOWN]
            parts.append(DocumentPart("other", first, last, read=False, title=shown))
        else:
            letter = read_letter(filled, "consultation" if kind == "consultation" else "reply")
            about = [k for k, a in enumerate(assessments) if _is_about(letter, a)]
            linked = about[0] if len(about) == 1 else None
            parts.append(
                DocumentPart(
                    letter.kind,
                    first,
                    last,
                    read=True,
                    title=letter.subject.text if letter.subject else "",
                    letter=letter,
                    assessment=None if linked is None else linked + 1,
                    checks=() if linked is None else tuple(_checks(letter, assessments[linked])),
                )
            )
    return DocumentParts(tuple(parts))


def _value(assessment: Assessment, path: str) -> tuple[str, int | None]:
    found = next((r for r in assessment.readings if r.path == path), None)
    return (str(found.value), found.line) if found else ("", None)


def _is_about(letter: Letter, assessment: Assessment) -> bool:
    """Whether body, affair and subject of a letter agree with an assessment; what is not told agrees with nothing."""
    body = compact(_value(assessment, "organization")[0])
    told = letter.organization.text if letter.organization else ""
    if not told or not body or _HEAD_OF.sub("", told) != _HEAD_OF.sub("", body):
        return False
    if letter.form != assessment.form:
        return False
    core = _CORE.sub("", letter.affair.text) if letter.affair else ""
    names = [compact(_value(assessment, path)[0]) for path in ("affair", "title")]
    return len(core) >= _LEAST and any(core in name or _CORE.sub("", name) == core for name in names if name)


def _names(assessment: Assessment, pattern: str) -> list[tuple[str, int | None]]:
    return [(str(r.value), r.line) for r in assessment.readings if re.fullmatch(pattern, r.path)]


def _alike(one: str, other: str) -> bool:
    """Whether two names mean one thing: a remark in brackets and a long vowel at the end do not count."""
    plain = [re.sub(r"\([^()]*\)|[ー・\s]", "", compact(name)) for name in (one, other)]
    return plain[0] == plain[1]


def _checks(letter: Letter, assessment: Assessment) -> list[Check]:
    """Compare a letter with its assessment: systems and files both ways, the days of the hearing, earlier publications."""
    out: list[Check] = []
    systems = _names(assessment, r"systems\[\d+\]\.name")
    listed: list[Value] = [r.value for r in assessment.readings if r.path == "files"]
    files = [(name, None) for value in listed if isinstance(value, tuple) for name in value]
    open_ = any(re.match(r"systems(?:\[\d+\]\.name)?$", u.path) for u in assessment.unknowns)
    for about, mine, theirs in (("systems", letter.systems, systems), ("files", letter.files, files)):
        if mine and theirs:
            found = _differences(about, mine, theirs)
            # a name that the assessment lacks may be among those that were not read there
            out += [c for c in found if c.assessment] if about == "systems" and open_ else found
    for about, said, path in (
        ("hearing.from", letter.hearing_from, "hearing.from"),
        ("hearing.to", letter.hearing_to, "hearing.to"),
        ("third_party.on", letter.reviewed_on, "third_party.on"),
    ):
        value, line = _value(assessment, path)
        if said and value and said.text != value:
            out.append(Check(about, said.text, value, said.line, line))
    published, line = _value(assessment, "published")
    for said in letter.published_before:
        if published and said.text > published:
            out.append(Check("published", said.text, published, said.line, line))
    changed = any(r.path.startswith("changes[") for r in assessment.readings)
    if letter.trigger == "new" and letter.trigger_said and changed:
        out.append(
            Check(
                "trigger",
                letter.trigger_said.text,
                "changes",
                letter.trigger_said.line,
                assessment.changes_line,
            )
        )
    return out


def _differences(about: str, mine: Sequence[Said], theirs: Sequence[tuple[str, int | None]]) -> list[Check]:
    out = [
        Check(about, said.text, "", said.line, theirs[0][1])
        for said in mine
        if not any(_alike(said.text, name) for name, _ in theirs)
    ]
    out += [
        Check(about, "", name, mine[0].line, line)
        for name, line in theirs
        if not any(_alike(said.text, name) for said in mine)
    ]
    return out
