"""Results as one self-contained page: no network, no markup from facts, useful without scripts.

The page carries a content security policy that allows only its own style and script, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jinja2

from ..facts.vocabulary import load_vocabulary
from . import whatif
from .explanation import sentence
from .threshold_picture import threshold_picture
from .watch import watch_list, watch_rows
from .words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine.results import Assessment
    from .tables import BatchResult

__all__ = ["render_assessment_html", "render_batch_html"]

_TEMPLATES: Final = Path(__file__).with_name("templates")
_MOST_FINDINGS: Final = 4_000
_MOST_ROWS: Final = 45_000
_PLAIN_ROWS: Final = 200


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(_TEMPLATES)
    return jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )


def _asset(name: str) -> tuple[str, str]:
    """Return a style or script with the hash a policy names it by."""
    text = (_TEMPLATES / name).read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return text, f"'sha256-{digest}'"


def _page(template: str, lang: str, **values: Any) -> str:
    style, style_hash = _asset("style.css")
    script, script_hash = _asset("page.js")
    policy = f"default-src 'none'; style-src {style_hash}; script-src {script_hash}; img-src data:; base-uri 'none'; form-action 'none'"
    page = _environment().get_template(template)
    return page.render(w=Words(lang), lang=lang, style=style, script=script, policy=policy, **values)


def render_assessment_html(results: Sequence[Assessment], *, lang: str = "ja") -> str:
    """Render full results of one or more assessments as one page."""
    pictures = [threshold_picture(r.level) for r in results]
    return _page(
        "assessment.html.j2",
        lang,
        results=list(zip(results, pictures, strict=True)),
        said=whatif,
        tell=sentence,
    )


def render_batch_html(result: BatchResult, *, lang: str = "ja") -> str:
    """Render a batch: numbers, all affairs, the most frequent findings, and findings per affair.

    Beyond a few thousand findings the page names the files that hold the rest, so that it stays quick.
    """
    affairs, findings = result.affairs, result.findings
    words = Words(lang)
    columns = (
        "affair",
        "organization",
        "level_floor",
        "level_ceiling",
        "findings_error",
        "findings_warning",
        "findings_note",
        "obligations_unmet",
        "source",
    )
    rows = [list(row) for row in affairs.select(columns).head(_MOST_ROWS).iter_rows()]
    names = {key: words.level(key) for key in ("none", "basic", "key", "full")}
    data = json.dumps({"rows": rows, "levels": names}, ensure_ascii=False, separators=(",", ":"))
    top = (
        findings.group_by("rule", "kind", "severity", "title")
        .len()
        .sort("len", "rule", descending=[True, False])
        .head(15)
    )
    levels = affairs.group_by("level_floor", "level_ceiling").len().sort("level_floor", "level_ceiling")
    grouped: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in findings.head(_MOST_FINDINGS).iter_rows(named=True):
        grouped.setdefault((row["organization"] or "", row["affair"] or "", row["source"] or ""), []).append(
            row
        )
    return _page(
        "batch.html.j2",
        lang,
        result=result,
        data=data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"),
        rows=rows[:_PLAIN_ROWS],
        total=affairs.height,
        top=list(top.iter_rows(named=True)),
        levels=list(levels.iter_rows()),
        counts={s: findings.filter(severity=s).height for s in ("error", "warning", "note")},
        unmet=int(affairs["obligations_unmet"].sum() or 0),
        grouped=grouped,
        left=max(0, findings.height - _MOST_FINDINGS),
        near=watch_rows(result, _PLAIN_ROWS),
        near_total=watch_list(result).height,
        fact_words=_fact_words(lang),
    )


def _fact_words(lang: str) -> dict[str, str]:
    return {f.name: f.ja if lang == "ja" else f.en for f in load_vocabulary().facts}
