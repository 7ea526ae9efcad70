"""The mark by which shikii knows a file it wrote, and knows that nobody changed it since.

Text carries `shikii:1:` and a hash of its bytes in a last line that the format leaves out (a comment, a property);
Word and Excel files carry it in the keywords of their properties. JSON is known by its own `schema`. A format that can
hold no mark has a file `NAME.sha256` beside it, as `sha256sum` writes it.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["State", "marked", "sidecar_of", "state_of"]

State = Literal["empty", "ours", "changed", "foreign"]

_ZEROS: Final = b"0" * 32
_MARK: Final = re.compile(rb"shikii:1:([0-9a-f]{32})")
_TOKEN: Final = "shikii:1:" + "0" * 32
_MOST: Final = 512 * 2**20
_CORE: Final = "docProps/core.xml"
_KEYWORDS: Final = re.compile(r"<cp:keywords\s*/>|<cp:keywords>.*?</cp:keywords>", re.DOTALL)
#: The last line of each format of text that can hold a mark.
_LAST: Final = {
    "text": f"[{_TOKEN}]\n",
    "md": f"\n<!-- {_TOKEN} -->\n",
    "html": f"<!-- {_TOKEN} -->\n",
    "yaml": f"# {_TOKEN}\n",
    "sql": f"-- {_TOKEN}\n",
}


def marked(data: bytes, format_: str) -> bytes:
    r"""Return a file with its mark; ``package`` stands for Word and Excel, ``json`` and ``jsonl`` stay as they are.

    >>> marked(b"level: none\n", "yaml")
    b'level: none\n# shikii:1:2538ab05bae1d5306e8d9d6677d1b42c\n'
    """
    if format_ == "package":
        return _marked_package(data)
    if format_ == "ics":
        head, end, rest = data.rpartition(b"END:VCALENDAR")
        return _signed(head + f"X-SHIKII:{_TOKEN}\r\n".encode() + end + rest) if end else data
    last = _LAST.get(format_)
    if last is None:
        return data
    return _signed(data + (b"" if data.endswith(b"\n") else b"\n") + last.encode())


def state_of(path: Path) -> State:
    """Say whether shikii wrote a file, and whether it is still as it was written."""
    size = path.stat().st_size
    if not size:
        return "empty"
    if size > _MOST:
        return "foreign"
    data = path.read_bytes()
    if data.startswith(b"PK"):
        return _state_of_package(data)
    found = list(_MARK.finditer(data))
    if found:
        return "ours" if _digest(data, found[-1].start(1)) == found[-1][1] else "changed"
    if data.lstrip()[:1] in (b"{", b"[") and _is_our_json(data):
        return "ours"
    return _by_sidecar(path, data)


def sidecar_of(path: Path) -> Path:
    """Return where the hash of a file stands that can hold no mark."""
    return path.with_name(f"{path.name}.sha256")


def _signed(data: bytes) -> bytes:
    at = data.rindex(_TOKEN.encode()) + len(_TOKEN) - len(_ZEROS)
    return data[:at] + _digest(data, at) + data[at + len(_ZEROS) :]


def _digest(data: bytes, at: int) -> bytes:
    hashed = hashlib.sha256(data[:at])
    hashed.update(_ZEROS)
    hashed.update(data[at + len(_ZEROS) :])
    return hashed.hexdigest()[:32].encode()


def _marked_package(data: bytes) -> bytes:
    """Write the package anew with the mark in its properties; names, order and times of its parts stay."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        token = f"shikii:1:{_fingerprint(old)}"
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == _CORE:
                part = _with_keywords(part.decode("utf-8"), token).encode()
            new.writestr(entry, part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _with_keywords(xml: str, token: str) -> str:
    element = f"<cp:keywords>{token}</cp:keywords>"
    bare = _KEYWORDS.sub("", xml)
    return bare.replace("</cp:coreProperties>", f"{element}</cp:coreProperties>")


def _fingerprint(archive: zipfile.ZipFile) -> str:
    """Hash what every part but the properties holds."""
    parts = sorted((e.filename, e.CRC, e.file_size) for e in archive.infolist() if e.filename != _CORE)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _state_of_package(data: bytes) -> State:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = _MARK.search(archive.read(_CORE))
            if found is None:
                return "foreign"
            return "ours" if found[1].decode() == _fingerprint(archive) else "changed"
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, ValueError, NotImplementedError):
        return "foreign"


def _is_our_json(data: bytes) -> bool:
    try:
        value: Any = json.loads(data)
    except (ValueError, RecursionError):
        return False
    if isinstance(value, list):
        return bool(value) and all(_is_ours(v) for v in value)
    return _is_ours(value)


def _is_ours(value: Any) -> bool:
    """Say whether an object is a result of shikii: by its schema, or by the tool that SARIF and OSCAL name."""
    if not isinstance(value, dict):
        return False
    if any(str(value.get(k, "")).startswith("shikii/") for k in ("schema", "$id")):
        return True
    runs = value.get("runs")
    if isinstance(runs, list) and runs and "version" in value:
        return all(_driver(run) == "shikii" for run in runs)
    return "assessment-results" in value and "urn:shikii:oscal" in json.dumps(value)


def _driver(run: Any) -> str:
    try:
        return str(run["tool"]["driver"]["name"])
    except (KeyError, TypeError):
        return ""


def _by_sidecar(path: Path, data: bytes) -> State:
    try:
        lines = sidecar_of(path).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return "foreign"
    sums = [line.split("  ", 1)[0] for line in lines if line.endswith(f"  {path.name}")]
    if not sums:
        return "foreign"
    return "ours" if hashlib.sha256(data).hexdigest() in sums else "changed"
