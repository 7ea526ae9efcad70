"""The prefilled file of corrections: an entry for every field that could not be read, and for those a person names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...messages.catalogue import errors_in_japanese
from ...reading.value_reader import remedy_for
from .corrected import shown_value
from .correction_file import SCHEMA
from .correction_paths import fact_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..document_facts import Assessment
    from .correction_file import CorrectionFile, Entry

__all__ = ["correction_template"]

_HEAD: Final = """\
# 読取りの訂正（{document}）
# 正しい値を value に、確かめた根拠を reason に書き、by（訂正した人）と on（訂正した日）を記入してください。
# value が空の欄は使いません。不要な欄は削除できます。read は訂正した時に読み取られていた内容です。
# このファイルを評価書と同じフォルダーに置くと、次の年度も適用します。評価書の記載が変わったときは指摘で知らせます。
"""


def correction_template(
    assessments: Sequence[Assessment], fields: Sequence[str] = (), kept: CorrectionFile | None = None
) -> str:
    """Return the text of a file of corrections for the assessments of one document.

    Args:
        assessments: what was read in it.
        fields: paths of fields that were read and are wrong.
        kept: the corrections made before, which stay as they are.
    """
    name = Path(assessments[0].source).name
    before = {(e.assessment, e.path): e for e in kept.entries} if kept else {}
    first = next(iter(before.values()), None)
    lines = [_HEAD.format(document=name), f"schema: {SCHEMA}", f"document: {_quoted(name)}"]
    lines += [f"by: {_quoted(first.by) if first else ''}", f"on: {first.on.isoformat() if first else ''}", ""]
    entries = [line for entry in before.values() for line in _kept(entry)]
    notes: list[str] = []
    for assessment in assessments:
        affair = next((str(r.value) for r in assessment.readings if r.path == "affair"), "")
        named = affair if len(assessments) > 1 else None
        for path, told in _open(assessment, fields):
            if fact_at(path) is None:
                notes.append(f"#   {told}")
            elif (named, path) not in before:
                entries += _entry(assessment, path, told, named)
    lines += ["corrections:", *entries] if entries else ["corrections: []"]
    if notes:
        lines += ["", "# 次の欄は文章又は一覧で、ここでは訂正できません。元の評価書を確認してください。"]
        lines += dict.fromkeys(notes)
    return "\n".join(lines) + "\n"


def _open(assessment: Assessment, fields: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the paths to be corrected, each once, with the words that tell which field it is."""
    read = {r.path for r in assessment.readings if r.told is None}
    told: dict[str, str] = {path: path for path in fields if path in read}
    for left in assessment.coverage.left:
        where = f"（{left.place}）" if left.place else ""
        file = f"　{left.file}" if left.file else ""
        told.setdefault(
            left.path or f"? {left.part} {left.label}{file}", f"{left.part} {left.label}{file}{where}"
        )
    for unknown in assessment.unknowns:
        told.setdefault(unknown.path, f"{unknown.path}：{unknown.reason}")
    yield from ((path, words) for path, words in told.items() if path in fields or path not in read)


def _entry(assessment: Assessment, path: str, told: str, affair: str | None) -> Iterator[str]:
    fact = fact_at(path)
    assert fact is not None  # noqa: S101 - the caller asked
    reading = next((r for r in assessment.readings if r.path == path and r.told is None), None)
    yield f"  # {fact.ja}　{' '.join(told.split())}"
    yield f"  # {errors_in_japanese().say(remedy_for(fact))}"
    yield f"  - path: {_quoted(path)}"
    if affair is not None:
        yield f"    assessment: {_quoted(affair)}"
    if reading is not None:
        yield f"    read: {_written(reading.value)}"
    yield "    value:"
    yield "    reason:"


def _kept(entry: Entry) -> Iterator[str]:
    yield f"  # {entry.fact.ja}　{shown_value(entry.value)}"
    yield f"  - path: {_quoted(entry.path)}"
    if entry.assessment is not None:
        yield f"    assessment: {_quoted(entry.assessment)}"
    if entry.read is not None:
        yield f"    read: {_written(entry.read)}"
    yield f"    value: {_written(entry.value)}"
    yield f"    reason: {_quoted(entry.reason)}"
    yield f"    by: {_quoted(entry.by)}"
    yield f"    on: {entry.on.isoformat()}"


def _written(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_quoted(str(v)) for v in value)}]"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    """Write words so that YAML reads them as they are."""
    return json.dumps(text, ensure_ascii=False)
