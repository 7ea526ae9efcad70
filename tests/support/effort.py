"""How far a test searches: so many examples or cases in the suite, as many times more in a hunt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterable


def examples(number: int, **more) -> settings:
    """Settings for ``number`` examples where the profile has its usual hundred, in proportion where it has more."""
    return settings(max_examples=max(1, number * settings.default.max_examples // 100), **more)


def every(step: int, cases: Iterable[Any]) -> list[Any]:
    """Cases for ``parametrize``: every so many-th runs in the suite, the others in the slow tier.

    A case of several arguments is a tuple.
    """
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.slow if n % step else ()
        )
        for n, case in enumerate(cases)
    ]
