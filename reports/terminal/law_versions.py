"""The versions of the law: a list for the terminal, data, and the page docs/law-versions.md."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ...engine.wording.phrases import listing
from ...rulesets.timeline import changed_ids
from ..wording.words import Words
from .escaping import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...rulesets.ruleset import Ruleset
    from ...rulesets.timeline import Version

__all__ = ["render_versions_markdown", "render_versions_text", "versions_data"]

_MARKS = {"enters": "+", "leaves": "−", "changes": "△"}


def _changed(ruleset: Ruleset, version: Version) -> dict[str, str]:
    """Return what happens to which rules on the first day of a version; nothing for the very first."""
    if version is ruleset.versions[0]:
        return {}
    before = ruleset.on(version.from_ - dt.timedelta(days=1))
    return dict(changed_ids(before, ruleset.on(version.from_)))


def versions_data(ruleset: Ruleset) -> dict[str, Any]:
    """Return the versions with the rules each changes, as data."""
    return {
        "schema": "shikii/rules-versions/1",
        "ruleset": {"id": ruleset.id, "version": ruleset.version, "hash": ruleset.hash},
        "versions": [
            {**v.model_dump(mode="json", by_alias=True), "rules": _changed(ruleset, v)}
            for v in ruleset.versions
        ],
        "unread": [u.model_dump(mode="json") for u in ruleset.unread],
    }


def render_versions_text(ruleset: Ruleset, *, lang: str = "ja") -> str:
    """Render for a terminal, the newest last."""
    words = Words(lang)
    lines = []
    for v in ruleset.versions:
        title = v.title if lang == "ja" else v.title_en or v.title
        lines.append(f"{v.id}  {v.from_}  {title}（{words.confidence(v.confidence)}）")
        if v.note and lang == "ja":
            lines.append(f"         {v.note}")
        changed = _changed(ruleset, v)
        if changed:
            counts = [(words.ahead(w), sum(c == w for c in changed.values())) for w in _MARKS]
            lines.append("         " + listing([f"{name} {n}" for name, n in counts if n], lang))
    if ruleset.unread:
        lines += ["", words.ui("unread_law")]
        lines += [f"  {u.on}  {u.title if lang == 'ja' else u.title_en or u.title}" for u in ruleset.unread]
    return "\n".join(lines)


def render_versions_markdown(ruleset: Ruleset) -> str:
    """Render docs/law-versions.md."""
    return "\n".join(_page(ruleset)) + "\n"


def _page(ruleset: Ruleset) -> Iterator[str]:
    words = Words("ja")
    yield "# 法令の版\n"
    yield "このページは `ruleset.yaml` と各ルールの施行日から作られる（テストが照合する）。`--as-of` の日に効力のある版で判断する。"
    yield "確度は「その日にその変更があったこと」についてのもの。措置（expect）のルールには日付を付けない。\n"
    yield "| 版 | 施行日 | 変わったこと | 確度 |\n|---|---|---|---|"
    for v in ruleset.versions:
        note = f"<br>{escaped(v.note)}" if v.note else ""
        yield f"| {v.id} | {v.from_} | {escaped(v.title)}{note} | {words.confidence(v.confidence)} |"
    yield "\n## ルールの変化\n"
    yield f"{_MARKS['enters']} 適用開始　{_MARKS['leaves']} 適用終了　{_MARKS['changes']} 内容又は根拠の変更\n"
    for v in ruleset.versions[1:]:
        changed = _changed(ruleset, v)
        listed = "、".join(f"{_MARKS[w]} `{rule}`" for rule, w in sorted(changed.items()))
        yield f"- **{v.id}** {listed or '変わるルールはない'}"
    yield "\n## 条番号・名称の読替え\n"
    for n in ruleset.numbering:
        pairs = [f"{n.law}{new} ← {old}" for new, old in n.renames.items()]
        pairs += [f"{n.law}{article}（それまでなかった）" for article in n.absent]
        pairs += [f"{new} ← {old}" for new, old in n.words.items()]
        note = f"。{n.note}" if n.note else ""
        yield f"- {n.from_} {escaped('、'.join(pairs))}（{words.confidence(n.confidence)}）{escaped(note)}"
    yield "\n## 内容を確認できていない改正\n"
    for u in ruleset.unread:
        yield f"- {u.on} {escaped(u.title)}。{escaped(u.note)}"
