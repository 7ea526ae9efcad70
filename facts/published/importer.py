"""From the bytes of a published document to its assessments: one visible pipeline.

decode → lines → assessments of a bundle → sections per file, change table cut off → single fields → passages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import InputError, Problem
from .finder import Found
from .headline import read_headline
from .layout import lay_out
from .model import Assessment, Blank
from .names import file_names
from .overview import read_overview
from .passages import read_passages
from .risks import settle
from .split import find_spans
from .systems import read_systems
from .text import decode, lines_of
from .vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..forms import Forms
    from .layout import Block, Layout
    from .risks import Settled
    from .split import Span
    from .text import Line

__all__ = ["read_published"]


def read_published(data: bytes, source: str, forms: Forms) -> tuple[Assessment, ...]:
    """Read every assessment of a document.

    Args:
        data: the document as text (UTF-8, UTF-16 with mark, cp932 or EUC-JP), at most 50 MB.
        source: its name, for places and messages.
        forms: the official forms, see :func:`shikii.facts.forms.load_forms`.

    Raises:
        InputError: empty, binary, too large, undecodable, or no 評価書 inside.

    """
    lines = lines_of(decode(data, source))
    spans = find_spans(lines)
    if not spans:
        shown = next((line.raw.strip() for line in lines if not line.blank), "")
        raise InputError(
            Problem(
                "document.not-an-assessment",
                f"{source}:1",
                shown,
                "no 評価書 of 様式2, 3 or 4 was found in the text",
                "give the text of a published 評価書 with its cover page",
            )
        )
    return tuple(_assessment(lines, span, source, forms) for span in spans)


def _assessment(lines: Sequence[Line], span: Span, source: str, forms: Forms) -> Assessment:
    vocab = vocabulary(forms, span.form)
    layout = lay_out(lines, span, vocab)
    found = Found(layout, vocab)
    read_headline(found)
    read_systems(found)
    names = _files(found)
    _measures(found, names)
    passages = read_passages(found, names)
    own = layout.lines
    return Assessment(
        form=span.form,
        readings=tuple(found.readings.values()),
        unknowns=tuple(found.unknowns.values()),
        blanks=tuple(_blanks(found)),
        passages=passages,
        first_line=own[0].number,
        last_line=own[-1].number,
        changes_line=own[layout.changes].number if layout.changes is not None else None,
        source=source,
    )


def _files(found: Found) -> list[str | None]:
    """Name the files in the order of their blocks; a block whose name is not settled has none."""
    layout = found.layout
    names, per_block = file_names(found)
    if names:
        values, at = names
        found.say("files", tuple(sorted(values)) if layout.form == "full" else values, at)
    else:
        found.open("files", "特定個人情報ファイル名の一覧が読み取れない")
    return per_block


def _measures(found: Found, names: list[str | None]) -> None:
    layout, vocab = found.layout, found.vocab
    if layout.form == "basic":
        _put(found, "", settle(layout, vocab, "measures", [(layout.body, layout.end)]))
        return
    if layout.form == "key":
        blocks = layout.of("measures")
        if blocks:
            _put(found, "", settle(layout, vocab, "measures", [(b.start, b.end) for b in blocks]))
        for block in layout.of("overview")[:1]:
            read_overview(found, "", block.start, block.end, _entrusts(found, ""))
        return
    _per_file(found, names)
    others = layout.of("others")
    if others:
        _put(found, "", settle(layout, vocab, "others", [(b.start, b.end) for b in others]))


def _per_file(found: Found, names: list[str | None]) -> None:
    layout, vocab = found.layout, found.vocab
    measures: list[Block] = layout.of("measures")
    for n, block in enumerate(measures):
        name = names[n] if n < len(names) else None
        if name:
            _put(found, f"files[{name}].", settle(layout, vocab, "measures", [(block.start, block.end)]))
    for n, block in enumerate(layout.of("overview")):
        name = names[n] if n < len(names) else None
        if name:
            prefix = f"files[{name}]."
            read_overview(found, prefix, block.start, block.end, _entrusts(found, prefix))


def _entrusts(found: Found, prefix: str) -> bool | None:
    reading = found.readings.get(f"{prefix}risks[out].applicable")
    return bool(reading.value) if reading else None


def _put(found: Found, prefix: str, settled: Settled) -> None:
    for risk, (state, at, how) in settled.applicable.items():
        found.say(f"{prefix}risks[{risk}].applicable", state, at, how)
    for path, (value, at, how) in settled.values.items():
        own = "" if re.match(r"answers\[(?:audit|edu)\.", path) else prefix
        found.say(own + path, value, at, how)
    for path, reason in settled.unknown.items():
        found.open(prefix + path, reason)


def _blanks(found: Found) -> list[Blank]:
    """Fields whose value is nowhere to be found though their whole page was read.

    Only the date of publication is sure enough: its label stands on a cover that bears no date at all.
    """
    from ..dates import find_dates
    from .finder import labels_at

    layout: Layout = found.layout
    places = labels_at(layout, 0, layout.body, "公表日")
    any_date = any(
        find_dates(layout.lines[i].text) for i in range(layout.body) if "様式" not in layout.flat[i]
    )
    if "published" not in found.readings and len(places) == 1 and not any_date:
        found.unknowns.pop("published", None)
        return [Blank("published", "公表日", layout.lines[places[0][0]].number)]
    return []
