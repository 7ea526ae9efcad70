"""Results as OSCAL assessment results, so that tools for governance and risk can take them in.

What certainly holds becomes a finding of OSCAL: a contradiction found or a duty unmet is *not satisfied*, a duty met is
*satisfied*. What a text merely does not state, and a duty whose state is not known, stays an observation: OSCAL has no
word for "not known" in a finding, and ours must not become "not satisfied". Identifiers are made from the content, times
from the day asked about, so that the same input gives the same file.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from typing import TYPE_CHECKING, Any, Final

from ..layer_lines import layers_line
from ..tables.line_keys import key_of
from .sarif import uri_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from ..tables.result_tables import BatchResult

__all__ = ["render_oscal"]

_OSCAL: Final = "1.2.1"
_NS: Final = "urn:shikii:oscal"
_ROOT: Final = uuid.uuid5(uuid.NAMESPACE_OID, "shikii")
_MOST_AFFAIRS: Final = 1_000
_LONGEST: Final = 2_000
_TOKEN: Final = re.compile(r"[^A-Za-z0-9._-]")
_KEYS: Final = ("source", "organization", "affair", "form")


def render_oscal(result: BatchResult) -> str:
    """Render affairs as OSCAL assessment results, one result per affair.

    At most a thousand affairs go into one file; the number left out is said in the metadata.
    """
    when = f"{result.as_of.isoformat()}T00:00:00+09:00"
    stamp = result.stamp
    affairs = result.affairs.unique(_KEYS, keep="first", maintain_order=True)
    shown = affairs.head(_MOST_AFFAIRS)
    findings, duties = _by_affair(result.findings, shown), _by_affair(result.duties, shown)
    law = _id("law", stamp.hash)
    results = [
        _Affair(row, when, findings.get(_of(row), []), duties.get(_of(row), [])).result()
        for row in shown.iter_rows(named=True)
    ]
    document: dict[str, Any] = {
        "uuid": _id("document", when, stamp.hash, hashlib.sha256(json.dumps(results).encode()).hexdigest()),
        "metadata": {
            "title": "特定個人情報保護評価の確認結果",
            "last-modified": when,
            "version": stamp.version,
            "oscal-version": _OSCAL,
            "props": list(_props(**{"ruleset": stamp.id, "ruleset-version": stamp.version, "ruleset-hash": stamp.hash, "affairs-left-out": affairs.height - shown.height})),
            "parties": _parties(shown),
        },
        "import-ap": {"href": f"#{law}", "remarks": "No assessment plan exists; the resource names the ruleset that was applied."},
        "results": results,
        "back-matter": {
            "resources": [
                {
                    "uuid": law,
                    "title": _line(stamp.title or stamp.id),
                    "description": _line(f"Ruleset {stamp.id} {stamp.version}, {stamp.hash} {layers_line(stamp, 'en')}"),
                }
            ]
        },
    }  # fmt: skip
    if not document["metadata"]["parties"]:
        del document["metadata"]["parties"]
    return json.dumps({"assessment-results": document}, ensure_ascii=False, indent=2) + "\n"


def _by_affair(frame: pl.DataFrame, affairs: pl.DataFrame) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    frame = frame.join(affairs, on=_KEYS, how="semi", maintain_order="left", nulls_equal=True)
    out: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        out.setdefault(_of(row), []).append(row)
    return out


def _of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[k] or "" for k in _KEYS)


def _parties(affairs: pl.DataFrame) -> list[dict[str, Any]]:
    names = sorted({_line(n) for n in affairs["organization"].drop_nulls() if n.strip()})
    return [{"uuid": _id("party", n), "type": "organization", "name": n} for n in names]


class _Affair:
    """One affair as a result of OSCAL."""

    def __init__(
        self, row: Mapping[str, Any], when: str, findings: list[dict[str, Any]], duties: list[dict[str, Any]]
    ) -> None:
        self.row, self.when = row, when
        self.own_findings, self.own_duties = findings, duties
        self.name = "\0".join(str(p) for p in _of(row))
        self.observations: list[dict[str, Any]] = []
        self.findings: list[dict[str, Any]] = []

    def result(self) -> dict[str, Any]:
        """Build the result."""
        for n, found in enumerate(self.own_findings):
            self.found(n, found)
        for n, duty in enumerate(self.own_duties):
            self.duty(n, duty)
        row = self.row
        title = " ".join(p for p in (row["organization"], row["affair"]) if p) or row["source"] or "affair"
        out: dict[str, Any] = {
            "uuid": _id("result", self.name, self.when),
            "title": _line(title),
            "description": _text(row["phrase"] or f"level {row['level_floor']} to {row['level_ceiling']}"),
            "start": self.when,
            "end": self.when,
            "props": list(
                _props(**{
                    "level-floor": row["level_floor"], "level-ceiling": row["level_ceiling"],
                    "level-rule": row["level_rule"], "declared": row["declared"], "form": row["form"],
                    "source": row["source"],
                })
            ),
            "reviewed-controls": {
                "description": "Every rule of the ruleset that was in force.",
                "control-selections": [{"include-all": {}}],
            },
        }  # fmt: skip
        if self.observations:
            out["observations"] = self.observations
        if self.findings:
            out["findings"] = self.findings
        return out

    def found(self, n: int, row: Mapping[str, Any]) -> None:
        """Add a finding: an observation always, a finding of OSCAL where something certainly holds."""
        name = f"{key_of('findings', row).text}|{n}"
        observed = self.observe(
            name, row, row["rule"], "\n".join(p for p in (row["detail"], row["advice"]) if p)
        )
        if row["kind"] != "measure" and not row["dismissed"]:
            self.conclude(name, row, row["rule"], observed, state="not-satisfied", reason="fail")

    def duty(self, n: int, row: Mapping[str, Any]) -> None:
        """Add a duty: satisfied, not satisfied, or merely observed where its state is not known."""
        name = f"{key_of('duties', row).text}|{n}"
        observed = self.observe(name, row, row["duty"], row["detail"] or row["title"])
        if row["status"] in ("met", "unmet"):
            state, reason = ("satisfied", "pass") if row["status"] == "met" else ("not-satisfied", "fail")
            reason = "other" if row["strength"] == "effort" and reason == "fail" else reason
            self.conclude(name, row, row["duty"], observed, state=state, reason=reason)

    def observe(self, name: str, row: Mapping[str, Any], rule: str, description: str) -> str:
        """Add an observation and return its id."""
        identity = _id("observation", self.name, name, self.when)
        known = {
            k: row.get(k) for k in ("severity", "kind", "status", "strength", "confidence", "file", "risk")
        }
        known |= {"rule": rule, "due": row["due"].isoformat() if row.get("due") else None}
        out: dict[str, Any] = {
            "uuid": identity,
            "title": _line(row["title"]),
            "description": _text(description or row["title"]),
            "props": list(_props(**known)),
            "methods": ["EXAMINE"],
            "types": ["finding" if row.get("severity") else "control-objective"],
            "collected": self.when,
        }
        document = row.get("document") or row.get("source")
        if document:
            line = f"#L{row['line']}" if row.get("line") else ""
            said = f"「{row['text']}」" if row.get("text") else ""
            told = _told(document, row.get("line"), said)
            out["relevant-evidence"] = [{"href": uri_of(document) + line, "description": _text(told)}]
        if row.get("basis"):
            out["remarks"] = _text(f"根拠: {row['basis']}")
        self.observations.append(out)
        return identity

    def conclude(
        self, name: str, row: Mapping[str, Any], rule: str, observed: str, *, state: str, reason: str
    ) -> None:
        """Add a finding of OSCAL about the objective a rule stands for."""
        self.findings.append(
            {
                "uuid": _id("finding", self.name, name, self.when),
                "title": _line(row["title"]),
                "description": _text(row.get("detail") or row["title"]),
                "target": {
                    "type": "objective-id",
                    "target-id": _token(rule),
                    "status": {"state": state, "reason": reason},
                },
                "related-observations": [{"observation-uuid": observed}],
            }
        )


def _told(document: str, line: int | None, said: str) -> str:
    return f"{document}{f' {line}行' if line else ''}{said}"


def _props(**values: object) -> Iterator[dict[str, str]]:
    for name, value in values.items():
        if value is not None and (text := _line(value, "")):
            yield {"name": name, "ns": _NS, "value": text}


def _id(*parts: str) -> str:
    return str(uuid.uuid5(_ROOT, "\0".join(parts).encode("utf-8", "replace").decode()))


def _token(rule: str) -> str:
    token = _TOKEN.sub("-", rule)
    return token if token[:1].isalpha() else f"_{token}"


def _line(value: object, empty: str = "—") -> str:
    """Return a text on one line, as titles and properties must be."""
    return " ".join(_text(value).split()) or empty


def _text(value: object) -> str:
    text = str(value)[: _LONGEST + 1].encode("utf-8", "replace").decode()
    text = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    text = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    return text if text.strip() else "—"
