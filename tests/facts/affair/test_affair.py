"""Protects: a facts file means what it says, every mistake in it is named, and it survives being written and read."""

import datetime as dt

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from shikii.facts.affair.builder import read_affair
from shikii.facts.affair.merge import merge_affairs
from shikii.facts.affair.rows import place_of, to_record
from shikii.facts.documents.to_affair import to_yaml
from shikii.facts.errors import InputError
from shikii.facts.json_source import read_json
from shikii.facts.readers.facts_files import read_facts_text
from shikii.facts.values import NO, YES, Options, Range
from shikii.facts.vocabulary import Kind, Scope, load_vocabulary
from shikii.facts.yaml_source import read_yaml

V = load_vocabulary()


def problems(data):
    with pytest.raises(InputError) as caught:
        read_affair(data, "x")
    return [(p.id, p.place.split()[-1]) for p in caught.value.problems]


def test_japanese_labels_and_dotted_or_nested_names_are_the_same():
    a = read_affair({"事務名": "甲", "対象人数": "5", "hearing": {"from": "2025-06-06"}}, "x")
    b = read_affair({"affair": "甲", "headcount": 5, "hearing.from": dt.date(2025, 6, 6)}, "x")
    assert a.values == b.values


def test_unknown_blank_and_missing_are_three_things():
    affair = read_affair({"headcount": "不明", "published": "空欄"}, "x")
    row = to_record(affair, V).of(Scope.AFFAIR)[0].values
    assert row == {"published.stated": NO}
    assert (
        to_record(read_affair({"published": "2025-01-31"}, "x"), V)
        .of(Scope.AFFAIR)[0]
        .values["published.stated"]
        == YES
    )


def test_a_form_without_named_files_speaks_of_one():
    affair = read_affair(
        {
            "form": "重点項目評価書",
            "users": "50人以上100人未満",
            "risks": {"in-1": {"adequacy": "十分である"}},
        },
        "x",
    )
    (file,) = affair.files
    assert file.range("file.users") == Range(50, 99)
    assert file.option("file.risks.in-1.adequacy") == "sufficient"


def test_files_may_be_a_mapping():
    affair = read_affair({"files": {"甲": {"persons": 5}, "乙": {}}}, "x")
    assert [f.name for f in affair.files] == ["甲", "乙"]


def test_nothing_entrusted_means_the_list_is_whole_and_empty():
    record = to_record(read_affair({"files": [{"name": "甲", "entrusts": "委託しない"}]}, "x"), V)
    assert record.is_complete(Scope.ENTRUSTMENT, (0,))


def test_ticks_are_a_yes_or_no_each():
    record = to_record(read_affair({"systems": [{"name": "甲", "connections": ["宛名システム等"]}]}, "x"), V)
    values = record.of(Scope.SYSTEM)[0].values
    assert values["system.connections:atena"] == YES
    assert values["system.connections:nws"] == NO


def test_places_are_kept():
    (affair,) = read_facts_text("affair: 甲\nheadcount: 5\nfiles:\n  - name: 乙\n    users: 3\n", "a.yaml")
    assert place_of(affair, Scope.AFFAIR, (), "headcount").line == 2
    assert place_of(affair, Scope.FILE, (0,), "file.users").line == 5


def test_all_mistakes_are_named():
    found = problems(
        {
            "headcont": 5,
            "handlers": -1,
            "published": "2025-02-30",
            "form": "様式9",
            "files": [{"nam": "甲", "users": "many"}],
        }
    )
    assert found == [
        ("facts.unknown-key", "$.files[0].nam"),
        ("facts.unknown-key", "$.headcont"),
        ("facts.value", "$.files[0].users"),
        ("facts.value", "$.form"),
        ("facts.value", "$.handlers"),
        ("facts.value", "$.published"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        {"files": 5},
        {"files": [5]},
        {"incidents": {}},
        {"files": [{"measures": {"x": "perhaps"}}]},
        {"files": [{"name": "甲"}], "users": 5},
    ],
)
def test_wrong_shapes_are_problems_not_crashes(data):
    assert problems(data)


def words(fact):
    match fact.kind:
        case Kind.COUNT:
            return st.integers(0, 10**9) | st.sampled_from(
                ["10万人以上30万人未満", "30万人以上", "500人未満", "不明"]
            )
        case Kind.DATE:
            return st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)).map(dt.date.isoformat)
        case Kind.YESNO:
            return st.sampled_from([True, False, "はい", "なし", "不明"])
        case Kind.CHOICE:
            return st.sampled_from([*(o.ja for o in fact.options), *(o.id for o in fact.options)])
        case Kind.TICKS:
            return st.lists(st.sampled_from([o.ja for o in fact.options]), unique=True)
        case _:
            return st.text(
                st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20
            )


def things(scope, **lists):
    facts = {f.short: words(f) for f in V.of_scope(scope) if not f.derived}
    return st.fixed_dictionaries({}, optional={**facts, **lists})


entrustments = st.lists(things(Scope.ENTRUSTMENT), max_size=2)
files = st.lists(
    things(Scope.FILE, entrustments=entrustments).filter(
        lambda f: f.get("name") not in (None, "blank", "空欄")
    ),
    min_size=1,
    max_size=2,
)
affairs = things(
    Scope.AFFAIR,
    files=files,
    systems=st.lists(things(Scope.SYSTEM), max_size=2),
    incidents=st.lists(things(Scope.INCIDENT), max_size=2),
    publications=st.lists(things(Scope.PUBLICATION), max_size=2),
)


@examples(60)
@given(affairs.filter(lambda data: any(v not in ("不明", None) for v in data.values())))
def test_a_facts_file_written_and_read_is_the_same(data):
    affair = read_affair({**data, "number": "1"}, "x")
    (again,) = read_facts_text(to_yaml(affair), "x")
    assert to_record(affair, V) == to_record(again, V)


def test_what_is_told_in_sentences_and_what_is_not_whole_is_written_too():
    data = {
        "affair": "甲",
        "narratives": {"cover": "はじめに。\n二行目：続き"},
        "files": [
            {
                "name": "台帳",
                "narratives": {"use": "二要素認証を行う。\n\n# 記録を残す"},
                "entrustments": [{"name": "運用"}],
                "listed_all": False,
            },
            {"name": "写し", "entrustments": []},
        ],
    }
    affair = read_affair(data, "x")
    (again,) = read_facts_text(to_yaml(affair), "x")
    assert [(n.file, n.section, [text for _, text in n.lines]) for n in again.passages] == [
        (n.file, n.section, [text for _, text in n.lines]) for n in affair.passages
    ]
    assert [f.listed_all for f in again.files] == [False, True]
    assert to_record(again, V) == to_record(affair, V)


def test_the_lines_of_a_text_are_those_of_the_file():
    (affair,) = read_facts_text(
        "narratives:\n  use: |\n    一行目。\n    二行目。\n  edu: 一行だけ。\n", "x.yaml"
    )
    assert {n.section: n.lines for n in affair.passages} == {
        "use": ((3, "一行目。"), (4, "二行目。")),
        "edu": ((5, "一行だけ。"),),
    }


def test_sources_that_contradict_are_still_told_apart_in_the_facts_file():
    one = read_affair({"incident_within_1y": "なし", "published": "2025-01", "handlers": 5}, "a.yaml")
    two = read_affair({"incident_within_1y": "あり", "published": "2025-01-10", "handlers": 600}, "b.yaml")
    merged = merge_affairs(one, two)
    (again,) = read_facts_text(to_yaml(merged), "x")
    assert again.sources == merged.sources
    assert to_record(again, V) == to_record(merged, V)


def test_every_fact_can_be_read_back_from_its_own_words():
    for fact in V.facts:
        for option in fact.options:
            if fact.kind is Kind.CHOICE:
                from shikii.facts.reading.value_reader import read_value

                assert read_value(fact, option.ja) == Options.of(option.id), fact.name


@pytest.mark.parametrize("json_", [True, False])
def test_problems_of_a_list_of_affairs_name_the_line_they_stand_on(json_):
    text = '[{"affair": "甲", "headcount": 5},\n {"affair": "乙",\n  "headcount": -1}]'
    with pytest.raises(InputError) as caught:
        read_facts_text(text, "a", json_=json_)
    assert [p.place for p in caught.value.problems] == ["a:3 $.headcount"]


def test_every_line_of_json_is_the_line_that_yaml_gives():
    text = '{"affair": "甲, {\\"乙\\"}: [",\n "files": [\n {"name": "A",\n  "users":\n 5, "risks": {"in-1":\n {}}},\n {}],\n "measures": [1, [2,\n 3], "x"]}'
    assert read_json(text, "a").lines == read_yaml(text, "a").lines


def test_the_nearest_word_is_looked_for_only_while_it_can_help():
    with pytest.raises(InputError) as caught:
        read_facts_text("affair: 甲\n" + "".join(f"headcount{i}: 1\n" for i in range(300)), "a")
    hints = [p.remedy for p in caught.value.problems if "did you mean `headcount`" in p.remedy]
    assert (len(caught.value.problems), len(hints)) == (300, 100)
