"""``--why``: explanations instead of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .common import terminal_size

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from ..facts.affair.affair import Affair
    from ..rulesets.loader import Ruleset

__all__ = ["explained"]


def explained(
    affairs: Sequence[Affair],
    about: str,
    as_of: dt.date,
    ruleset: Ruleset,
    format_: str,
    output: Path | None,
    lang: str,
) -> str:
    """Explain one thing of every affair: text, Markdown, or the trees as JSON.

    Raises:
        UsageError: nothing of that name can be explained, or the format cannot hold it.
    """
    from ..engine.assess import stamp_of
    from ..engine.explanations.explain import explain
    from ..facts.errors import Problem, UsageError

    if format_ not in ("text", "json", "md"):
        raise UsageError(
            Problem(
                "explain.format", "--format", format_, "an explanation is no report", "use text, json or md"
            )
        )
    found = [(a, explain(a, about, as_of=as_of, ruleset=ruleset)) for a in affairs]
    stamp = stamp_of(ruleset, as_of)
    if format_ == "json":
        import json

        data = [
            {
                "schema": "shikii/explanation/1",
                "as_of": as_of.isoformat(),
                "affair": a.affair or a.title,
                "source": a.source,
                "about": about,
                **({"ruleset": stamp.model_dump(mode="json")} if stamp.layers else {}),
                "explanations": [e.model_dump(mode="json") for e in trees],
            }
            for a, trees in found
        ]
        return json.dumps(data, ensure_ascii=False, indent=2)
    from ..reports.layer_lines import layers_line
    from ..reports.terminal.explanation_text import explanation_markdown, explanation_text

    layers = [f"\n{layers_line(stamp, lang)}"] if stamp.layers else []
    if format_ == "md":
        parts = [explanation_markdown(a.affair or a.title, trees, lang=lang) for a, trees in found]
        return "\n".join([*parts, *layers])
    width, _ = terminal_size(to_file=output is not None)
    parts = [explanation_text(a.affair or a.title, trees, width=width, lang=lang) for a, trees in found]
    return "\n".join([*parts, *layers])
