"""Words of the reports in the language asked for."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ...engine.wording.phrases import listing
from ...facts.reading.eras import written
from ...facts.vocabulary import load_vocabulary
from ...facts.yaml_source import read_beside
from .labels import column_label

if TYPE_CHECKING:
    from ...engine.results.assessment import Deadline, Evidence, Judgement

__all__ = ["Words", "every_word", "span_of", "state_of"]

_DAY: Final = re.compile(r"(?<![0-9A-Za-z-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9A-Za-z-])")


@lru_cache(maxsize=1)
def _all() -> dict[str, dict[str, dict[str, str]]]:
    data: dict[str, dict[str, dict[str, str]]] = read_beside(__file__, "words.yaml")
    return data


def every_word(group: str) -> dict[str, dict[str, str]]:
    """Return all words of a group, by id and language."""
    return _all()[group]


class Words:
    """Look up words: ``Words("ja").severity("error")``.

    >>> Words("ja").severity("error"), Words("en").ui("due")
    ('要修正', 'due')
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def at_line(self, line: int) -> str:
        """Name a line of a document.

        >>> Words("ja").at_line(12), Words("en").at_line(12)
        ('12行目', 'line 12')
        """
        return f"line {line}" if self.lang == "en" else f"{line}行目"

    def place(self, evidence: Evidence) -> str:
        """Name a place within its document, by line, or by page, sheet or table; empty where only the document is known."""
        if evidence.line:
            return self.at_line(evidence.line)
        return evidence.place_en if self.lang == "en" else evidence.place

    def judged(self, judgement: Judgement) -> str:
        """Say what a person wrote of a line: the judgement, who and when, the reason, and whether the line has changed.

        >>> from shikii.engine.results.result_parts import Judgement
        >>> Words("ja").judged(Judgement(judgement="対応する", owner="税務課", remark="次回の改訂で"))
        '判断：対応する（担当 税務課）次回の改訂で'
        """
        colon, comma = (": ", ", ") if self.lang == "en" else ("：", "、")
        about = comma.join(
            f"{column_label(name, self.lang)} {value}"
            for name in ("owner", "due_by", "judged_by", "judged_on")
            if (value := getattr(judgement, name))
        )
        text = f"{self.ui('judged')}{colon}{judgement.judgement or '—'}"
        text += f"（{about}）" if about and self.lang != "en" else f" ({about}) " if about else ""
        text += judgement.remark if about or not judgement.remark else f"{comma}{judgement.remark}"
        return f"{text.rstrip()} 〔{self.ui('judged_changed')}〕" if judgement.changed else text.rstrip()

    def day(self, day: dt.date | None) -> str:
        """Write a day for people: in its era in Japanese.

        >>> import datetime as dt
        >>> Words("ja").day(dt.date(2026, 12, 1)), Words("en").day(dt.date(2026, 12, 1))
        ('令和８年１２月１日', '2026-12-01')
        """
        if day is None:
            return ""
        return day.isoformat() if self.lang == "en" else written(day)

    def days(self, text: str) -> str:
        """Write the days in a line for people, as :meth:`day` writes one: what is filed counts in eras.

        >>> Words("ja").days("2026-03-31～2026-12-01"), Words("ja").days("評価書2026-13-01号")
        ('令和８年３月３１日～令和８年１２月１日', '評価書2026-13-01号')
        """
        return text if self.lang == "en" else _DAY.sub(lambda m: _era_day(m[0]), text)

    def span(self, levels: str) -> str:
        """Return the words of a level or of two joined by ``..``.

        >>> Words("ja").span("key..full")
        '重点項目評価～全項目評価'
        """
        level = self.level
        return "～".join(level(name) for name in levels.split(".."))

    def bounds(self, floor: str, ceiling: str) -> str:
        """Say between which levels the answer lies.

        >>> Words("en").bounds("key", "full")
        'at least key, at most full'
        """
        both = f"{self.ui('at_least')} {self.level(floor)}", f"{self.ui('at_most')} {self.level(ceiling)}"
        return listing(both, self.lang)

    def fact(self, name: str, label: str = "") -> str:
        """Return the words of a fact; the label where the vocabulary does not have it."""
        known = load_vocabulary()
        if name not in known:
            return label or name
        return known[name].en if self.lang == "en" else label or known[name].ja

    def __getattr__(self, group: str) -> Any:
        """Return a function from ids of a group to words; an unknown id stays as it is."""
        entries = _all().get(group)
        if entries is None:
            raise AttributeError(group)
        return lambda key: entries.get(str(key), {}).get(self.lang, str(key))


def state_of(applies: str, status: str) -> str:
    """Name the state of a duty: not knowing whether it applies is not the same as not knowing whether it was met.

    >>> state_of("unknown", "unknown"), state_of("yes", "unknown")
    ('undecided', 'unknown')
    """
    return "undecided" if applies == "unknown" and status == "unknown" else status


def _era_day(text: str) -> str:
    try:
        return written(dt.date.fromisoformat(text))
    except ValueError:  # looks like a day and is none
        return text


def span_of(deadline: Deadline | None) -> str:
    """Write a deadline: one day, or the days between which it lies.

    >>> import datetime as dt
    >>> from shikii.engine.results.assessment import Deadline
    >>> span_of(Deadline(kind="at_latest", day=dt.date(2030, 4, 1), latest=dt.date(2030, 4, 1)))
    '～2030-04-01'
    """
    if deadline is None:
        return ""
    if deadline.kind == "exact":
        return str(deadline.day)
    return "～".join(str(day) if day else "" for day in (deadline.earliest, deadline.latest))
