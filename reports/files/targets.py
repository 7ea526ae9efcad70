"""What a command may write over: nothing it reads, and no file of somebody else unless told to."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...facts.errors import Problem, UsageError
from .marks import marked, sidecar_of, state_of
from .whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["check_target", "check_targets", "write_file"]

_YAML: Final = (".yaml", ".yml")


def write_file(
    target: Path,
    make: Callable[[Path], object],
    format_: str,
    *,
    inputs: Sequence[Path] = (),
    force: bool = False,
) -> None:
    """Check a target, let ``make`` write it, and put it there whole, with the mark of its format (:mod:`.marks`).

    Raises:
        UsageError: the target is an input, a file of somebody else, or cannot be written.
    """
    check_target(target, inputs=inputs, force=force)
    if format_ == "jsonl":
        _write_beside_its_hash(target, make)
        return

    def made(path: Path) -> None:
        make(path)
        data = path.read_bytes()
        signed = marked(data, format_)
        if signed is not data:
            path.write_bytes(signed)

    write_whole(target, made)


def check_targets(
    targets: Sequence[Path],
    *,
    inputs: Sequence[Path] = (),
    force: bool = False,
    resumed: Sequence[Path] = (),
) -> None:
    """Check every target of one command, and that they are not one file.

    ``resumed`` are targets that go on from an input of the same command (``prescreen a.yaml --save a.yaml``): all of
    the input is read before and written again, so it may be one where shikii wrote it.

    Raises:
        UsageError: every target that may not be written.
    """
    problems: list[Problem] = []
    for n, target in enumerate(targets):
        try:
            check_target(target, inputs=() if target in resumed else inputs, force=force)
        except UsageError as error:
            problems += error.problems
        twice = next((t for t in targets[:n] if _same(t, target)), None)
        if twice is not None:
            remedy = "name another file for one of them"
            problems.append(
                Problem("output.same", str(target), str(twice), "two outputs would be one file", remedy)
            )
    if problems:
        raise UsageError(problems)


def check_target(target: Path, *, inputs: Iterable[Path] = (), force: bool = False) -> None:
    """Refuse to write over a folder, an input of the same command, or a file shikii did not write.

    Raises:
        UsageError: what stands there, and what to do.
    """
    try:
        there = target.stat()
    except FileNotFoundError:
        there = None
    except OSError as error:
        raise _refused("unwritable", target, error.strerror or "", "it cannot be written", _PATH) from None
    if there is None:
        parent = Path(os.path.realpath(target)).parent
        if not parent.is_dir():
            shown = target.parent
            raise _refused("folder", target, "", "the folder does not exist", f"make {shown} first")
        return
    if stat.S_ISDIR(there.st_mode):
        raise _refused("folder", target, "", "this is a folder", "name a file in it")
    if stat.S_ISCHR(there.st_mode) or stat.S_ISFIFO(there.st_mode):
        return
    if not stat.S_ISREG(there.st_mode):
        raise _refused("device", target, "", "this is no ordinary file", "name a new file")
    for named in inputs:
        found = _input_at(named, there)
        if found is not None:
            message = "this file is read by the same command and would be lost"
            raise _refused("input", target, str(found), message, "name another file")
    _refuse_foreign(target, force=force)


def _refuse_foreign(target: Path, *, force: bool) -> None:
    try:
        state = "ours" if force else state_of(target)
    except OSError as error:
        raise _refused("unwritable", target, error.strerror or "", "it cannot be read", _PATH) from None
    if state == "foreign":
        message = "there is a file already that shikii did not write"
        raise _refused("foreign", target, "", message, "name another file, or write over it with --force")
    if state == "changed":
        message = "the file was changed since shikii wrote it"
        remedy = "name another file, or write over it with --force"
        if target.suffix.lower() == ".xlsx":
            remedy = f"name another file, with --carry {target} for its judgements; or use --force"
        raise _refused("changed", target, "", message, remedy)


_PATH: Final = "check the path and its permissions"


def _refused(id_: str, target: Path, value: str, message: str, remedy: str) -> UsageError:
    return UsageError(Problem(_IDS[id_], str(target), value, message, remedy))


_IDS: Final = {
    "folder": "output.folder", "device": "output.device", "input": "output.input", "foreign": "output.foreign",
    "changed": "output.changed", "unwritable": "output.unwritable",
}  # fmt: skip


def _input_at(named: Path, there: os.stat_result) -> Path | None:
    """Return the input that is the target under any name: itself, or a file inside a folder that is read."""
    try:
        if not named.is_dir():
            return named if os.path.samestat(named.stat(), there) else None
    except OSError:
        return None
    for folder, _, names in os.walk(named):
        for name in names:
            path = Path(folder, name)
            try:
                if os.path.samestat(path.stat(), there):
                    return path if _is_read(path) else None
            except OSError:
                continue
    return None


def _is_read(path: Path) -> bool:
    """Say whether a file of a folder that is read is an input: facts always, a report of shikii never."""
    return path.suffix.lower() in _YAML or state_of(path) not in ("ours", "empty")


def _same(one: Path, other: Path) -> bool:
    try:
        there = one.stat()
        return stat.S_ISREG(there.st_mode) and os.path.samestat(there, other.stat())
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)


def _write_beside_its_hash(target: Path, make: Callable[[Path], object]) -> None:
    """Write a file that can hold no mark, with its hash beside it: at every moment the hash of what is there."""
    import hashlib
    import tempfile

    beside = sidecar_of(target)
    with tempfile.TemporaryDirectory(prefix="shikii-") as folder:
        made = Path(folder) / "made"
        make(made)
        data = made.read_bytes()
    line = f"{hashlib.sha256(data).hexdigest()}  {target.name}\n"
    before = beside.read_text("utf-8") if beside.is_file() else ""
    if before and not all(part.endswith(f"  {target.name}") for part in before.splitlines()):
        message = "there is a file already that shikii did not write"
        raise _refused("foreign", beside, "", message, f"move it, or name another file than {target}")
    write_whole(beside, lambda path: path.write_text(line + before, encoding="utf-8"))
    write_whole(target, lambda path: path.write_bytes(data))
    write_whole(beside, lambda path: path.write_text(line, encoding="utf-8"))
