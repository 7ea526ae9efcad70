"""Protects: assessments are paired only where there is no choice; nothing is paired by accident or lost."""

from shikii import read_affair
from shikii.engine.versions.pairing import pair


def affairs(*facts):
    return [read_affair(f, "x") for f in facts]


def test_affair_and_form_decide():
    old = affairs({"affair": "住基", "form": "basic"}, {"affair": "住基", "form": "full"})
    new = affairs({"affair": "住基", "form": "full"}, {"affair": "住　基", "form": "basic"})
    found = pair(old, new)
    assert [(a.form, b.form) for a, b in found.both] == [("full", "full"), ("basic", "basic")]


def test_a_form_that_changed_is_found_by_the_name():
    found = pair(
        affairs({"affair": "住基", "form": "key"}, {"affair": "税", "form": "key"}),
        affairs({"affair": "住基", "form": "full"}, {"affair": "税", "form": "key"}),
    )
    assert [(a.form, b.form) for a, b in found.both] == [("key", "full"), ("key", "key")]


def test_a_choice_is_not_made():
    found = pair(
        affairs(
            {"affair": "住基", "form": "key"},
            {"affair": "住基", "form": "key"},
            {"affair": "税", "form": "key"},
        ),
        affairs({"affair": "住基", "form": "key"}, {"affair": "税", "form": "key"}),
    )
    assert [a.affair for a, _ in found.both] == ["税"]
    assert (len(found.only_old), len(found.only_new)) == (2, 1)


def test_one_against_one_is_meant():
    found = pair(affairs({"affair": "個人住民税"}), affairs({"affair": "個人市民税"}))
    assert len(found.both) == 1
