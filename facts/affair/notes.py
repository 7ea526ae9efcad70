"""Passages as plain data carries them: file, section, and each line with its number."""

from __future__ import annotations

from ..printable import visible
from .affair import Note

__all__ = ["field_of", "note_of", "read_note"]


def note_of(file: str | None, section: str, text: str, line: int) -> Note:
    """Make a passage of a text that begins on a line; one of several lines begins below its name.

    >>> note_of(None, "in-1", "申請書による。", 4)
    Note(file=None, section='in', lines=((4, '申請書による。'),))
    """
    parts = text.splitlines()
    line += len(parts) > 1
    return Note(
        file, visible(section).split("-")[0], tuple((line + i, visible(part)) for i, part in enumerate(parts))
    )


def field_of(file: str | None, name: str, text: str, line: int) -> Note:
    """Make the words of a field of the form; an empty one is blank.

    >>> field_of("甲ファイル", "e_content[1]", "入力を委託する。", 4)
    Note(file='甲ファイル', section='e_content[1]', lines=((4, '入力を委託する。'),))
    """
    parts = text.splitlines() or [""]
    line += len(parts) > 1
    return Note(file, visible(name), tuple((line + i, visible(part)) for i, part in enumerate(parts)))


def read_note(raw: object) -> Note | None:
    """Read one passage as :meth:`.affair.Affair.to_dict` gives it; None when it is none.

    >>> read_note({"file": None, "section": "in", "lines": [[12, "申請書による。"]]}).lines
    ((12, '申請書による。'),)
    """
    match raw:
        case {"file": str() | None as file, "section": str() as section, "lines": list() as lines}:
            if all(isinstance(one, (list, tuple)) and [type(x) for x in one] == [int, str] for one in lines):
                told = tuple((number, visible(text)) for number, text in lines)
                return Note(visible(file) if file else None, visible(section), told)
    return None
