"""The files of a batch, written whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .html import render_batch_html
from .watch import watch_list
from .xlsx import write_findings_xlsx

if TYPE_CHECKING:
    from .tables import BatchResult

__all__ = ["SUMMARY", "summary_of", "write_batch"]

SUMMARY = "shikii/batch/1"
FILES = ("affairs.parquet", "findings.parquet", "findings.xlsx", "report.html", "summary.json")


def write_batch(directory: Path, result: BatchResult, *, lang: str = "ja") -> tuple[Path, ...]:
    """Write ``affairs.parquet``, ``findings.parquet``, ``findings.xlsx``, ``report.html`` and ``summary.json``.

    Everything is made beside the folder first and moved in when all of it is whole.
    """
    directory.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{directory.name}.", dir=directory.parent))
    try:
        result.affairs.write_parquet(work / "affairs.parquet")
        result.findings.write_parquet(work / "findings.parquet")
        write_findings_xlsx(work / "findings.xlsx", result, lang=lang)
        (work / "report.html").write_text(render_batch_html(result, lang=lang), encoding="utf-8")
        text = json.dumps(summary_of(result), ensure_ascii=False, indent=2)
        (work / "summary.json").write_text(text + "\n", encoding="utf-8")
        for name in FILES:
            (work / name).replace(directory / name)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return tuple(directory / name for name in FILES)


def summary_of(result: BatchResult) -> dict[str, Any]:
    """Return the numbers of a batch, with what could not be read."""
    affairs, findings = result.affairs, result.findings
    levels = affairs.group_by("level_floor", "level_ceiling").len().sort("level_floor", "level_ceiling")
    top = (
        findings.group_by("rule", "kind", "severity", "title")
        .len()
        .sort("len", "rule", descending=[True, False])
        .head(20)
    )
    return {
        "schema": SUMMARY,
        "as_of": result.as_of.isoformat(),
        "ruleset": result.stamp.model_dump(),
        "executor": result.executor,
        "inputs": list(result.inputs),
        "affairs": affairs.height,
        "levels": [{"floor": f, "ceiling": c, "affairs": n} for f, c, n in levels.iter_rows()],
        "findings": {s: findings.filter(severity=s).height for s in ("error", "warning", "note")},
        "kinds": dict(findings.group_by("kind").len().sort("kind").iter_rows()),
        "top": [
            dict(zip(("rule", "kind", "severity", "title", "count"), row, strict=True))
            for row in top.iter_rows()
        ],
        "obligations_unmet": int(affairs["obligations_unmet"].sum() or 0),
        "problems": [
            {"id": p.id, "place": p.place, "value": p.value, "message": p.message, "remedy": p.remedy}
            for p in result.problems
        ],
        "watch": None
        if result.watch is None
        else {"within_percent": result.watch, "affairs": watch_list(result).height},
        "files": list(FILES),
    }
