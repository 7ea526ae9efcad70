"""Findings as SARIF 2.1.0, so that editors and code hosts show them on the line of the document.

A finding keeps its fingerprint from run to run however lines shift, because it is made from the match key.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from ... import __version__
from ..tables.line_keys import key_of
from ..tables.sheet_columns import FINDINGS, shown_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ...engine.results.assessment import Evidence
    from ...facts.errors import Problem
    from ..tables.result_tables import BatchResult

__all__ = ["fingerprint", "render_sarif", "uri_of"]

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: Code hosts take no more results of one run.
_MOST: Final = 25_000
_MOST_PLACES: Final = 8
_LONGEST: Final = 2_000
_TABLE_ROW: Final = re.compile(r"(.+\.(?:csv|xlsx|parquet)):(\d+)\Z", re.DOTALL | re.IGNORECASE)


def render_sarif(
    result: BatchResult,
    places: Sequence[Sequence[Evidence]] = (),
    known: Collection[str] | None = None,
) -> str:
    """Render findings as one SARIF run.

    ``places`` may hold, for the first rows, every place of a finding; the table has the first place alone. Beyond
    what code hosts take only the gravest are shown, and the run's properties say how many are left out.
    """
    frame = result.findings
    rows = shown_rows(replace(FINDINGS, most=_MOST), frame, frozenset())
    chosen = list(zip(rows, frame[rows].iter_rows(named=True), strict=True))
    rules = {row["rule"]: row for _, row in chosen}
    index = {rule: n for n, rule in enumerate(rules)}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "shikii",
                "version": __version__,
                "rules": [_rule(row) for row in rules.values()],
            }
        },
        "automationDetails": {"id": f"shikii/{result.stamp.id}/{result.as_of.isoformat()}"},
        "language": "ja-JP",
        "invocations": [_invocation(result.problems)],
        "results": [
            _result(row, index[row["rule"]], places[n][1:] if n < len(places) else (), known)
            for n, row in chosen
        ],
        "properties": {
            "as_of": result.as_of.isoformat(),
            "ruleset": result.stamp.model_dump(),
            "omitted": frame.height - len(chosen),
        },
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(row: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a rule: its title, what to do, the basis and how sure that is."""
    basis = row["basis"] or ""
    help_ = "\n".join(p for p in (row["advice"], f"根拠: {basis}（{row['confidence']}）") if p)
    return {
        "id": row["rule"],
        "shortDescription": {"text": _text(row["title"])},
        "fullDescription": {"text": _text(f"{row['title']}。根拠: {basis}")},
        "help": {"text": _text(help_)},
        "defaultConfiguration": {"level": row["severity"]},
        "properties": {"tags": [row["kind"]], "basis": basis.split("、"), "confidence": row["confidence"]},
    }


def _result(
    row: Mapping[str, Any], index: int, more: Sequence[Evidence], known: Collection[str] | None
) -> dict[str, Any]:
    file = f"（{row['file']}）" if row["file"] else ""
    parts = (f"{row['title']}{file}", row["detail"], row["advice"])
    out: dict[str, Any] = {
        "ruleId": row["rule"],
        "ruleIndex": index,
        "level": row["severity"],
        "message": {"text": _text("\n".join(p for p in parts if p))},
        "partialFingerprints": {"shikii/v1": fingerprint(row)},
        "properties": {
            n: row[n] for n in ("affair", "organization", "form", "file", "risk", "kind") if row[n]
        },
    }
    if row["dismissed"]:
        why = "、".join(p for p in (row["judged_by"], row["judged_on"]) if p)
        justification = f"{row['judgement']}：{row['remark']}" + (f"（{why}）" if why else "")
        out["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": _text(justification)}
        ]
    elif row["judgement"]:
        out["properties"]["judgement"] = _text(row["judgement"])
    if known is not None:
        out["baselineState"] = "unchanged" if out["partialFingerprints"]["shikii/v1"] in known else "new"
    first = _location(row["document"] or row["source"], row["line"], row["text"])
    if first:
        out["locations"] = [first]
    related: list[dict[str, Any]] = []
    for e in more[:_MOST_PLACES]:
        there = _location(e.document, e.line, e.text)
        if there and there != first and there not in related:  # the format wants each once
            related.append(there)
    if related:
        out["relatedLocations"] = related
    return out


def fingerprint(row: Mapping[str, Any]) -> str:
    """Name a finding by its place and words, however its line moves."""
    key = key_of("findings", row)
    return hashlib.sha256("\0".join((*key.place, key.says)).encode("utf-8", "replace")).hexdigest()[:32]


def _location(document: str | None, line: int | None, text: str | None) -> dict[str, Any] | None:
    if not document:
        return None
    if line is None and (row := _TABLE_ROW.match(document)):
        document, line = row[1], int(row[2])
    place: dict[str, Any] = {"artifactLocation": {"uri": uri_of(document)}}
    if line:
        place["region"] = {"startLine": line}
        if text:
            place["region"]["snippet"] = {"text": _text(text)}
    return {"physicalLocation": place}


def uri_of(document: str) -> str:
    r"""Return the URI of a document, relative where its path is.

    >>> uri_of("評価書/a.txt"), uri_of("/srv/a b.txt"), uri_of("C:\\x\\a.txt")
    ('%E8%A9%95%E4%BE%A1%E6%9B%B8/a.txt', 'file:///srv/a%20b.txt', 'file:///C:/x/a.txt')
    """
    windows = PureWindowsPath(document)
    if windows.drive and windows.root:
        return "file:///" + windows.drive + quote(windows.as_posix()[len(windows.drive) :], errors="replace")
    path = PurePosixPath(document)
    quoted = quote(path.as_posix(), errors="replace")
    return f"file://{quoted}" if path.is_absolute() else quoted


def _invocation(problems: Sequence[Problem]) -> dict[str, Any]:
    """Say whether everything could be read, and what could not."""
    out: dict[str, Any] = {"executionSuccessful": not problems}
    notes = [
        {
            "level": "error",
            "descriptor": {"id": p.id},
            "message": {"text": _text(f"{p.place}: {p.message} {p.value} / {p.remedy}")},
        }
        for p in problems[:200]
    ]
    return {**out, "toolExecutionNotifications": notes} if notes else out


def _text(value: object) -> str:
    text = str(value).encode("utf-8", "replace").decode()
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
