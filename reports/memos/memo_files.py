"""A memo written to a file, in the format its ending says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .memo import render_memo_html, render_memo_markdown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .memo import Memo

__all__ = ["FORMATS", "write_memo"]


def _docx(memo: Memo, path: Path, lang: str) -> None:
    from .memo_docx import write_memo_docx

    write_memo_docx(memo, path, lang=lang)


#: How a memo is written, by the ending of the file.
FORMATS: Final[dict[str, Callable[[Memo, Path, str], object]]] = {
    ".md": lambda memo, path, lang: path.write_text(render_memo_markdown(memo, lang=lang), encoding="utf-8"),
    ".html": lambda memo, path, lang: path.write_text(render_memo_html(memo, lang=lang), encoding="utf-8"),
    ".docx": _docx,
}


def write_memo(memo: Memo, path: Path, ending: str, *, lang: str = "ja") -> None:
    """Write a memo as ``ending`` (one of :data:`FORMATS`) says."""
    FORMATS[ending](memo, path, lang)
