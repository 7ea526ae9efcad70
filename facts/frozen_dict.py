"""A mapping that cannot be written: what an affair holds stays as it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FrozenDict", "frozen"]

_K = TypeVar("_K")
_V = TypeVar("_V")


class FrozenDict(dict[_K, _V]):
    """A dict whose every change raises; it can be hashed where its values can, pickled and copied.

    >>> facts = FrozenDict(a=1)
    >>> {**facts, "b": 2}, hash(facts) == hash(FrozenDict(a=1))
    ({'a': 1, 'b': 2}, True)
    >>> facts["a"] = 2
    Traceback (most recent call last):
    TypeError: this mapping cannot be changed; make a copy with `dict(…)`
    """

    __slots__ = ()

    def _refuse(self, *_args: object, **_more: object) -> NoReturn:
        raise TypeError("this mapping cannot be changed; make a copy with `dict(…)`")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]  # a dict has none, being open to change
        return hash(frozenset(self.items()))

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[type[Self], tuple[dict[_K, _V]]]:
        return type(self), (dict(self),)


def frozen(mapping: Mapping[Any, Any]) -> FrozenDict[Any, Any]:
    """Return a mapping that cannot be written, the same one where it is that already."""
    return mapping if isinstance(mapping, FrozenDict) else FrozenDict(mapping)
