"""Protects the words of tests: whatever a test asks for, it can be said."""

from shikii.engine.wording.value_words import show_test
from shikii.facts.vocabulary import load_vocabulary
from shikii.rulesets.language.allowed import Members


def test_a_test_that_nothing_can_pass_has_words():
    fact = load_vocabulary()["exemption"]
    nothing = Members(tuple(o.id for o in fact.options), frozenset())
    assert (show_test(fact, nothing), show_test(fact, nothing, "en")) == ("該当なし", "none")
