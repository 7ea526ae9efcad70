"""Words of a page in both languages at once, so that a reader can switch without loading anything."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from ..wording.words import Words

__all__ = ["Both", "pair"]


def pair(ja: str, en: str) -> Markup:
    """Put two wordings side by side; the page shows the one of its language.

    >>> str(pair("義務", "duty"))
    '<span lang="ja">義務</span><span lang="en">duty</span>'
    """
    return Markup('<span lang="ja">{}</span><span lang="en">{}</span>').format(ja, en)


class Both:
    """Look up words as :class:`Words` does, in both languages.

    >>> str(Both().status("met"))
    '<span lang="ja">実施済</span><span lang="en">met</span>'
    """

    def __init__(self) -> None:
        self._ja, self._en = Words("ja"), Words("en")

    def __getattr__(self, group: str) -> Any:
        """Return what :class:`Words` has under this name, as a function that gives both wordings."""
        ja, en = getattr(self._ja, group), getattr(self._en, group)
        return lambda *keys: pair(ja(*keys), en(*keys))

    def of(self, ja: str, en: str = "") -> Markup | str:
        """Show a text that has an English wording in both, another in Japanese alone."""
        return pair(ja, en) if en and en != ja else ja

    def option(self, lang: str, group: str, key: str, value: str | None = None) -> Markup:
        """Write an option of a drop-down, which can hold plain words only."""
        ja, en = getattr(self._ja, group)(key), getattr(self._en, group)(key)
        return Markup('<option value="{}" data-ja="{}" data-en="{}">{}</option>').format(
            key if value is None else value, ja, en, en if lang == "en" else ja
        )

    def attributes(self, lang: str, key: str, name: str = "aria-label") -> Markup:
        """Write an attribute in the page's language, with both wordings beside it for the switch."""
        ja, en = self._ja.ui(key), self._en.ui(key)
        return Markup('{0}="{1}" data-words="{0}" data-ja="{2}" data-en="{3}"').format(
            name, en if lang == "en" else ja, ja, en
        )
