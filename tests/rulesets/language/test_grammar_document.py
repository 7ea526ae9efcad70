"""Protects: every word a rule file may use is explained to who writes one."""

import re
from pathlib import Path

import pytest

import shikii
from shikii.facts.frozen import Frozen
from shikii.rulesets import timeline
from shikii.rulesets.language import crosscheck_grammar as comparisons
from shikii.rulesets.language import derivation, grammar

TEXT = (Path(shikii.__file__).parent / "docs" / "writing-rulesets.md").read_text("utf-8")
MODELS = [
    model
    for module in (grammar, derivation, comparisons, timeline)
    for model in vars(module).values()
    if isinstance(model, type) and issubclass(model, Frozen) and model.__module__ == module.__name__
]
#: Where a statement stands: filled in by the loader, never written.
FILLED_IN = {"file", "line"}


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_every_key_is_explained(model):
    keys = {field.alias or name for name, field in model.model_fields.items()} - FILLED_IN
    assert keys <= set(re.findall(r"\w+", TEXT))
