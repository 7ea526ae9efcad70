"""Protects: what counts for a risk and what does not, and the findings where answer and measures certainly part."""

import datetime as dt

import pytest
from endings import load_endings, sentence

from shikii import read_affair
from shikii.engine.evaluation.prepare import prepare
from shikii.engine.evaluation.view import View
from shikii.engine.executors.durable import evaluate_session
from shikii.engine.executors.reference import evaluate
from shikii.engine.findings.adequacy_doubts import doubtful
from shikii.engine.findings.risk_sheets import part_sheets, risk_lines
from shikii.rulesets.loader import DEFAULT, read_ruleset
from shikii.rulesets.program.program import compile_program

DAY = dt.date(2025, 4, 1)
MEASURE = """\
  - expect: {strength}
    id: {id}
    title: {title}
    title_en: {id}
    risks: [keep-2]
    when: {when}
    weak: {weak}
    shown_by: {{sections: [keep], patterns: ['{words}']}}
    shows: [{words}を行っている。]
    advice: a
    basis: [様式4]
    confidence: known
"""


def measure(id_, words, strength="required", when="{form: full}", weak="false"):
    return MEASURE.format(id=id_, words=words, title=words, strength=strength, when=when, weak=weak)


RULES = "rules:\n" + "".join(
    [
        measure("m-lock", "施錠"),
        measure("m-log", "入退室の記録", strength="expected"),
        measure("m-cloud", "暗号化", when="{form: full, nws_linkage: yes}"),
        measure("m-weak", "巡回", when="{form: full, file.entrusts: yes}", weak="true"),
    ]
)


def lines(facts, run=evaluate):
    files = [
        (f"rules/{n}", (DEFAULT / n).read_text("utf-8")) for n in ("adequacy.yaml", "adequacy-findings.yaml")
    ]
    program = compile_program(read_ruleset([("rules/m.yaml", RULES), *files]), DAY)
    prepared = prepare(program, read_affair({"form": "全項目評価書", **facts}, "a.yaml"))
    view = View(program, prepared.record, run(program, prepared.record))
    found = [line for line in risk_lines(view, prepared) if line.sheet.risk == "keep-2"]
    return found, list(doubtful(view, prepared, found))


def facts(adequacy="十分である", text=None, measures=None, nws="実施しない", entrusts=False, files=("甲",)):
    risk = {"applicable": True} | ({"adequacy": adequacy} if adequacy else {})
    return {
        "nws_linkage": nws,
        "files": [
            {"name": n, "entrusts": entrusts, "risks": {"keep-2": risk}, "measures": measures or {}}
            | ({"narratives": {"keep": text}} if text else {})
            for n in files
        ],
    }


def one(given):
    ((line,), found) = lines(given)
    return line.sheet, found


def span(sheet):
    return sheet.derived.floor, sheet.derived.ceiling


def test_what_is_shown_bears_the_answer_out():
    sheet, found = one(facts(text="施錠を行っている。入退室の記録を行っている。"))
    assert span(sheet) == ("sufficient", "strong")
    assert (sheet.comparison, found) == ("borne_out", [])


def test_declared_answers_alone_show_no_measure():
    sheet, _ = one(facts(adequacy="特に力を入れている"))
    assert span(sheet) == ("lacking", "strong")
    assert sheet.comparison == "cannot_tell"
    assert sheet.measures.done == 0


def test_a_measure_that_may_be_expected_stands_in_the_way_of_a_floor():
    text = "施錠を行っている。入退室の記録を行っている。"
    sheet, _ = one(facts(text=text, nws="不明"))
    assert span(sheet) == ("lacking", "strong")
    assert (sheet.measures.undecided, sheet.comparison, sheet.settling) == (1, "cannot_tell", ())
    shown, _ = one(facts(text=text + "暗号化を行っている。", nws="不明"))
    assert span(shown) == ("sufficient", "strong")  # expected or not, it is there


def test_words_that_a_weak_pattern_finds_settle_nothing():
    text = "施錠を行っている。入退室の記録を行っている。巡回を行っている。"
    sheet, _ = one(facts(text=text, entrusts=True))
    assert span(sheet) == ("lacking", "strong")
    assert ("m-weak",) in sheet.settling
    told, _ = one(facts(text=text, entrusts=True, measures={"m-weak": "done"}))
    assert span(told) == ("sufficient", "strong")  # a person says so


def test_the_answer_left_blank_is_told_from_one_not_read():
    assert one(facts(adequacy="空欄"))[0].comparison == "blank"
    assert one(facts(adequacy=None))[0].comparison == "cannot_tell"


def test_a_risk_that_does_not_apply_is_not_compared():
    given = facts(measures={"m-lock": "not_done"})
    given["files"][0]["risks"]["keep-2"]["applicable"] = False
    sheet, found = one(given)
    assert (sheet.comparison, found) == ("not_applicable", [])


def test_a_required_measure_not_done_contradicts_sufficient():
    sheet, found = one(facts(measures={"m-lock": "not_done"}))
    assert sheet.comparison == "more_than_shown"
    (finding,) = found
    assert (finding.rule, finding.kind, finding.severity) == (
        "adequacy.sufficient-not-done",
        "adequacy",
        "warning",
    )
    assert (finding.file, finding.risk) == ("甲", "keep-2")
    assert "「施錠」" in finding.detail
    assert "十分である" in finding.detail
    assert "{" not in finding.detail
    assert [e.fact for e in finding.evidence] == ["file.risks.keep-2.adequacy"]


def test_special_effort_is_doubted_where_a_required_measure_is_not_found():
    _, found = one(facts(adequacy="特に力を入れている", text="入退室の記録を行っている。"))
    (finding,) = found
    assert finding.rule == "adequacy.strong-not-stated"
    assert "記載が見当たらない措置があります（要確認）：「施錠」" in finding.detail
    assert "不足" not in finding.title + finding.detail + finding.advice
    assert one(facts(adequacy="十分である", text="入退室の記録を行っている。"))[1] == []


def test_a_sentence_that_denies_a_required_measure_is_shown_and_bounds_nothing():
    sheet, found = one(facts(text="施錠は行っていない。入退室の記録を行っている。"))
    assert (sheet.measures.not_stated, span(sheet)) == (1, ("lacking", "strong"))
    (finding,) = found
    assert (finding.rule, finding.severity) == ("adequacy.sufficient-denied", "warning")
    assert "行わないと読める記載があります（要確認）：「施錠」" in finding.detail
    assert any("施錠は行っていない" in e.text for e in finding.evidence)
    assert one(facts(adequacy="課題が残されている", text="施錠は行っていない。"))[1] == []
    assert one(facts(text="施錠は行っていない。別の扉では施錠を行っている。"))[1] == []


def test_files_of_which_the_same_is_to_be_said_share_a_finding():
    found_lines, found = lines(facts(measures={"m-lock": "not_done"}, files=("甲", "乙")))
    assert len(found_lines) == 2
    (finding,) = found
    assert finding.file == "甲、乙"


@pytest.mark.parametrize("measures", [{}, {"m-lock": "not_done"}, {"m-lock": "not_stated"}])
@pytest.mark.parametrize("adequacy", ["特に力を入れている", "十分である", "課題が残されている"])
def test_the_session_says_the_same(adequacy, measures):
    given = facts(adequacy=adequacy, text="入退室の記録を行っている。", measures=measures)
    assert lines(given) == lines(given, evaluate_session)


@pytest.mark.parametrize(("kind", "ending"), load_endings()[::3])
def test_only_what_is_in_force_raises_the_derived_adequacy(kind, ending):
    told = [sentence(title, ending) for title in ("施錠を行う", "入退室の記録を行う")]
    sheet, _ = one(facts(text="\n".join(t for t in told if t)))
    assert span(sheet) == (("sufficient" if kind == "in_force" else "lacking"), "strong")


def test_a_measure_that_is_not_expected_is_listed_where_it_is_stated_and_counts_for_nothing():
    text = "施錠を行っている。入退室の記録を行っている。"
    sheet, _ = one(facts(text=text + "暗号化を行っている。"))
    assert [(m.id, m.expected) for m in sheet.sheet] == [
        ("m-lock", "yes"),
        ("m-log", "yes"),
        ("m-cloud", "no"),
    ]
    without, _ = one(facts(text=text))
    assert "m-cloud" not in [m.id for m in without.sheet]
    assert (sheet.measures, sheet.derived) == (without.measures, without.derived)


def test_parts_that_ask_for_no_adequacy_have_one_sheet_for_all_files():
    rules = RULES.replace("risks: [keep-2]", "risks: [edu]").replace(
        "sections: [keep]", "sections: [edu, keep]"
    )
    program = compile_program(read_ruleset([("rules/m.yaml", rules)]), DAY)
    given = facts(text="施錠を行っている。", files=("甲", "乙"))
    given["files"][1]["narratives"] = {"keep": "何も述べない。"}
    prepared = prepare(program, read_affair({"form": "全項目評価書", **given}, "a.yaml"))
    (sheet,) = part_sheets(View(program, prepared.record, evaluate(program, prepared.record)), prepared)
    assert (sheet.risk, sheet.file, sheet.section) == ("edu", None, "Ⅳ2")
    assert [(m.id, m.state) for m in sheet.sheet if m.state == "done"] == [("m-lock", "done")]
    assert (sheet.measures.done, sheet.measures.not_stated) == (1, 1)
