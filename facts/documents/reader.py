"""Read published assessments: the steps in their order.

decode → lines → spans (one per assessment) → layout (pages, sections, change table cut off) → readers.
The rows of the change table have readers of their own (``changes``); no other reader sees them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ..budget import allow, budget, pages_of, spend
from ..errors import InputError, Problem
from ..printable import visible, visible_lines
from .answers.blank_fields import read_blanks, read_cover_blanks
from .answers.chosen import find_answers
from .answers.tick_groups import group_of, read_group
from .answers.torn_ticks import page_boxes
from .changes.table_reader import read_changes
from .collector import Sheet
from .corrections.corrected import correct
from .coverage.coverage_summary import coverage_of, unproven_blanks
from .coverage.field_status import fields_read, form_version
from .document_facts import Assessment
from .doors.as_lines import lay_out_rows
from .doors.opener import open_document
from .fields.affair_items import read_choices, read_names, read_procedure
from .fields.cover import read_cover
from .fields.field_texts import field_texts
from .fields.file_section import read_overview
from .fields.passages import passages
from .fields.recipients import read_recipients
from .fields.risks import settle
from .fields.single_cells import (
    read_audit_content,
    read_contact,
    read_odd_answer,
    read_other_system,
    read_register,
)
from .fields.systems import read_files, read_systems, system_regions
from .form_cells.cell_facts import read_cells
from .form_cells.drawn_ticks import withdraw_undrawn
from .form_words import vocabulary
from .letters.document_parts import letters_cut, parts_of
from .letters.find_letters import letter_starts
from .sections.annexes import count_items, read_annexes
from .sections.file_chapters import elsewhere, in_turn, named, owners_of
from .sections.label_places import find_places
from .sections.layout import lay_out
from .sections.mixed_chapters import withdraw_mixed
from .text.bundle import find_spans
from .text.circled_numbers import with_circles
from .text.joined_lines import unfolded
from .text.line_noise import closed_up, unspread
from .text.lines import compact, decode, lines_of
from .text.page_feet import without_feet
from .text.tick_marks import unmarked
from .text.wrapped_choices import closed_choices, plain_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..forms.model import Forms
    from .corrections.correction_file import CorrectionFile
    from .doors.as_lines import LaidOut
    from .form_words import Vocabulary
    from .sections.layout import Block, Layout
    from .text.bundle import Span
    from .text.lines import Line

__all__ = ["read_published"]


#: What every form asks in its body, and no cover or list of contents names.
_BODY = re.compile(
    r"事務の名称|ファイル名|保有開始日|しきい値判断|事務の概要|使用するシステム|実施の有無|担当部署"
)


def read_published(
    data: bytes, source: str, forms: Forms, corrections: CorrectionFile | None = None
) -> tuple[Assessment, ...]:
    r"""Read every assessment in a document of any kind that :mod:`..documents.doors` opens, with a person's corrections.

    Raises :class:`~shikii.facts.errors.InputError` when the file cannot be read or holds no assessment, or when reading it
    takes more than the time a document has (:mod:`shikii.facts.budget`).

    >>> from pathlib import Path
    >>> from shikii.facts.forms.model import load_forms
    >>> forms = load_forms(Path(__file__).parents[2] / "rulesets" / "my-number-pia" / "forms")
    >>> cover = "特定個人情報保護評価書（基礎項目評価書）\n評価書番号　1\n評価実施機関名　みどり市長"
    >>> text = cover + "\nⅠ　関連情報\n①事務の名称　予防接種事務"
    >>> (found,) = read_published(text.encode(), "a.txt", forms)
    >>> [r.value for r in found.readings if r.path == "affair"]
    ['予防接種事務']
    """
    source = visible(source)
    with budget(source, 0):
        return _read_all(data, source, forms, corrections)


def _read_all(
    data: bytes, source: str, forms: Forms, corrections: CorrectionFile | None
) -> tuple[Assessment, ...]:
    laid_out = _laid_out(data, source)
    text = visible_lines(decode(data, source) if laid_out is None else laid_out.text)
    allow(pages_of(text))
    text = unspread(text)
    lines = unfolded(without_feet(closed_up(lines_of(unmarked(text, forms)))), forms)
    lines = closed_choices(plain_rows(lines, forms), forms)
    letters = letter_starts(lines)
    spans = letters_cut([span for span in find_spans(lines) if not _tells_how(lines, span)], letters)
    if not spans:
        raise InputError(
            Problem(
                "document.not-an-assessment",
                source,
                next((line.raw.strip() for line in lines if not line.blank), ""),
                "no 特定個人情報保護評価書 was found: its cover names form, number and organization",
                "give the text of a published 評価書 (様式2, 3 or 4) with its cover, not of a page about one",
            )
        )
    if not any(_BODY.search(compact(line.text)) for span in spans for line in lines[span.start : span.end]):
        raise InputError(
            Problem(
                "document.truncated",
                f"{source}:{lines[-1].number}",
                "",
                "the text ends after its cover",
                "fetch the document again; part of it is missing",
            )
        )
    found = tuple(_read(lines, span, source, forms, laid_out, corrections) for span in spans)
    parts = parts_of(lines, spans, letters, found)
    return tuple(replace(assessment, parts=parts) for assessment in found)


def _laid_out(data: bytes, source: str) -> LaidOut | None:
    """Return the cells of a document in rows, or None where it is text with lines of its own."""
    opened = open_document(data, source)
    return None if opened is None else lay_out_rows(opened)


_ASKS = re.compile(r"記[載入]して(?:ください|下さい)")
_OFTEN = 3
#: Guidance asks on every page; a long assessment may quote such words here and there.
_APART = 100


def _tells_how(lines: Sequence[Line], span: Span) -> bool:
    """Whether this is a form with the guidance on filling it (記載要領), which no body has filled."""
    asked = sum(len(_ASKS.findall(line.text)) for line in lines[span.start : span.end])
    return asked >= max(_OFTEN, (span.end - span.start) // _APART)


def _read(
    lines: Sequence[Line],
    span: Span,
    source: str,
    forms: Forms,
    laid_out: LaidOut | None,
    corrections: CorrectionFile | None,
) -> Assessment:
    vocab = vocabulary(forms, span.form)
    lines = with_circles(lines, span, vocab)
    layout = lay_out(lines, span, vocab)
    sheet = Sheet(layout)
    spend()
    several = False
    if laid_out is not None:
        own = layout.lines
        several = read_cells(laid_out, vocab, sheet, own[0].number, own[-1].number).several
    read_cover(layout, vocab, sheet)
    read_names(layout, vocab, sheet)
    read_choices(layout, vocab, sheet)
    read_procedure(layout, sheet)
    names = read_files(layout, vocab, sheet)
    systems = read_systems(layout, vocab, sheet)
    _connections(layout, vocab, sheet, systems)
    owners: dict[tuple[str, int], str | None] = {}
    apart = span.form == "key" and len(layout.of("overview")) > 1 and len(names) > 1
    if span.form == "full" or (apart and not several):
        _per_file(layout, vocab, sheet, names, owners)
    elif several:
        _recipients_of_each(layout, vocab, sheet, names)
    else:
        _whole(layout, vocab, sheet)
    if not several:
        _blanks(layout, vocab, sheet, owners, apart=apart)
    read_register(layout, vocab, sheet)
    read_contact(layout, sheet)
    read_odd_answer(layout, vocab, sheet)
    read_annexes(layout, sheet)
    if span.form == "full":
        count_items(layout, sheet, names)
        read_audit_content(layout, sheet)
    spend()
    read_changes(layout, vocab, sheet)
    spend()
    withdraw_undrawn(sheet, laid_out)
    corrected = correct(sheet, corrections, names) if corrections else ()
    own = layout.lines
    read = fields_read(layout, vocab, sheet, names, laid_out)
    return Assessment(
        form=span.form,
        readings=tuple(sheet.facts.values()),
        unknowns=sheet.unknowns(),
        blanks=tuple(sheet.blanks.values()),
        unproven=unproven_blanks(sheet.blanks.values(), read),
        passages=passages(layout, vocab, owners),
        fields=field_texts(layout, vocab, owners),
        first_line=own[0].number,
        last_line=own[-1].number,
        changes_line=own[layout.changes].number if layout.changes is not None else None,
        source=source,
        coverage=coverage_of(vocab.form, form_version(layout, sheet), read, laid_out),
        laid_out=laid_out,
        seen=tuple(sheet.seen),
        corrections=corrected,
        contested=tuple(sheet.contested.values()),
    )


def _blanks(
    layout: Layout,
    vocab: Vocabulary,
    sheet: Sheet,
    owners: dict[tuple[str, int], str | None],
    *,
    apart: bool,
) -> None:
    for block in layout.blocks:
        if (layout.form == "full" or apart) and block.section in ("overview", "measures"):
            name = owners.get((block.section, block.start))
            if name is not None:
                read_blanks(layout, vocab, sheet, block.section, block.start, block.end, f"files[{name}].")
        else:
            read_blanks(layout, vocab, sheet, block.section, block.start, block.end, "")
    read_cover_blanks(layout, sheet, layout.body)


def _connections(layout: Layout, vocab: Vocabulary, sheet: Sheet, systems: dict[int, int]) -> None:
    regions = system_regions(layout, systems)
    group_rows = vocab.forms.tick_groups["connections"]
    aliases = vocab.forms.tick_aliases
    for number, name_row in systems.items():
        region = regions.get(number)
        if region:
            read_other_system(layout, sheet, number, region)
        read = read_group(layout, group_of(vocab, "connections"), *region) if region else None
        path = f"systems[{number}].connections"
        if read is None:
            torn = page_boxes(
                layout, group_rows, aliases, "他のシステムとの接続", name_row, list(systems.values())
            )
            if torn is not None:
                sheet.put(path, torn[0], torn[1], "derived")
                continue
        if read:
            sheet.put(path, read[0], read[1])
        else:
            sheet.miss(path, "接続の欄の印が崩れていて、どの欄の印か決められない", name_row)


def _recipients_of_each(layout: Layout, vocab: Vocabulary, sheet: Sheet, names: list[str]) -> None:
    """Read what no single cell holds: the recipients of each file, and the methods that they have together."""
    blocks = layout.of("overview")
    for block, name in zip(blocks, owners_of(layout, blocks, names), strict=True):
        if name is not None:
            read_recipients(layout, vocab, sheet, block.start, block.end, f"files[{name}].")


def _whole(layout: Layout, vocab: Vocabulary, sheet: Sheet) -> None:
    """Forms 2 and 3 answer once for the whole affair."""
    overview: tuple[int, int] | None = None
    if layout.form == "basic":
        # Form 2 had no measures before 2019, and a text may end before them: then nothing is asked there.
        stretch = [(layout.body, layout.end)] if _has_measures(layout, vocab) else []
    else:
        stretch = [(b.start, b.end) for b in layout.of("measures")]
        for block in layout.of("overview")[:1]:
            overview = (block.start, block.end)
            read_overview(layout, vocab, sheet, block.start, block.end, "")
            read_recipients(layout, vocab, sheet, block.start, block.end, "")
    if stretch:
        _measures(layout, vocab, sheet, "measures", stretch, "", overview)
        _audit(layout, vocab, sheet, stretch[0][0], stretch[-1][1], "")
    else:
        sheet.miss("risks", "リスク対策の章が見つからない")


def _audit(layout: Layout, vocab: Vocabulary, sheet: Sheet, start: int, end: int, prefix: str) -> None:
    audit = read_group(layout, group_of(vocab, "audits"), start, end)
    if audit:
        sheet.put(f"{prefix}audit", audit[0], audit[1])
    else:
        sheet.miss(f"{prefix}audit", "監査の欄の印が崩れていて、どの欄の印か決められない")


def _has_measures(layout: Layout, vocab: Vocabulary) -> bool:
    """Whether a heading of the measures stands in the body, of the section, a part or a risk."""
    places = find_places(layout, vocab, "measures", layout.pages_in(layout.body, layout.end))
    return bool(layout.of("measures") or places.parts or places.risks)


def _per_file(
    layout: Layout,
    vocab: Vocabulary,
    sheet: Sheet,
    names: list[str],
    owners: dict[tuple[str, int], str | None],
) -> None:
    overviews: dict[str, tuple[int, int]] = {}
    for section in ("overview", "measures"):
        blocks = layout.of(section)
        given = owners_of(layout, blocks, names)
        if section == "measures":
            turn = [owners[b.section, b.start] for b in layout.of("overview")]
            given = in_turn(given, turn, [named(layout, b, names) for b in blocks])
        for block, name in zip(blocks, given, strict=True):
            owners[section, block.start] = name
            if name is None:
                sheet.miss(f"files[?].{section}", "どのファイルの記載か決められない", block.heading)
                continue
            prefix = f"files[{name}]."
            if section == "overview":
                overviews[name] = (block.start, block.end)
                read_overview(layout, vocab, sheet, block.start, block.end, prefix)
                read_recipients(layout, vocab, sheet, block.start, block.end, prefix)
            else:
                _measures(
                    layout, vocab, sheet, section, [(block.start, block.end)], prefix, overviews.get(name)
                )
                if layout.form == "key":
                    _audit(layout, vocab, sheet, block.start, block.end, prefix)
        withdraw_mixed(layout, vocab, sheet, section, blocks)
        for name in names:
            if name in given:
                sheet.put(f"files[{name}].has_{section}", True, blocks[given.index(name)].heading)
            elif blocks and all(given) and not elsewhere(layout, name, blocks[0].start):
                # Every chapter found belongs to another file, and the name heads nothing: this one has none.
                sheet.put(f"files[{name}].has_{section}", False, blocks[0].heading)
            if name not in given:
                sheet.miss(f"files[{name}].{section}", "このファイルの章が見つからない")
    for block in layout.of("others")[:1]:
        _others(layout, vocab, sheet, block, names)


def _others(layout: Layout, vocab: Vocabulary, sheet: Sheet, block: Block, names: list[str]) -> None:
    """Section Ⅳ is answered once, for all files alike."""
    settled = settle(layout, vocab, "others", [(block.start, block.end)])
    prefixes = ("", *(f"files[{name}]." for name in names))
    for prefix in prefixes:
        for path, (value, at, how) in settled.values.items():
            sheet.put(prefix + path, value, at, "certain" if how == "certain" else "derived")
    for path, reason in settled.unknown.items():
        sheet.miss(path, reason, block.heading)


def _measures(
    layout: Layout,
    vocab: Vocabulary,
    sheet: Sheet,
    section: str,
    stretch: list[tuple[int, int]],
    prefix: str,
    overview: tuple[int, int] | None,
) -> None:
    settled = settle(layout, vocab, section, stretch)
    start = stretch[0][0]
    for risk, (applies, box, how) in settled.applicable.items():
        sheet.put(
            f"{prefix}risks[{risk}].applicable",
            applies,
            box if box >= 0 else start,
            "certain" if how == "certain" else "derived",
        )
    for path, (value, at, how) in settled.values.items():
        sheet.put(prefix + path, value, at, "certain" if how == "certain" else "derived")
    for path, reason in settled.unknown.items():
        sheet.miss(prefix + path, reason, start)
    out = sheet.facts.get(f"{prefix}risks[out].applicable")
    items = sheet.facts.get(f"{prefix}entrustments")
    clash = out is not None and items is not None and bool(items.value) != out.value
    if out is not None and overview is not None:
        # An answer that stands there, though it could not be tied to its question, may say otherwise.
        other = "委託しない" if out.value else "委託する"
        clash = clash or any(a.value == other for a in find_answers(layout.lines, *overview, vocab))
    if out is not None and not clash and layout.form != "basic" and f"{prefix}entrusts" not in sheet.facts:
        # Ⅱ4 and the box of Ⅲ4 say the same thing; the box helps where the first was lost.
        own = next((i for i, line in enumerate(layout.lines) if line.number == out.line), None)
        sheet.put(f"{prefix}entrusts", bool(out.value), own, "derived")
