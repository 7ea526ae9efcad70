"""What a file is for shikii: facts, a table of affairs, a document, or an archive of documents.

Endings are looked at first; an Excel workbook is told by its content, since a filled form and a table of affairs
have the same ending.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, Literal

from ..errors import ShikiiError
from .open_files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["ENDINGS", "InputKind", "input_kind", "is_correction_file", "is_filled_form", "rulesets_in"]

InputKind = Literal["facts", "table", "document", "archive", "workbook", "unknown"]
_BY_ENDING: Final[dict[str, InputKind]] = {
    **dict.fromkeys((".yaml", ".yml", ".json"), "facts"),
    **dict.fromkeys((".csv", ".parquet"), "table"),
    **dict.fromkeys((".txt", ".pdf", ".docx", ".html", ".htm", ".xlsm", ".ods"), "document"),
    ".xlsx": "workbook",
    ".zip": "archive",
}
#: Every ending that is read.
ENDINGS: Final = tuple(_BY_ENDING)
_SPACE: Final = re.compile(r"\s+")
#: Every form asks for the name of the affair under this number; no table of affairs has such a header.
_FIRST_LABEL: Final = re.compile(r"[①1][.、]?事務の名称")


def input_kind(path: Path) -> InputKind:
    """Return what a file is; a workbook that cannot be opened is taken for a table, whose reader says why.

    >>> from pathlib import Path
    >>> input_kind(Path("評価書.pdf")), input_kind(Path("一覧.csv")), input_kind(Path("写真.png"))
    ('document', 'table', 'unknown')
    """
    kind = _BY_ENDING.get(path.suffix.lower(), "unknown")
    if kind != "workbook":
        return kind
    try:
        return "document" if is_filled_form(read_bytes(path), str(path)) else "table"
    except ShikiiError:
        return "table"


def is_correction_file(path: Path) -> bool:
    """Say whether a file holds a person's corrections of the document beside it, by its name.

    >>> from pathlib import Path
    >>> is_correction_file(Path("評価書.correct.yaml")), is_correction_file(Path("評価書.yaml"))
    (True, False)
    """
    return path.name.lower().endswith((".correct.yaml", ".correct.yml"))


def is_filled_form(data: bytes, source: str) -> bool:
    """Whether a workbook is a form of an assessment: a cell holds the label of its first item.

    Raises:
        InputError: the workbook cannot be opened.
    """
    from ..documents.doors.workbook import open_workbook

    for page in open_workbook(data, source).pages:
        for row in page.rows:
            for cell in row.cells:
                text = cell.text[:40].translate({0x2460: "1"})
                if _FIRST_LABEL.match(_SPACE.sub("", unicodedata.normalize("NFKC", text))):
                    return True
    return False


def rulesets_in(folder: Path, files: Iterable[Path]) -> set[Path]:
    """Return the folders below a folder that hold a ruleset: what lies in them are rules, or affairs for those rules.

    >>> from pathlib import Path
    >>> found = [Path("in/own/ruleset.yaml"), Path("in/own/rules.yaml"), Path("in/a.yaml")]
    >>> [p.as_posix() for p in rulesets_in(Path("in"), found)]
    ['in/own']
    """
    return {p.parent for p in files if p.name == "ruleset.yaml" and p.parent != folder}
