"""The files of a batch: what a run writes into its folder (:mod:`.files.run`)."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from .files.manifest import MANIFEST
from .files.run import claim
from .files.whole import told_of
from .page.html import render_assessment_html, render_batch_html
from .run_diff import diff_runs
from .tables.due_tables import due_summary
from .watch_list import watch_list
from .workbook.batch_workbook import write_findings_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from ..engine.results.assessment import Assessment
    from .files.run import RunDirectory
    from .tables.result_tables import BatchResult
    from .workbook.judgements import Carried

__all__ = ["FILES", "SUMMARY", "summary_of", "write_batch", "write_run"]

SUMMARY = "shikii/batch/2"
FILES = (
    "affairs.parquet", "findings.parquet", "duties.parquet", "measures.parquet", "findings.xlsx", "report.html",
    "summary.json", MANIFEST,
)  # fmt: skip
PAGES = "affairs"
#: Beyond this many single results no further pages are written; the tables hold them all.
MOST_PAGES = 1_000


def write_batch(
    directory: Path,
    result: BatchResult,
    *,
    lang: str = "ja",
    results: Sequence[Assessment] = (),
    earlier: tuple[pl.DataFrame, pl.DataFrame] | None = None,
    carried: Carried | None = None,
    extra: Mapping[str, Callable[[], str]] | None = None,
) -> tuple[Path, ...]:
    """Write a run into a folder: new, empty, or that of an earlier run, which it replaces as a whole.

    What of the earlier run was changed by hand is kept in its folder `kept-by-hand`. Arguments as of
    :func:`write_run`.

    Raises:
        UsageError: the folder holds something else, another run is written there, or it cannot be written.
    """
    with claim(directory) as run:
        return write_run(
            run, result, lang=lang, results=results, earlier=earlier, carried=carried, extra=extra
        )


def write_run(
    run: RunDirectory,
    result: BatchResult,
    *,
    lang: str = "ja",
    results: Sequence[Assessment] = (),
    earlier: tuple[pl.DataFrame, pl.DataFrame] | None = None,
    carried: Carried | None = None,
    extra: Mapping[str, Callable[[], str]] | None = None,
    layers: Sequence[Mapping[str, str]] = (),
    read: Sequence[Path] = (),
) -> tuple[Path, ...]:
    """Write the tables, the workbook, the page and the summary of a batch, and a page for each single result.

    ``results`` are the single results, in the order of the first rows of the affairs; ``earlier`` is an earlier run
    (see :func:`.diff.read_run`) to tell what changed; ``carried`` brings what people wrote in the workbook of an
    earlier run; ``extra`` renders further files by name; ``layers`` and ``read`` go to the manifest and to
    :meth:`.files.run.RunDirectory.commit`.
    """
    with told_of(run.directory):
        work = run.work
        _write_parquet(result.affairs, work / "affairs.parquet")
        _write_parquet(result.findings, work / "findings.parquet")
        _write_parquet(result.duties, work / "duties.parquet")
        _write_parquet(result.measures, work / "measures.parquet")
        write_findings_xlsx(work / "findings.xlsx", result, lang=lang, carried=carried, scratch=work)
        pages = _write_pages(work / PAGES, results, lang)
        diff = diff_runs(earlier, (result.affairs, result.findings)) if earlier else None
        page = render_batch_html(result, lang=lang, pages=pages, diff=diff)
        (work / "report.html").write_text(page, encoding="utf-8")
        for name, render in (extra or {}).items():
            (work / name).write_text(render(), encoding="utf-8")
        names = (*FILES, *(extra or ()))
        summary = summary_of(result, names) | ({"since_earlier": diff.counts()} if diff else {})
        text = json.dumps(summary, ensure_ascii=False, indent=2)
        (work / "summary.json").write_text(text + "\n", encoding="utf-8")
        run.commit(inputs=result.inputs, ruleset=result.stamp.model_dump(), layers=layers, read=read)
    return tuple(run.directory / name for name in names)


def _write_parquet(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame at once: a writer of polars that is interrupted goes on in the background and leaves its file."""
    held = io.BytesIO()
    frame.write_parquet(held)
    path.write_bytes(held.getbuffer())


def _write_pages(folder: Path, results: Sequence[Assessment], lang: str) -> dict[int, str]:
    """Write a page for each result, up to a number that a folder still is handy with."""
    pages: dict[int, str] = {}
    if results:
        folder.mkdir()
    for row, result in enumerate(results[:MOST_PAGES]):
        name = f"{row + 1:04}.html"
        (folder / name).write_text(
            render_assessment_html([result], lang=lang, home="../report.html"), encoding="utf-8"
        )
        pages[row] = f"{PAGES}/{name}"
    return pages


def summary_of(result: BatchResult, files: tuple[str, ...] = FILES) -> dict[str, Any]:
    """Return the numbers of a batch, with what could not be read."""
    affairs, findings = result.affairs, result.open_findings
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
        "ruleset": result.stamp.model_dump(mode="json"),
        "executor": result.executor,
        "inputs": list(result.inputs),
        "affairs": affairs.height,
        "levels": [{"floor": f, "ceiling": c, "affairs": n} for f, c, n in levels.iter_rows()],
        "findings": {s: findings.filter(severity=s).height for s in ("error", "warning", "note")},
        "dismissed": result.findings.height - findings.height,
        "kinds": dict(findings.group_by("kind").len().sort("kind").iter_rows()),
        "top": [
            dict(zip(("rule", "kind", "severity", "title", "count"), row, strict=True))
            for row in top.iter_rows()
        ],
        "due": due_summary(result),
        "obligations_unmet": int(affairs["obligations_unmet"].sum() or 0),
        "changes_ahead": [{**c.model_dump(mode="json"), "affairs": n} for c, n in result.ahead],
        "coverage": list(result.coverage),
        "corrections": list(result.corrections),
        "left_out": [{"place": place, "reason": reason} for place, reason in result.left_out],
        "problems": [
            {"id": p.id, "place": p.place, "value": p.value, "message": p.message, "remedy": p.remedy}
            for p in result.problems
        ],
        "watch": None
        if result.watch is None
        else {"within_percent": result.watch, "affairs": watch_list(result).height},
        "files": list(files),
    }
