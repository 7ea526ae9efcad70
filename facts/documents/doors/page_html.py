"""HTML pages: tables to rows of cells, the rest line by line; a ticked input is ☑."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ...errors import InputError, Problem
from .cells import Cell, OpenedDocument, Page, Place, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["open_html"]

_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "ul",
        "caption",
    ]
)
_SKIPPED: Final = frozenset(["head", "script", "style", "template", "noscript", "svg", "iframe", "object"])
_DEEPEST: Final = 200
_MOST_SPAN: Final = 99
_SPACE: Final = re.compile(r"[ \t\r\n\f\v]+")
_CHARSET: Final = re.compile(rb'charset=["\']?([A-Za-z0-9_-]{3,20})', re.IGNORECASE)


def open_html(data: bytes, source: str) -> OpenedDocument:
    """Open a page; its encoding is the one it names, else the one its bytes fit.

    Raises:
        InputError: the page holds nothing to read.

    >>> page = "<html><table><tr><td>部署</td><td>こども課</td></tr></table>".encode()
    >>> [[c.text for c in r.cells] for r in open_html(page, "a.html").pages[0].rows if r.cells]
    [['部署', 'こども課']]
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding=_encoding(data), remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(data, parser=parser)
    except (ValueError, etree.ParserError) as error:
        raise _empty(source) from error
    walker = _Walker()
    body = root.find("body")
    walker.block(root if body is None else body, 0)
    walker.flush()
    if not any(row.cells for row in walker.rows):
        raise _empty(source)
    return OpenedDocument("html", (Page(tuple(walker.rows)),))


def _encoding(data: bytes) -> str:
    """Return the encoding a page names for itself, or the first that its bytes fit.

    >>> _encoding(b'<meta charset="Shift_JIS">'), _encoding("評価書".encode("cp932"))
    ('cp932', 'cp932')
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    named = _CHARSET.search(data[:4096])
    if named:
        name = named[1].decode("ascii").lower()
        return "cp932" if name in ("shift_jis", "shift-jis", "x-sjis", "sjis", "windows-31j") else name
    for encoding in ("utf-8", "cp932", "euc_jp"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "utf-8"


def _empty(source: str) -> InputError:
    return InputError(
        Problem(
            "document.empty",
            source,
            "",
            "the page holds nothing to read",
            "save the page again with its content",
        )
    )


class _Walker:
    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.words: list[str] = []
        self.tables = 0
        self.line: int | None = None

    def flush(self) -> None:
        text = "".join(self.words)
        self.words = []
        for line in text.split("\n"):
            line = _SPACE.sub(" ", line).strip()
            if line:
                self.rows.append(Row((Cell(line, Place(line=self.line)),)))

    def block(self, element: Any, depth: int) -> None:
        if depth > _DEEPEST:
            return
        self.line = element.sourceline
        self._say(element.text)
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == "table":
                self.flush()
                self._table(child, depth)
            elif tag in _SKIPPED or not tag:
                pass
            elif tag == "br":
                self.words.append("\n")
            elif tag == "input":
                self.words.append(_box(child))
            elif tag == "select":
                self.words.append(_selected(child))
            elif tag in _BLOCKS:
                self.flush()
                self.block(child, depth + 1)
                self.flush()
            else:
                self.block(child, depth + 1)
            self._say(child.tail)

    def _say(self, text: str | None) -> None:
        if text:
            self.words.append(_SPACE.sub(" ", text))

    def _table(self, table: Any, depth: int) -> None:
        self.tables += 1
        number = self.tables
        self.rows.append(Row(()))
        #: Columns that a cell above reaches down into, with the rows left.
        reached: dict[int, int] = {}
        for index, row in enumerate(_rows(table), start=1):
            cells = []
            columns = []
            inner = []
            column = 0
            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                while reached.get(column, 0) > 0:
                    reached[column] -= 1
                    column += 1
                own, wide, high = column, _span(cell, "colspan"), _span(cell, "rowspan")
                reached |= dict.fromkeys(range(own, own + wide), high - 1)
                column += wide
                nested = cell.findall(".//table")
                if nested and depth < _DEEPEST:
                    inner.append(cell)
                    continue
                text = _cell_text(cell)
                if text:
                    cells.append(Cell(text, Place(table=number, row=index)))
                    columns.append(own)
            for left in [c for c in reached if c >= column and reached[c] > 0]:
                reached[left] -= 1
            self.rows.append(Row(tuple(cells), tuple(columns)))
            for cell in inner:
                self.block(cell, depth + 1)
                self.flush()
        self.rows.append(Row(()))


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _cell_text(cell: Any) -> str:
    walker = _Walker()
    walker.block(cell, _DEEPEST // 2)
    walker.flush()
    return "\n".join(c.text for row in walker.rows for c in row.cells)


def _selected(element: Any) -> str:
    """Return the option that was chosen in a list; the first one stands there unless another was chosen."""
    chosen = [o for o in element.iter("option") if o.get("selected") is not None]
    return " ".join("".join(o.itertext()).strip() for o in chosen)


def _box(element: Any) -> str:
    kind = (element.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if element.get("checked") is not None else "☐"
    return element.get("value") or "" if kind == "text" else ""


def _span(cell: Any, name: str) -> int:
    """Return how many columns or rows a cell spans; what is no number of them counts as one."""
    said = str(cell.get(name) or "1").strip()
    return min(max(int(said), 1), _MOST_SPAN) if said.isdecimal() and len(said) <= len(str(_MOST_SPAN)) else 1
