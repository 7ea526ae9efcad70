"""What the public functions are given, checked at the door: wrong use is named with argument, value and remedy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, get_args

from .affair.affair import Affair
from .errors import Problem, UsageError, shorten

__all__ = [
    "Executor",
    "affair_of",
    "affairs_of",
    "callable_of",
    "day_of",
    "executor_of",
    "facts_of",
    "instance_of",
    "path_of",
    "text_of",
]

#: Which executor runs single affairs; all give the same results.
Executor = Literal["auto", "session", "reference"]
_EXECUTORS: Final = get_args(Executor)
_T = TypeVar("_T")


def _wrong(place: str, value: object, message: str, remedy: str) -> UsageError:
    shown = type(value).__name__ if isinstance(value, (type, Mapping, list, tuple)) else shorten(repr(value))
    return UsageError(Problem("argument.type", place, shown, message, remedy))


def day_of(value: object, place: str = "as_of") -> dt.date:
    """Return a day; a point in time is none, since it falls on two days depending on where one stands.

    >>> day_of(dt.date(2026, 4, 1))
    datetime.date(2026, 4, 1)

    Raises:
        UsageError: anything else.
    """
    if isinstance(value, dt.datetime):
        raise _wrong(place, value, "a point in time, not a day", "give its day in Japan: `….date()`")
    if not isinstance(value, dt.date):
        raise _wrong(place, value, "not a day", "give a day such as `datetime.date(2026, 4, 1)`")
    return value


def executor_of(value: object, place: str = "executor") -> Executor:
    """Return the name of an executor.

    Raises:
        UsageError: there is none of that name.
    """
    for name in _EXECUTORS:
        if isinstance(value, str) and value == name:
            return name  # type: ignore[no-any-return]  # get_args knows no types
    raise _wrong(place, value, "no executor of this name", f"give one of: {', '.join(_EXECUTORS)}")


def affair_of(value: object, place: str = "affair") -> Affair:
    """Return an affair.

    Raises:
        UsageError: anything else; a mapping of facts must be read first.
    """
    if isinstance(value, Affair):
        return value
    if isinstance(value, Mapping):
        raise _wrong(place, value, "facts not read yet", "read them first: `read_affair(facts, source)`")
    raise _wrong(place, value, "not an affair", "give what `read_affair` returns")


def affairs_of(value: object, place: str = "affairs") -> Iterable[Affair]:
    """Return affairs, each checked when its turn comes.

    Raises:
        UsageError: no iterable, or one affair alone.
    """
    if isinstance(value, Affair):
        raise _wrong(place, value.affair, "one affair where several are expected", "put it into a list")
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise _wrong(place, value, "not a list of affairs", "give a list of what `read_affair` returns")
    return (affair_of(one, f"{place}[{n}]") for n, one in enumerate(value))


def facts_of(value: object, place: str) -> Mapping[str, Any]:
    """Return facts by name.

    Raises:
        UsageError: no mapping, or one with keys that are no words.
    """
    if not isinstance(value, Mapping):
        raise _wrong(
            place, value, "not facts", "give a mapping of names to values, as a facts file holds them"
        )
    for name in value:
        if not isinstance(name, str):
            raise _wrong(
                place, name, "a name that is no word", "name facts by words, see `shikii facts schema`"
            )
    return value


def text_of(value: object, place: str) -> str:
    """Return words.

    Raises:
        UsageError: anything else.
    """
    if not isinstance(value, str):
        raise _wrong(place, value, "not a text", "give a `str`")
    return value


def path_of(value: object, place: str, *, folder: bool = False) -> Path:
    """Return the path of something that is there.

    Raises:
        UsageError: no path, nothing there, or a folder where a file is expected (and the other way round).
    """
    what = "folder" if folder else "file"
    if isinstance(value, str) and value and "\0" not in value:
        value = Path(value)
    if not isinstance(value, Path):
        raise _wrong(place, value, "not a path", f"give the path of a {what} as `str` or `pathlib.Path`")
    if not (value.is_dir() if folder else value.exists() and not value.is_dir()):
        problem = Problem("argument.path", place, str(value), f"there is no such {what}", "check the path")
        raise UsageError(problem)
    return value


def callable_of(value: Callable[..., object], place: str) -> Callable[..., object]:
    """Return a function.

    Raises:
        UsageError: what cannot be called.
    """
    if not callable(value):
        raise _wrong(place, value, "not a function", "give a function of one argument")
    return value


def instance_of(value: object, kind: type[_T], place: str, remedy: str) -> _T:
    """Return a value of a type.

    Raises:
        UsageError: it is of another type.
    """
    if not isinstance(value, kind):
        raise _wrong(place, value, f"not of type {kind.__name__}", remedy)
    return value
