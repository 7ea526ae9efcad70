"""Values that are made once and shared, also where many threads ask for the same one at the same time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import wraps
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

__all__ = ["made_once"]

_P = ParamSpec("_P")
_T = TypeVar("_T")
_MISSING: Final = object()


def made_once(most: int) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Keep the last values of a function, as ``lru_cache`` does, but never make one twice at the same time.

    Threads that ask while a value is made wait for it. What raises is not kept. Arguments must be hashable.

    >>> calls = []
    >>> @made_once(2)
    ... def double(n):
    ...     calls.append(n)
    ...     return 2 * n
    >>> double(1), double(1), double(2), double(3), double(1), calls
    (2, 2, 4, 6, 2, [1, 2, 3, 1])
    """

    def decorate(make: Callable[_P, _T]) -> Callable[_P, _T]:
        kept: OrderedDict[Hashable, object] = OrderedDict()
        lock = threading.RLock()  # a value may need another of the same function

        @wraps(make)
        def made(*args: _P.args, **kwargs: _P.kwargs) -> _T:
            key = (args, tuple(sorted(kwargs.items())))
            with lock:
                value = kept.get(key, _MISSING)
                if value is _MISSING:
                    value = kept[key] = make(*args, **kwargs)
                    while len(kept) > most:
                        kept.popitem(last=False)
                else:
                    kept.move_to_end(key)
            return cast("_T", value)

        return made

    return decorate
