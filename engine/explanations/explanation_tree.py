"""Why: a conclusion unfolded down to the facts as they were read, as a tree of sentences in both languages.

Sentences come from the ruleset (``because`` of a row or a definition) and from its sentences that hold them together.
Only what bears on the conclusion is shown: of "any" what holds, of "all" what fails.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ...rulesets.language.conditions import Atom, normal
from ...rulesets.language.grammar import Check, Decide, Expect, Oblige
from ..evaluation.truth import Truth
from .explanation_sentences import Teller, node
from .unfold import Unfolder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...facts.affair.record import Index
    from ...facts.vocabulary import Scope
    from ...rulesets.language.conditions import Condition
    from ...rulesets.language.grammar import RowRule, Statement
    from ...rulesets.program.decision_tables import Row, Table
    from ..evaluation.prepare import Prepared
    from ..evaluation.view import View
    from ..results.assessment import Determination, Explanation

__all__ = ["Explainer"]


class Explainer:
    """Explains the conclusions of one evaluation."""

    def __init__(self, view: View, prepared: Prepared) -> None:
        self.view = view
        self.prepared = prepared
        self.tell = Teller(view, prepared.affair)
        self.unfold = Unfolder(view, self.tell)

    # ---- levels

    def level(self, decide: Decide, table: Table, said: Determination) -> Explanation:
        """Explain a level: the deciding row (or those still open), then why not every other level."""
        rules = {r.id: r for r in decide.rows}
        rows = [row for row in table.rows if row.id in said.rules]
        settled = len(said.possible) == 1
        outcomes = {o.id: (o.ja, o.en) for o in decide.outcomes}
        if settled and len(rows) > 1:
            titles = [(rules[r.id].title, rules[r.id].title_en or rules[r.id].title) for r in rows]
            text = self.tell.both(
                "level_settled_many",
                level=outcomes[said.floor],
                titles=self.tell.list([f"「{t[0]}」" for t in titles], [f"“{t[1]}”" for t in titles]),
            )
        elif settled:
            text = self.tell.both(
                "level_settled", level=outcomes[said.floor], because=self.because(rules[rows[0].id], ())
            )
        else:
            text = self.tell.both(
                "level_open",
                floor=outcomes[said.floor],
                ceiling=outcomes[said.ceiling],
                ask=self.tell.ask(said),
            )
        sure = settled and len(rows) == 1
        children = [
            self.row(row, rules[row.id], outcomes[row.outcome], sure=sure, open_=not settled) for row in rows
        ]
        children += [node("note", (i.why, i.why_en), i.fact) for i in said.irrelevant]
        for outcome, words in outcomes.items():
            failing = [row for row in table.rows if row.outcome == outcome and outcome not in said.possible]
            if failing:
                children.append(self.not_level(outcome, words, failing, rules))
        top = node("level", text, said.floor if settled else "", children, truth=_settled(settled))
        return top.model_copy(update={"basis": said.basis, "confidence": said.confidence})

    def row(self, row: Row, rule: RowRule, level: tuple[str, str], *, sure: bool, open_: bool) -> Explanation:
        """Explain a row that decides, or that still can."""
        title = (rule.title, rule.title_en or rule.title)
        key = "row_holds" if sure else "row_open" if open_ else "row_may"
        truth = _settled(sure)
        text = self.tell.both(key, title=title, level=level)
        return node(
            "row", text, children=self.unfold.reasons(row.when, (), truth=truth), truth=truth, rule=rule
        )

    def not_level(
        self, outcome: str, words: tuple[str, str], rows: list[Row], rules: dict[str, RowRule]
    ) -> Explanation:
        """Explain why a level is not reached: every row of it, test by test."""
        children = [self.failed(row, rules[row.id]) for row in rows]
        return node("level", self.tell.both("level_not", level=words), outcome, children, truth=Truth.FALSE)

    def failed(self, row: Row, rule: RowRule) -> Explanation:
        """Explain why a row cannot decide, test by test."""
        tests = self.unfold.reasons(row.when, (), truth=Truth.FALSE, deep=False)
        short = [self.tell.short(atom) for atom in self.failing(row.when, ())]
        text = self.tell.both(
            "row_fails",
            title=(rule.title, rule.title_en or rule.title),
            tests=self.tell.list([s[0] for s in short], [s[1] for s in short]),
        )
        return node("row", text, children=tests, truth=Truth.FALSE, rule=rule)

    def failing(self, condition: Condition, index: Index) -> Iterator[Atom]:
        """Yield the tests that make a condition fail."""
        for atom, truth in self.unfold.bearing(normal(condition), index, Truth.FALSE):
            if truth is Truth.FALSE:
                yield atom

    def because(self, rule: RowRule, index: Index) -> tuple[str, str]:
        """Return the sentence of a row with its values, or its title as one."""
        title = (rule.title, rule.title_en or rule.title)
        plain = self.tell.both("because_title", title=title)
        return (
            self.tell.fill(rule.because, index, "ja") if rule.because else plain[0],
            self.tell.fill(rule.because_en, index, "en") if rule.because_en else plain[1],
        )

    # ---- other conclusions

    def statement(self, s: Statement) -> list[Explanation]:
        """Explain a duty, a check or an expected measure, once per row it speaks of."""
        leaves = {leaf.part: leaf for leaf in self.view.program.leaves if leaf.rule == s.id}
        if not leaves or not isinstance(s, (Oblige, Check, Expect)):
            return []
        scope: Scope = leaves["when"].scope
        return [self._one(s, row.index, scope) for row in self.view.record.of(scope)]

    def nothing(self, scope: Scope) -> Explanation:
        """Say that the record has no row to speak of."""
        key = "list_empty" if self.view.record.is_complete(scope, ()) else "list_open"
        return node("note", self.tell.both(key, scope=self.tell.both(f"scope_{scope}")), f"{scope}")

    def _one(self, s: Oblige | Check | Expect, index: Index, scope: Scope) -> Explanation:
        parts = {leaf.part: leaf.when for leaf in self.view.program.leaves if leaf.rule == s.id}
        truths = {part: self.view.evaluation.truths[s.id, part, index] for part in parts}
        title = (s.title, s.title_en or s.title)
        applies = truths["when"]
        if isinstance(s, Oblige):
            met = truths["met"]
            state = "not_applicable" if applies is Truth.FALSE else "unknown"
            if applies is Truth.TRUE and met is not Truth.UNKNOWN:
                state = "met" if met is Truth.TRUE else "unmet"
            shown = ["when"] if applies is Truth.FALSE else ["when", "met"]
            kind: Literal["duty", "finding"] = "duty"
            text = self.tell.both(f"duty_{state}", title=title)
        else:
            part = "gap" if isinstance(s, Expect) else "when"
            shown, kind = [part], "finding"
            text = self.tell.both(f"finding_{truths[part]}", title=title)
        if index:
            where = self.tell.row_name(scope, index)
            text = (f"{where[0]}：{text[0]}", f"{where[1]}: {text[1]}")
        heads = {"when": "duty_when", "met": "duty_unless"}
        children: list[Explanation] = []
        for part in shown:
            found = self.unfold.reasons(parts[part], index, truth=truths[part])
            if kind == "duty" and found:
                children.append(node("group", self.tell.both(heads[part]), children=found))
            else:
                children += found
        return node(kind, text, children=children, truth=truths[shown[-1]], rule=s)


def _settled(settled: bool) -> Truth:
    return Truth.TRUE if settled else Truth.UNKNOWN
