"""The folder of a run: made beside the earlier one and put in its place when it is whole.

Beside `out` stands `.out.shikii` while a run is being made: a lock, `new`, and for a moment `old`. A run that is
killed leaves it behind, and the next one puts things right by these names: an `old` without an `out` is moved back;
an `old` beside a whole `out` is cleared, and what people put into it or changed in it goes to `out`.
"""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ...facts.errors import Problem, UsageError
from .locks import Busy, held_folder
from .manifest import MANIFEST, Manifest, files_of, read_manifest, sha256_of
from .settle import Plan, read_plan, settle, write_plan
from .whole import keep_rights, short_name, sync, told_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["RunDirectory", "claim"]

_SYSTEM: Final = {".DS_Store", "Thumbs.db", "desktop.ini"}
_NEW, _OLD = "new", "old"


@dataclass
class RunDirectory:
    """A run being made: its files are written below ``work`` and stand in ``directory`` after :meth:`commit`.

    ``notes`` says what was put right or kept aside, for the people who called.
    """

    directory: Path
    work: Path
    real: Path
    notes: list[str] = field(default_factory=list)

    def commit(
        self,
        *,
        inputs: Sequence[str] = (),
        ruleset: Mapping[str, Any] | None = None,
        layers: Sequence[Mapping[str, str]] = (),
        read: Sequence[Path] = (),
    ) -> tuple[str, ...]:
        """Write the manifest and put the run in the place of the earlier one; return the paths of its files.

        ``read`` are files and runs that were read out of this very folder and are kept: an earlier workbook, the
        earlier run itself. Files that were changed by hand since are kept in `kept-by-hand`.

        Raises:
            UsageError: somebody put other things there meanwhile, or it cannot be written.
        """
        from ... import __version__

        made = files_of(self.work)
        sums = {name: sha256_of(path) for name, path in made.items()}
        manifest = Manifest(sums, inputs, ruleset or {}, layers, __version__)
        (self.work / MANIFEST).write_text(manifest.text(), encoding="utf-8")
        _refuse_unfit(self.directory, self.real)
        earlier = self.real if self.real.is_dir() else None
        keep_rights(self.work, earlier)
        if earlier:
            for name, path in made.items():
                if sums[name] and (earlier / name).is_file():
                    keep_rights(path, earlier / name)
        for path in (*made.values(), self.work / MANIFEST, self.work):
            sync(path)
        self._swap(earlier, _plan(self.real, read))
        return (*made, MANIFEST)

    def _swap(self, earlier: Path | None, plan: Plan) -> None:
        beside = self.work.parent
        old = beside / _OLD
        if earlier:
            write_plan(beside, plan)
            self.real.rename(old)
        try:
            self.work.rename(self.real)
        except BaseException:
            if earlier:
                old.rename(self.real)
            raise
        sync(self.real.parent)
        if earlier:
            self.notes += _told(self.directory, settle(old, self.real, plan))


@contextmanager
def claim(directory: Path, *, inputs: Sequence[Path] = ()) -> Iterator[RunDirectory]:
    """Hold a folder for one run: new, empty, or a run of `shikii batch`; put right what a killed run left.

    ``inputs`` are what the run reads; none of them may lie in the folder. Without a commit nothing changes.

    Raises:
        UsageError: the folder is something else, or another run is being written there.
    """
    real = Path(os.path.realpath(directory))
    _refuse_place(directory, real, inputs)
    beside = real.parent / f".{short_name(real.name)}.shikii"
    if not (beside / _OLD).is_dir():
        _refuse_unfit(directory, real)
    with ExitStack() as held:
        with told_of(directory):
            real.parent.mkdir(parents=True, exist_ok=True)
            try:
                held.enter_context(held_folder(beside))
            except Busy:
                message = "another run is being written here"
                remedy = "wait until it has ended, or name another folder"
                raise _refused("output.busy", directory, "", message, remedy) from None
            held.callback(_clear, beside)
            run = RunDirectory(directory, beside / _NEW, real)
            run.notes += _recovered(directory, real, beside)
            _refuse_unfit(directory, real)
            run.work.mkdir()
        yield run


def _refuse_place(directory: Path, real: Path, inputs: Sequence[Path]) -> None:
    """Refuse a folder that must not be moved: where people stand, a mounted one, one that holds an input."""
    if not real.is_dir():
        return
    if os.path.ismount(real):
        message, remedy = "this is a file system of its own", f"name a folder in it: {directory / 'run'}"
        raise _refused("output.mount", directory, "", message, remedy)
    with suppress(FileNotFoundError):
        if _within(Path.cwd(), real):
            message = "the command is called from inside this folder"
            raise _refused("output.here", directory, "", message, "name a new folder, such as -o out")
    for path in inputs:
        if _within(path, real):
            message = "an input of the same command lies in this folder"
            raise _refused("output.input", directory, str(path), message, "name a new folder, such as -o out")


def _within(path: Path, folder: Path) -> bool:
    """Say whether a path is a folder or lies below it, by what the system says is the same."""
    here = Path(os.path.realpath(path))
    for place in (here, *here.parents):
        with suppress(OSError):
            if place.samefile(folder):
                return True
    return False


def _refuse_unfit(directory: Path, real: Path) -> None:
    """Refuse a folder that is neither new, nor empty, nor a run."""
    if not os.path.lexists(real):
        return
    if not real.is_dir():
        raise _refused("output.not-a-run", directory, "", "this is no folder", _OTHER)
    with told_of(directory):
        names = set(os.listdir(real)) - _SYSTEM  # noqa: PTH208 - names only
    if names and read_manifest(real) is None:
        shown = ", ".join(sorted(names)[:3]) + (", …" if len(names) > 3 else "")
        message = "this folder holds files and is no run of `shikii batch` (it has no manifest of one)"
        remedy = _OTHER
        if {"affairs.parquet", "findings.xlsx"} <= names:  # of a version that wrote no manifest
            remedy = f"name a new folder, with --carry {directory / 'findings.xlsx'} for the judgements in it"
        raise _refused("output.not-a-run", directory, shown, message, remedy)


_OTHER: Final = "name a new or an empty folder, such as -o out-2, or the folder of an earlier run"


def _refused(id_: str, directory: Path, value: str, message: str, remedy: str) -> UsageError:
    return UsageError(Problem(id_, str(directory), value, message, remedy))


def _recovered(directory: Path, real: Path, beside: Path) -> list[str]:
    """Put right what a killed run left; return what to tell."""
    old = beside / _OLD
    notes: list[str] = []
    if old.is_dir():
        if not real.is_dir() or not os.listdir(real):  # noqa: PTH208 - names only
            if real.is_dir():
                real.rmdir()
            old.rename(real)
            notes.append(f"{directory}: an interrupted run had moved the earlier one aside; it is back")
        elif read_manifest(real) is not None:
            notes += _told(directory, settle(old, real, read_plan(beside)))
        else:
            shown = old if directory.is_symlink() else directory.parent / beside.name / _OLD
            message = (
                f"an interrupted run left an earlier run in {shown}, and this folder holds something else"
            )
            raise _refused("output.leftover", directory, "", message, f"move {shown} or {directory} away")
    if (beside / _NEW).is_dir():
        shutil.rmtree(beside / _NEW)
    return notes


def _told(directory: Path, kept: Mapping[str, str]) -> list[str]:
    return [f"{directory / was}: kept as {directory / now}" for was, now in kept.items()]


def _clear(beside: Path) -> None:
    """Remove what was made and not committed; the earlier run, where it still stands here, stays."""
    shutil.rmtree(beside / _NEW, ignore_errors=True)
    if not (beside / _OLD).is_dir():
        with suppress(OSError):
            (beside / "plan.json").unlink(missing_ok=True)


def _plan(real: Path, read: Sequence[Path]) -> Plan:
    """Name the files to keep of those that were read out of the folder itself."""
    manifest = read_manifest(real)
    keep: set[str] = set()
    earlier = ""
    for path in read if manifest else ():
        if path.is_dir() and path.samefile(real):
            number = next(n for n in range(1, 10**6) if not os.path.lexists(real / _earlier(n)))
            earlier = _earlier(number)
        elif _within(path, real):
            keep.add(Path(os.path.realpath(path)).relative_to(real).as_posix())
    return Plan(tuple(sorted(keep)), earlier)


def _earlier(number: int) -> str:
    return "kept-earlier" + (f"-{number}" if number > 1 else "")
