"""The rules of measures and of adequacy as Japanese tables, for the documents that explain them to officials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..facts.forms.model import MEASURE_PARTS, load_forms
from ..rulesets.language.grammar import Expect, Judge
from ..rulesets.loader import FORMS
from ..rulesets.program.measure_counts import STRENGTHS
from .wording.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..authoring.measure_catalogue import Catalogue
    from ..rulesets.ruleset import Ruleset

__all__ = ["counted", "judges_tables", "measures_table"]

WORDS: Final = Words("ja")
#: What is counted besides the states a measure can be in.
_COUNTED: Final = {"undecided": "該当するか不明", "open": "決まらない", "denied": "行わないと読める"}
_BOUND: Final = {"floor": "以上", "ceiling": "以下"}


def counted(state: str) -> str:
    """Name what a rule of adequacy counts.

    >>> counted("done"), counted("open")
    ('記載あり', '決まらない')
    """
    return _COUNTED.get(state) or str(WORDS.state(state))


def measures_table(ruleset: Ruleset, catalogue: Catalogue) -> str:
    """Write every measure the ruleset expects as Japanese Markdown, one table per section of 様式4."""
    out: list[str] = []
    for part, title in _titles():
        rules = [s for s in ruleset.of(Expect) if s.risks[0].split("-")[0] == part]
        out += [f"## {title}", "", *_rows(rules, ruleset, catalogue), ""]
    return "\n".join((*out, *_notes(catalogue))).rstrip() + "\n"


def _titles() -> Iterator[tuple[str, str]]:
    form = next(f for f in load_forms(FORMS).forms if f.id == "full")
    for section in form.sections:
        for part in section.parts:
            if part.id in MEASURE_PARTS and section.id in ("measures", "others"):
                yield part.id, f"{section.label[0]}{part.number} {part.label}"


def _rows(rules: Iterable[Expect], ruleset: Ruleset, catalogue: Catalogue) -> Iterator[str]:
    yield "| id | 措置 | リスク | 条件 | 強度 | 位置づけ | 欄 | 根拠 | 根拠の確認状況 | まとめた元の項目 |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for s in rules:
        weak = "（弱）" if s.weak else ""
        cells = (
            f"`{s.id}`{weak}",
            s.title,
            " ".join(s.risks),
            "・".join(_conditions(s, ruleset)) or "なし",
            WORDS.strength(s.expect),
            WORDS.force(s.force),
            "あり" if s.field else "なし",
            " / ".join(s.basis),
            WORDS.confidence(s.confidence),
            " ".join(f"`{i}`" for i in catalogue.merged(s.id)) or "—",
        )
        yield f"| {' | '.join(c.replace('|', chr(92) + '|') for c in cells)} |"


def _conditions(measure: Expect, ruleset: Ruleset) -> Iterator[str]:
    """Name what a measure depends on; that the form has a place for measures goes without saying."""
    for name in dict.fromkeys(_facts(measure.when)):
        if name != "form":
            yield ruleset.vocabulary[name].ja


def _facts(raw: object) -> Iterator[str]:
    if isinstance(raw, list):
        for one in raw:
            yield from _facts(one)
    elif isinstance(raw, dict):
        for key, value in raw.items():
            if key in ("any", "all", "not"):
                yield from _facts(value)
            else:
                yield str(key)


def _notes(catalogue: Catalogue) -> Iterator[str]:
    """Say what there is to say of entries, such as why one has several rules or none, and which rules no entry names."""
    yield "## 元の項目についての注記"
    yield ""
    yield "| 元の項目 | 規則 | 注記 |"
    yield "|---|---|---|"
    for e in catalogue.entries:
        if e.note:
            note = e.note.replace("|", "\\|")
            yield f"| `{e.id}` | {' '.join(f'`{r}`' for r in e.measures) or '—'} | {note} |"
    yield ""
    if catalogue.beyond:
        yield "## 元の項目にない規則"
        yield ""
    for b in catalogue.beyond:
        yield f"- {' '.join(f'`{r}`' for r in b.rules)}: {b.reason}"


def judges_tables(ruleset: Ruleset) -> str:
    """Write the bounds and the findings of the rules of adequacy as two Markdown tables."""
    rules = [s for s in ruleset.statements if isinstance(s, Judge)]
    bounds = [
        f"| 「{WORDS.adequacy(s.then)}」{_BOUND[s.judge]} | {_words(s.when)} | {s.title} | `{s.id}` |"
        for s in rules
        if s.then
    ]
    found = [
        f"| {WORDS.severity(s.severity)} | {_words(s.when)} | {s.title} | `{s.id}` |"
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
            yield "回答が" + "又は".join(f"「{WORDS.adequacy(a)}」" for a in answers)
        elif name == "applicable":
            yield "リスクが該当する" if test == "yes" else "リスクが該当しない"
        elif strength in STRENGTHS:
            number = f"{str(test).removeprefix('>= ')}件{'以上' if str(test).startswith('>= ') else ''}"
            yield f"{WORDS.strength(strength)}の「{counted(state)}」が{number}"
        else:
            yield f"{name}: {test}"
