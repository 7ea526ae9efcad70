from __future__ import annotations

from pathlib import Path

import pytest

from shikii.facts.errors import InputError
from shikii.facts.fact_names import by_word
from shikii.facts.forms.model import load_forms
from shikii.facts.vocabulary import Scope

FOLDER = Path(__file__).parents[3] / "rulesets" / "my-number-pia" / "forms"
FORMS = load_forms(FOLDER)


def test_counts_of_form_4():
    measures = FORMS["full"].section("measures")
    questions = [f for p in measures.parts for r in p.risks for f in r.fields if f.question]
    assert (len(FORMS["full"].risks), len(questions)) == (22, 23)


def test_form_2_has_no_significant_item():
    assert not any(f.significant for f in FORMS["basic"].fields)


@pytest.mark.parametrize("form", ["basic", "key", "full"])
def test_conditions_name_questions_or_facts(form):
    known = {f.id for f in FORMS[form].fields} | {f.path for f in FORMS[form].fields if f.path}
    for field in FORMS[form].fields:
        if isinstance(field.required, dict):
            assert set(field.required) <= known | {"body_is_local", "re_entrusts"}, field.id


@pytest.mark.parametrize("form", ["basic", "key", "full"])
def test_what_a_form_asks_is_a_fact(form):
    words = {*by_word(Scope.FILE), *by_word(Scope.AFFAIR)}
    asked = {f"answers.{f.id}" for f in FORMS[form].questions}
    asked |= {f"risks.{r.id}.{part}" for r in FORMS[form].risks for part in ("applicable", "adequacy")}
    assert asked
    assert asked <= words


def test_a_broken_description_names_its_file(tmp_path):
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (tmp_path / "key.yaml").write_text("id: [", "utf-8")
    with pytest.raises(InputError, match=r"key\.yaml"):
        load_forms(tmp_path)
