"""How far a property test searches: so many examples in the suite, as many times more in a hunt."""

from hypothesis import settings


def examples(number: int, **more) -> settings:
    """Settings for ``number`` examples where the profile has its usual hundred, in proportion where it has more."""
    return settings(max_examples=max(1, number * settings.default.max_examples // 100), **more)
