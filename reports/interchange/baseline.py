"""The findings of an earlier result, so that a run fails on new ones only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...facts.errors import InputError, Problem
from ...facts.json_source import read_json
from ...facts.readers.open_files import read_text
from .sarif import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["read_baseline"]


def read_baseline(path: Path) -> frozenset[str]:
    """Return the fingerprints of the findings in a result that ``assess`` or ``batch`` wrote as JSON or SARIF.

    Raises:
        InputError: the file is neither.
    """
    data = read_json(read_text(path), str(path)).data
    try:
        if isinstance(data, dict):
            return frozenset(
                r["partialFingerprints"]["shikii/v1"] for run in data["runs"] for r in run["results"]
            )
        return frozenset(fingerprint(row) for row in _rows(data))
    except (AttributeError, KeyError, IndexError, TypeError):
        problem = Problem(
            "baseline.unreadable",
            str(path),
            "",
            "no result of an earlier run with findings",
            "name the JSON or SARIF file that `shikii assess` or `shikii batch --also sarif` wrote",
        )
        raise InputError(problem) from None


def _rows(results: Any) -> Iterator[dict[str, Any]]:
    for r in results:
        for f in r["findings"]:
            first = f["evidence"][0]["text"] if f["evidence"] else None
            yield {
                **{n: r[n] for n in ("affair", "organization", "source", "form")},
                **{n: f[n] for n in ("rule", "file", "risk", "title", "detail")},
                "text": first,
            }
