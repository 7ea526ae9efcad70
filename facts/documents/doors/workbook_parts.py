"""What the library that reads cells does not tell of a workbook: error cells, hidden rows, marks drawn as shapes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from .cells import DoorNote, Place

if TYPE_CHECKING:
    import zipfile

__all__ = ["SeenParts", "seen_parts"]

_SHEET: Final = re.compile(r"<(?:\w+:)?sheet\b[^<>]*>")
_ATTRIBUTE: Final = re.compile(r'\b([\w:]+)="([^"]*)"')
_LINK: Final = re.compile(r"<(?:\w+:)?Relationship\b[^<>]*>")
_ERROR: Final = re.compile(
    r'<(?:\w+:)?c\b([^<>]*\bt="e"[^<>]*)>(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]{0,20})'
)
_PLACE: Final = re.compile(r'\br="([A-Z]{1,3})([0-9]{1,7})"')
_HIDDEN_ROW: Final = re.compile(r'<(?:\w+:)?row\b[^<>]*\bhidden="(?:1|true)"[^<>]*>')
_ROW_NUMBER: Final = re.compile(r'\br="([0-9]+)"')
_HAS_VALUE: Final = re.compile(r"<(?:\w+:)?(?:v|t)>")
_SHAPE: Final = re.compile(r"<(?:\w+:)?(?:sp|cxnSp|pic)\b")
_SHAPE_TEXT: Final = re.compile(r"<a:t>([^<]{1,200})</a:t>")


@dataclass(frozen=True, slots=True)
class SeenParts:
    """Error cells per sheet by row and column (from 1), and what stands in the file outside its cells."""

    errors: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    notes: tuple[DoorNote, ...] = ()


def seen_parts(archive: zipfile.ZipFile) -> SeenParts:
    """Look through the parts of a workbook; an OpenDocument one, or one in binary form, tells nothing here."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        return SeenParts()
    errors: dict[str, dict[tuple[int, int], str]] = {}
    notes: list[DoorNote] = []
    for sheet, part in _sheets(archive, names):
        if part not in names:
            continue
        xml = archive.read(part).decode("utf-8", "replace")
        errors[sheet] = {
            (int(place[2]), _number(place[1])): value
            for attributes, value in _ERROR.findall(xml)
            if (place := _PLACE.search(attributes))
        }
        hidden = _hidden_rows(xml)
        if hidden:
            notes.append(DoorNote("hidden-rows", Place(sheet=sheet), ", ".join(map(str, hidden))))
        notes.extend(_drawn(archive, names, part, sheet))
    return SeenParts(errors, tuple(notes))


def _hidden_rows(xml: str) -> list[int]:
    """Return the numbers of hidden rows that hold something."""
    found = []
    for row in _HIDDEN_ROW.finditer(xml):
        if row.group().endswith("/>"):
            continue
        end = xml.find("row>", row.end())
        number = _ROW_NUMBER.search(row.group())
        if number and _HAS_VALUE.search(xml, row.end(), end if end >= 0 else len(xml)):
            found.append(int(number[1]))
    return found


def _drawn(archive: zipfile.ZipFile, names: set[str], part: str, sheet: str) -> list[DoorNote]:
    """Name shapes and form controls of a sheet: a tick drawn as one stands in no cell."""
    shapes, controls, words = 0, 0, []
    for target in _targets(archive, names, part):
        if target not in names:
            continue
        if "/ctrlProps/" in target:
            controls += 1
        elif "/drawings/" in target and target.endswith(".xml"):
            xml = archive.read(target).decode("utf-8", "replace")
            shapes += len(_SHAPE.findall(xml))
            words += _SHAPE_TEXT.findall(xml)
    notes = []
    if shapes:
        notes.append(
            DoorNote(
                "drawn-marks",
                Place(sheet=sheet),
                f"{shapes}" + (f": {' '.join(words)[:80]}" if words else ""),
            )
        )
    if controls:
        notes.append(DoorNote("form-controls", Place(sheet=sheet), str(controls)))
    return notes


def _targets(archive: zipfile.ZipFile, names: set[str], part: str) -> list[str]:
    folder, _, name = part.rpartition("/")
    links = f"{folder}/_rels/{name}.rels"
    return list(_links(archive, links, folder).values()) if links in names else []


def _sheets(archive: zipfile.ZipFile, names: set[str]) -> list[tuple[str, str]]:
    from html import unescape

    links = (
        _links(archive, "xl/_rels/workbook.xml.rels", "xl") if "xl/_rels/workbook.xml.rels" in names else {}
    )
    out = []
    for tag in _SHEET.findall(archive.read("xl/workbook.xml").decode("utf-8", "replace")):
        told = dict(_ATTRIBUTE.findall(tag))
        link = next((v for k, v in told.items() if k.endswith(":id")), "")
        out.append((unescape(told.get("name", "")), links.get(link, "")))
    return out


def _links(archive: zipfile.ZipFile, part: str, folder: str) -> dict[str, str]:
    """Return the targets of a part's relationships by their id, as names of parts."""
    out = {}
    for tag in _LINK.findall(archive.read(part).decode("utf-8", "replace")):
        told = dict(_ATTRIBUTE.findall(tag))
        out[told.get("Id", "")] = _resolved(told.get("Target", ""), folder)
    return out


def _resolved(target: str, folder: str) -> str:
    """Return the part a target names, seen from a folder.

    >>> _resolved("../drawings/drawing1.xml", "xl/worksheets"), _resolved("/xl/worksheets/sheet1.xml", "xl")
    ('xl/drawings/drawing1.xml', 'xl/worksheets/sheet1.xml')
    """
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/")
    for piece in target.split("/"):
        if piece == "..":
            parts = parts[:-1]
        elif piece != ".":
            parts.append(piece)
    return "/".join(parts)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
