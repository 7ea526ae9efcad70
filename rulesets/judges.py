"""The rules of adequacy in Japanese words, for the document that explains them to officials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .grammar import Judge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .loader import Ruleset

__all__ = ["ADEQUACY_WORDS", "STATE_WORDS", "STRENGTH_WORDS", "judges_tables"]

STRENGTH_WORDS: Final = {"required": "必須", "expected": "期待", "desirable": "望ましい"}
STATE_WORDS: Final = {
    "done": "記載あり",
    "not_done": "行わないと記載",
    "not_stated": "見当たらない",
    "unknown": "不明",
    "undecided": "該当不明",
    "open": "決まらない",
    "denied": "行わないと読める",
}
ADEQUACY_WORDS: Final = {
    "lacking": "課題が残されている",
    "sufficient": "十分である",
    "strong": "特に力を入れている",
}
_BOUND: Final = {"floor": "以上", "ceiling": "以下"}
_SEVERITY: Final = {"error": "要修正", "warning": "要確認", "note": "参考"}


def judges_tables(ruleset: Ruleset) -> str:
    """Write the bounds and the findings of the rules of adequacy as two Markdown tables."""
    rules = [s for s in ruleset.statements if isinstance(s, Judge)]
    bounds = [
        f"| 「{ADEQUACY_WORDS[s.then]}」{_BOUND[s.judge]} | {_words(s.when)} | {s.title} | `{s.id}` |"
        for s in rules
        if s.then
    ]
    found = [
        f"| {_SEVERITY[s.severity]} | {_words(s.when)} | {s.title} | `{s.id}` |"
        for s in rules
        if s.judge == "finding"
    ]
    return "\n".join(
        (
            "| 幅 | 措置の数 | 規則 | id |",
            "|---|---|---|---|",
            *bounds,
            "",
            "回答との食い違いとして指摘するもの:",
            "",
            "| 重要度 | 回答と措置の数 | 規則 | id |",
            "|---|---|---|---|",
            *found,
            "",
        )
    )


def _words(when: Mapping[str, object]) -> str:
    return "、".join(_tests(when))


def _tests(when: Mapping[str, object]) -> Iterator[str]:
    """Say each test of a condition; one that has no words here stays as it is written.

    >>> list(_tests({"required.done": ">= 1", "expected.open": 0, "declared": "strong"}))
    ['必須の「記載あり」が1件以上', '期待の「決まらない」が0件', '回答が「特に力を入れている」']
    """
    for name, test in when.items():
        strength, _, state = name.partition(".")
        if name == "declared":
            answers = test if isinstance(test, list) else [test]
            yield "回答が" + "又は".join(f"「{ADEQUACY_WORDS[str(a)]}」" for a in answers)
        elif name == "applicable":
            yield "リスクが該当する" if test == "yes" else "リスクが該当しない"
        elif strength in STRENGTH_WORDS:
            number = f"{str(test).removeprefix('>= ')}件{'以上' if str(test).startswith('>= ') else ''}"
            yield f"{STRENGTH_WORDS[strength]}の「{STATE_WORDS[state]}」が{number}"
        else:
            yield f"{name}: {test}"
