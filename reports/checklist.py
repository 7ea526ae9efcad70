"""第三者点検チェック表: the findings, facts and duties of one assessment, gathered by viewpoint of review.

This is the content; :mod:`.checklist_docx` and :mod:`.checklist_xlsx` lay it out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..engine.wording.phrases import listing
from .correction_lines import correction_lines
from .coverage_lines import coverage_line, coverage_warning, note_lines
from .layer_lines import layers_line
from .unread import unread_groups
from .wording.labels import say, words_file
from .wording.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..engine.results.assessment import (
        Assessment,
        Evidence,
        FactLine,
        Finding,
        Obligation,
        OpenLaw,
        RiskSheet,
    )
    from ..rulesets.review_viewpoints import Viewpoint, Viewpoints

__all__ = [
    "Checklist",
    "Item",
    "checklist_of",
    "counted",
    "cover",
    "fact_label",
    "found",
    "notes",
    "nothing",
    "open_points",
    "place",
    "risk_name",
    "short",
    "tell",
    "title_of",
]

_CHILD: Final = re.compile(
    r"(?:files\[.*\]\.)?(entrustment|system|incident|publication|change)s\[\d+\]\.(.+)\Z", re.DOTALL
)
_FILE: Final = re.compile(r"files\[.*\]\.(.+)\Z", re.DOTALL)
#: The list of options a form prints behind every answer.
_OPTIONS: Final = re.compile("[<＜]選択肢[>＞]")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SEVERITIES: Final = ("error", "warning", "note")
_LONGEST: Final = 300
_MOST_OPEN: Final = 60


@dataclass(frozen=True, slots=True)
class Item:
    """One viewpoint with what belongs to it."""

    viewpoint: Viewpoint
    findings: tuple[Finding, ...]
    facts: tuple[FactLine, ...]
    duties: tuple[Obligation, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """The check sheet of one assessment."""

    assessment: Assessment
    basis: str
    items: tuple[Item, ...]


def checklist_of(assessment: Assessment, viewpoints: Viewpoints) -> Checklist:
    """Gather an assessment by viewpoint; every finding lands at exactly one."""
    landed: dict[str, list[Finding]] = {}
    order = {risk: n for n, risk in enumerate(dict.fromkeys(r.risk for r in assessment.risks))}
    gaps_last = sorted(
        assessment.findings, key=lambda f: f.kind == "measure" and 1 + order.get(f.risk or "", len(order))
    )
    for f in gaps_last:
        landed.setdefault(viewpoints.landing(f.rule, f.kind, f.risk).id, []).append(f)
    items = tuple(
        Item(
            viewpoint=v,
            findings=tuple(landed.get(v.id, ())),
            facts=tuple(f for f in assessment.facts if _names(f) & set(v.facts)),
            duties=tuple(
                o for o in assessment.obligations if o.id in v.duties and o.status != "not_applicable"
            ),
        )
        for v in viewpoints.viewpoints
    )
    return Checklist(assessment, viewpoints.basis, items)


def _names(line: FactLine) -> set[str]:
    """Return the names in the vocabulary a line of the record may have."""
    if child := _CHILD.match(line.path):
        return {f"{child[1]}.{child[2]}"}
    if file := _FILE.match(line.path):
        return {f"file.{file[1]}"}
    return {line.path, f"file.{line.path}"}


def tell(key: str, lang: str, **values: object) -> str:
    """Return a word of the check sheet."""
    return say("checklist.yaml", "ui", key, lang, **values)


def short(value: object, longest: int = _LONGEST) -> str:
    """Return a text of bounded length without characters that no document can hold.

    >>> short("a" + chr(0) + "b" * 400)[-3:]
    'bb…'
    """
    text = _ILLEGAL.sub("\ufffd", str(value)[: longest + 1])
    return text if len(text) <= longest else text[:longest] + "…"


def fact_label(line: FactLine) -> str:
    """Return the name of a fact, with its file where it has one."""
    file = line.path.split("files[", 1)[-1].split("]", 1)[0] if line.path.startswith("files[") else ""
    return f"{short(line.label, 80)}（{short(file, 60)}）" if file else short(line.label, 80)


def risk_name(assessment: Assessment, risk: str | None, lang: str) -> str:
    """Return the name of a risk in the words of the form; sections without risks have a name too."""
    titles = {r.risk: title_of(r, lang) for r in assessment.risks}
    others = words_file("checklist.yaml")["risk"]
    return short(titles.get(risk or "") or others.get(risk, {}).get(lang) or risk or "")


def title_of(thing: Finding | Obligation | RiskSheet | OpenLaw, lang: str) -> str:
    """Return a title in the language asked for, where there is one."""
    return short((lang == "en" and thing.title_en) or thing.title)


def place(evidence: Evidence | None, lang: str, source: str) -> str:
    """Return where something stands: line and words; the document only where it is another than the cover names."""
    if evidence is None:
        return ""
    at = evidence.place_en if lang == "en" else evidence.place
    line = tell("line", lang, n=evidence.line) if evidence.line else at
    document = ""
    if evidence.document != source or not line:
        document = short(evidence.document.replace("\\", "/").rsplit("/", 1)[-1], 60) + " "
    said = _OPTIONS.split(evidence.text, maxsplit=1)[0].strip()
    words = f"\n「{short(said, 120)}」" if said else ""
    return f"{document}{line}{words}".strip()


def counted(item: Item, lang: str) -> str:
    """Return how many findings of each severity there are, or why there are none."""
    words = Words(lang)
    if not item.viewpoint.checked:
        return say("checklist.yaml", "found", "not_checked", lang)
    counts = [(s, sum(f.severity == s for f in item.findings)) for s in _SEVERITIES]
    told = [f"{words.severity(s)} {n}" for s, n in counts if n]
    return "\n".join(told) or say("checklist.yaml", "found", "nothing", lang)


def nothing(checklist: Checklist, item: Item, lang: str) -> str:
    """Say why a viewpoint has no finding: nothing was found, parts were not read, or it is not checked."""
    if not item.viewpoint.checked:
        return say("checklist.yaml", "found", "not_checked_long", lang)
    coverage = checklist.assessment.coverage
    whole = coverage is None or coverage.whole
    return say("checklist.yaml", "found", "nothing_long" if whole else "nothing_in_part", lang)


def found(finding: Finding, lang: str) -> str:
    """Return a finding in words: title, file, detail, advice."""
    file = f"（{short(finding.file, 120)}）" if finding.file else ""
    lines = [f"{title_of(finding, lang)}{file}"]
    if finding.kind != "measure":  # there the detail only repeats the title
        lines.append(short(finding.detail))
    if finding.advice:
        lines.append(f"{tell('advice', lang)}：{short(finding.advice)}")
    if finding.judgement:
        lines.append(short(Words(lang).judged(finding.judgement)))
    return "\n".join(line for line in lines if line)


def cover(checklist: Checklist, lang: str) -> list[tuple[str, str]]:
    """Return the lines of the cover: what was checked, by which law, with which result."""
    a, words = checklist.assessment, Words(lang)
    level = a.level
    span = words.level(level.floor)
    if level.floor != level.ceiling:
        span = words.bounds(level.floor, level.ceiling)
    published = next((f.value for f in a.facts if f.path == "published"), "")
    counts = [f"{words.severity(s)} {sum(f.severity == s for f in a.open_findings)}" for s in _SEVERITIES]
    missing = tell("not_read", lang)
    return [
        (tell("affair", lang), short(a.affair) or tell("unnamed", lang)),
        (tell("organization", lang), short(a.organization) or missing),
        (tell("form", lang), words.level(a.form) if a.form else missing),
        (tell("source", lang), short(a.source.replace("\\", "/").rsplit("/", 1)[-1])),
        *([(words.coverage("title"), coverage_line(a.coverage, lang))] if a.coverage else []),
        (tell("published", lang), words.days(published) or missing),
        (tell("level", lang), f"{level.phrase}（{span}）" if level.phrase and lang == "ja" else span),
        (tell("declared", lang), words.level(level.declared) if level.declared else missing),
        (tell("counts", lang), listing(counts, lang)),
        (tell("as_of", lang), words.day(a.as_of)),
        (tell("ruleset", lang), f"{a.ruleset.title or a.ruleset.id}（{a.ruleset.version}）"),
        (tell("hash", lang), a.ruleset.hash),
        *([(tell("ruleset", lang), layers_line(a.ruleset, lang))] if a.ruleset.layers else []),
    ]


def notes(checklist: Checklist, lang: str) -> list[str]:
    """Return how to read the sheet, and what of it is not confirmed."""
    warning = coverage_warning(checklist.assessment, lang)
    coverage = checklist.assessment.coverage
    noted = note_lines(coverage, lang) if coverage else []
    unconfirmed = [
        f"({i.viewpoint.number})" for i in checklist.items if i.viewpoint.confidence != "confirmed"
    ]
    out = [
        *([f"⚠ {warning}"] if warning else []),
        *noted,
        *correction_lines(checklist.assessment, lang),
        tell("lead", lang, basis=checklist.basis),
    ]
    out += [say("checklist.yaml", "notes", key, lang) for key in ("judge", "stated", "columns")]
    if unconfirmed:
        out.append(say("checklist.yaml", "notes", "wording", lang, numbers="".join(unconfirmed)))
    return out


def open_points(checklist: Checklist, lang: str) -> Iterator[tuple[str, str, str]]:
    """Yield what could not be confirmed: law behind this result, and what could not be read in the document."""
    a, words = checklist.assessment, Words(lang)
    for point in a.open_law[:_MOST_OPEN]:
        note = "　".join(p for p in (words.confidence(point.confidence), short(point.note)) if p)
        yield tell("rule", lang), title_of(point, lang), note
    unread = unread_groups(a.unread)
    for group in unread[:_MOST_OPEN]:
        label = group.label_en if lang == "en" else group.label
        more = f"（{group.about}）" if group.about else ""
        yield tell("unread", lang), short(f"{label}{more}", 160), short(group.reason)
    left = max(0, len(a.open_law) - _MOST_OPEN) + max(0, len(unread) - _MOST_OPEN)
    if left:
        yield "", tell("more", lang, n=left), ""
