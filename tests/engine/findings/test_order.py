"""Protects: what is certain stands before what is grave, and a first page holds only what somebody acts on."""

from shikii.engine.findings.order import FIRST, first_lines, worth_first
from shikii.engine.results.assessment import Finding


def finding(rule, kind="consistency", severity="warning", confidence="known", title="題"):
    return Finding(
        rule=rule,
        kind=kind,
        severity=severity,
        file=None,
        risk=None,
        title=title,
        title_en="",
        detail="",
        basis=("様式4",),
        confidence=confidence,
        evidence=(),
        advice="",
        other=None,
    )


def test_certainty_goes_before_severity():
    doubtful = finding("a", severity="error", confidence="unsure")
    certain = finding("b", severity="warning")
    assert [f.rule for f in worth_first([doubtful, certain])] == ["b", "a"]


def test_contradictions_go_before_omissions_and_those_before_what_was_not_found():
    found = [finding("m", "measure"), finding("f", "form", "error"), finding("c", "consistency")]
    assert [f.rule for f in worth_first(found)] == ["c", "f", "m"]


def test_what_is_mended_in_a_minute_goes_before_a_procedure():
    found = [finding("l", "level"), finding("c", "consistency")]
    assert [f.rule for f in worth_first(found)] == ["c", "l"]


def test_notes_and_what_asks_to_be_checked_come_after_a_warning():
    found = [finding("n", severity="note"), finding("q", title="記載がない（要確認）"), finding("w")]
    assert [f.rule for f in worth_first(found)] == ["w", "q", "n"]


def test_a_first_page_takes_one_line_a_rule_and_nothing_that_was_only_not_found():
    found = worth_first([finding(f"r{n % 20:02}") for n in range(40)] + [finding("m", "measure", "error")])
    first = first_lines(found)
    assert len(first) == FIRST
    assert len({f.rule for f in first}) == FIRST
    assert first_lines(worth_first([finding("m", "measure", "error")])) == ()
