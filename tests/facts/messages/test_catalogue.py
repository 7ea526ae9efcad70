"""Protects: every message, remedy and note of the code has Japanese words, and none is left behind in the catalogue."""

import ast
import re
from pathlib import Path

import pytest
from layers import LAYERS

import shikii
from shikii.facts.errors import Problem
from shikii.facts.messages.catalogue import Catalogue, errors_in_japanese

ROOT = Path(shikii.__file__).parent
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
#: Calls whose texts a user reads.
CALLS = {"Problem", "problem", "_problem", "Unclear", "say"}
#: Names that hold such a text before it goes into a call.
NAMES = {"message", "remedy", "what", "why", "told", "deep", "twice", "empty", "hint", "note"}
#: Texts of programmers' mistakes and of the language of rules that carry words of another program.
OPEN = re.compile(r"^[^a-z]*$|^\{\}[^a-z]*$")


def template(node):
    """Return the texts an expression can give, values as `{}`; none where it is no text."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.JoinedStr):
        return ["".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)]
    if isinstance(node, ast.IfExp):
        return [*template(node.body), *template(node.orelse)]
    return []


def texts():
    for layer in LAYERS:
        for path in sorted((ROOT / layer).rglob("*.py")):
            text = path.read_text("utf-8")
            if not re.search(r"Problem|Unclear|\bsay\(", text):
                continue
            for node in ast.walk(ast.parse(text)):
                found = []
                if isinstance(node, ast.Call):
                    name = ast.unparse(node.func).split(".")[-1]
                    if name == "Problem" or name in CALLS:
                        found = node.args[3:] if name == "Problem" else node.args
                elif isinstance(node, ast.Assign) and any(
                    isinstance(t, ast.Name) and t.id in NAMES for t in node.targets
                ):
                    found = [node.value]
                for one in found:
                    for said in template(one):
                        if " " in said and re.search("[a-z]{2}", said) and not JAPANESE.search(said):
                            yield f"{path.relative_to(ROOT)}:{node.lineno}", said


def test_every_message_of_the_code_has_japanese_words():
    catalogue = errors_in_japanese()
    found = list(texts())
    assert len(found) > 200
    missing = [(place, said) for place, said in found if not OPEN.match(said) and not catalogue.has(said)]
    assert missing == []


def test_every_entry_is_japanese_and_uses_its_values():
    for english, japanese in errors_in_japanese().entries.items():
        assert JAPANESE.search(japanese) or not re.search("[a-z]{3}", english), english
        named = {int(n) for n in re.findall(r"(?<!\{)\{(\d)\}(?!\})", japanese)}
        assert named == set(range(english.count("{}"))), english


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        (
            "not a value of 対象人数; the row was left out",
            "「対象人数」の値として読み取れないため、この行を除きました",
        ),
        (
            "a count has no sign; write a whole number of days",
            "人数・件数に符号は付きません。日数を整数で書いてください",
        ),
        ("x.csv: left out, the document is empty", "x.csv：除きました（文書が空です）"),
        ("words of nobody", "words of nobody"),
        ("did you mean `{0}`?", "`{0}` の誤りではありませんか"),  # a value is never read as a template
    ],
)
def test_values_and_joined_messages(english, japanese):
    assert errors_in_japanese().say(english) == japanese


def test_braces_stand_for_themselves_when_doubled():
    assert Catalogue({"bound {}": "上限 {{0,30}} {0}"}).say("bound x") == "上限 {0,30} x"


def test_a_problem_keeps_its_id_and_place_in_both_languages():
    problem = Problem("file.missing", "甲.yaml", "", "there is no such file", "check the path")
    assert problem.text("en") == str(problem)
    assert problem.text("ja").splitlines() == [
        "甲.yaml：ファイルが見つかりません [file.missing]",
        "  対処：パスを確認してください",
    ]
