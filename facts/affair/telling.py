"""What is told of an affair after the first: it takes the place of what was known before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ..errors import InputError, Problem
from ..vocabulary import Scope, load_vocabulary
from ..yaml_source import Located
from .affair import LISTS, Affair, File
from .builder import build_affair
from .naming import named_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .record import Index

__all__ = ["TOLD_LISTS", "told_more"]

#: The lists of an affair by the name that facts files give them, and where an affair keeps them.
TOLD_LISTS: Final = {
    name: "known_files" if name == "files" else name for name in LISTS if name != "entrustments"
}


def told_more(affair: Affair, data: Mapping[str, Any]) -> Affair:
    """Return the affair with what a facts file would say in place of what it said of the same facts before.

    >>> from shikii import read_affair
    >>> before = read_affair({"headcount": 5, "handlers": 3}, "x")
    >>> after = told_more(before, {"対象人数": 9, "handlers": None, "hearing": {"from": "2025-04-01"}})
    >>> after.headcount, after.handlers, after.range("hearing.from").exact
    (Range(lo=9, hi=9), None, True)

    Raises:
        InputError: unknown names and unreadable values; facts of a file where several are known.
    """
    read = build_affair(Located(dict(data)), affair.source, part=True)
    own, below, lists = named_facts(data)
    own = load_vocabulary().with_days(own)
    out = replace(
        affair,
        values={**_without(affair.values, own), **read.values},
        blank=(affair.blank - own) | read.blank,
        places={**_kept(affair.places, own, ()), **_of(read.places, Scope.AFFAIR)},
        sources={**_kept(affair.sources, own, ()), **_of(read.sources, Scope.AFFAIR)},
        unknown_reasons={**_without(affair.unknown_reasons, own), **read.unknown_reasons},
    )
    if "files" not in lists and (below or "entrustments" in lists):
        out = _with_file(out, read, below, entrusted="entrustments" in lists)
    elif "files" in lists:
        lists = lists - {"entrustments"}
    replaced = lists & TOLD_LISTS.keys()
    scopes = {LISTS[name] for name in replaced} | ({Scope.ENTRUSTMENT} if "files" in replaced else set())
    fields: dict[str, Any] = {TOLD_LISTS[name]: getattr(read, TOLD_LISTS[name]) for name in replaced}
    if "files" in replaced:
        fields["files_listed_all"] = read.files_listed_all
    if "incidents" in replaced:
        fields["incidents_listed_all"] = read.incidents_listed_all
    passages = [
        p for p in out.passages if not (read.passages and p.file is None) and not _gone(p.file, replaced)
    ]
    return replace(
        out,
        **fields,
        passages=(*passages, *read.passages),
        fields=(*(n for n in out.fields if not _gone(n.file, replaced)), *read.fields),
        places={**_outside(out.places, scopes), **_inside(read.places, scopes)},
        sources={**_outside(out.sources, scopes), **_inside(read.sources, scopes)},
    )


def _gone(file: str | None, replaced: Iterable[str]) -> bool:
    return file is not None and "files" in replaced


def _with_file(affair: Affair, read: Affair, below: frozenset[str], *, entrusted: bool) -> Affair:
    """Put facts told at the top into the one file without a name."""
    if len(affair.files) > 1 or any(f.name for f in affair.files):
        remedy = "tell `files` whole, each with its name and facts"
        raise InputError(
            Problem(
                "facts.misplaced",
                "$",
                ", ".join(sorted(below)),
                "a fact of a file, of which several are known",
                remedy,
            )
        )
    known = affair.files[0] if affair.files else None
    told = read.files[0] if read.files else File()
    if known is None:
        file: File = told
    else:
        file = replace(
            known,
            values={**_without(known.values, below), **told.values},
            blank=(known.blank - below) | told.blank,
            measures={**known.measures, **told.measures},
            entrustments=told.entrustments if entrusted else known.entrustments,
            listed_all=told.listed_all if entrusted else known.listed_all,
        )
    gone = {Scope.ENTRUSTMENT} if entrusted else set()
    return replace(
        affair,
        known_files=(file,),
        places={**_outside(_kept(affair.places, below, (0,)), gone), **_inside(read.places, _BELOW)},
        sources={**_outside(_kept(affair.sources, below, (0,)), gone), **_inside(read.sources, _BELOW)},
    )


_BELOW: Final = frozenset({Scope.FILE, Scope.ENTRUSTMENT})


def _without(values: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if k not in names}


def _kept(values: Mapping[tuple[str, Index], Any], names: frozenset[str], index: Index) -> dict[Any, Any]:
    return {k: v for k, v in values.items() if k[1] != index or k[0] not in names}


def _scope(name: str) -> Scope | None:
    vocabulary = load_vocabulary()
    return vocabulary[name].scope if name in vocabulary else None


def _of(values: Mapping[tuple[str, Index], Any], scope: Scope) -> dict[Any, Any]:
    return _inside(values, {scope})


def _inside(values: Mapping[tuple[str, Index], Any], scopes: Iterable[Scope]) -> dict[Any, Any]:
    wanted = set(scopes)
    return {k: v for k, v in values.items() if _scope(k[0]) in wanted}


def _outside(values: Mapping[tuple[str, Index], Any], scopes: Iterable[Scope]) -> dict[Any, Any]:
    unwanted = set(scopes)
    return {k: v for k, v in values.items() if _scope(k[0]) not in unwanted}
