"""Protects: lists and sums are questioned where one place contradicts itself, and left alone where the plain reading fits."""

import pytest

from shikii.facts.affair.affair import Note
from shikii.facts.values import NO, YES, Range
from shikii.rulesets.language.crosscheck_grammar import Again, Listed, Sums
from shikii.texts.crosschecks.list_checks import again, gaps, listed, sums
from shikii.texts.sentences import flatten

TWELVE = "、".join(f"項目{c}" for c in "甲乙丙丁戊己庚辛壬癸子丑")


def passage(text: str) -> Note:
    return Note(None, "use", tuple(enumerate(text.split("\n"), 1)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("・秘密を守る旨の書面に署名させる。\n・権限を見直す。\n・秘密を守る旨の書面に署名させる。", YES),
        ("・秘密を守る旨の書面に署名させる。\n・契約先には秘密を守る旨の書面に署名させる。", NO),
        ("・見直す。\n・見直す。", NO),
    ],
)
def test_a_sentence_is_told_once(text, expected):
    found = again(Again(sections=("use",), least=10), [passage(text)])
    assert found is not None
    assert found[0] == expected


def test_one_sentence_in_two_places_is_no_repetition():
    place = passage("秘密を守る旨の書面に署名させる。")
    assert again(Again(sections=("use",), least=10), [place, place]) == (NO, ())
    assert again(Again(sections=("use",)), []) is None


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("①甲\n②乙\n④丁\n⑤戊", [2, 3]),
        ("(1)甲\n(2)乙\n(4)丁", [2, 3]),
        ("①甲\n②乙\n③丙", []),
        ("②乙\n④丁\n⑤戊", []),  # does not begin with the first
        ("①甲\n③丙", []),  # two items show no order
        ("①甲\n②乙\n⑤戊", []),  # two are missing: a choice, not a slip
        ("①甲\n②乙\n①甲\n②乙\n④丁", [4, 5]),  # the second of two lists
        ("①と②のうち\n②乙\n④丁", []),
    ],
)
def test_a_number_left_out(text, lines):
    found = gaps([passage(text)])
    assert found is not None
    assert [quote.line for quote in found[1]] == lines


@pytest.mark.parametrize(
    ("what", "text", "expected"),
    [
        ("sum", "甲係17名、乙係24名の計42名が用いる。", YES),
        ("sum", "甲係17名、乙係24名の計41名が用いる。", NO),
        ("sum", "甲係1,017名、乙係24名の合計1,041名が用いる。", NO),
        ("sum", "うち甲係17名、乙係4名の計41名が用いる。", NO),
        ("sum", "甲係17名の計41台を用いる。", NO),
        ("part", "46名中52名が受講した。", YES),
        ("part", "120名のうち、126名が受講した。", YES),
        ("part", "52名中46名が受講した。", NO),
        ("part", "46名のうち延べ52名が受講した。", NO),
    ],
)
def test_numbers_of_one_sentence(what, text, expected):
    found = sums(Sums(sections=("edu",), what=what, units=("名", "台")), flatten(passage(text)))
    assert found is not None
    assert found[0] == expected


@pytest.mark.parametrize(
    ("text", "told", "expected"),
    [
        (f"(別添2)記録項目\n{TWELVE}", Range(0, 9), YES),
        (f"(別添2)記録項目\n{TWELVE}", Range(10, 49), NO),
        ("(別添2)記録項目\n1.甲 2.乙 3.丙 4.丁 5.戊 6.己 7.庚 8.辛 9.壬 10.癸", Range(0, 9), YES),
        (
            "(別添2)記録項目\n1.甲 2.乙 3.丙 1.甲 2.乙 3.丙 4.丁 5.戊 6.己 7.庚 8.辛 9.壬 10.癸",
            Range(0, 9),
            None,
        ),
        ("(別添2)記録項目\n住民票に関する項目を、別に定める様式により記録する。", Range(0, 9), None),
        (f"施錠する。\n{TWELVE}", Range(0, 9), YES),
        (f"(1)宛名：{TWELVE}", Range(100, 999), None),
        ("(別添2)記録項目\n1.甲 2.乙 3.丙 5.戊 6.己 7.庚 8.辛 9.壬 10.癸", Range(0, 9), None),
    ],
)
def test_the_items_of_a_list_are_counted_only_where_it_is_one(text, told, expected):
    found = listed(
        Listed(sections=("overview",), heading="記録項目", fact="file.items"), told, [passage(text)]
    )
    assert (found and found[0]) == expected
