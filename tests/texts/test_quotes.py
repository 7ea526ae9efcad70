"""Protects: a quote gives the words found with words before and after, marks exactly those found, says what it left out."""

from hypothesis import given
from hypothesis import strategies as st

from shikii.rulesets.language.grammar import Mentions
from shikii.texts.evidence import find, flatten


class Passage:
    """A passage of one line."""

    file, section = None, "in"

    def __init__(self, text):
        self.lines = ((7, text),)


@given(st.text("あいう評価", max_size=120), st.text("きく点検", max_size=160))
def test_the_mark_is_the_words_found(before, after):
    sentence = f"{before}二要素認証を行う{after}"
    (quote,) = find(Mentions(patterns=("二要素認証",)), flatten(Passage(sentence)))
    start, end = quote.mark
    assert quote.text[start:end] == "二要素認証"
    assert quote.text.startswith("…") == (len(before) > 40)
    assert quote.text.endswith("…") == (len(sentence) - len(before) - 5 > 60)
    assert quote.text.strip("…") in sentence
