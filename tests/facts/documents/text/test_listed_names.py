"""Protects lists of names: parted where a name ends, however they are separated, and nowhere else."""

import pytest

from shikii.facts.documents.text.listed_names import FILE_ENDS, SYSTEM_ENDS, listed_names


@pytest.mark.parametrize(
    "text",
    [
        "甲ファイル、乙ファイル",
        "甲ファイル,乙ファイル",
        "甲ファイル，乙ファイル",
        "甲ファイル　乙ファイル",
        "甲ファイル・乙ファイル",
        "甲ファイル及び乙ファイル",
        "甲ファイル\n乙ファイル",
        "⑴　甲ファイル\n⑵　乙ファイル",
        "1 甲ファイル\n2 乙ファイル",
        "（1）甲ファイル（2）乙ファイル",
        "・甲ファイル\n・乙ファ\nイル",
    ],
)
def test_two_files_however_separated(text):
    assert listed_names(text, FILE_ENDS) == ("甲ファイル", "乙ファイル")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("国保・年金ファイル", "国保・年金ファイル"),
        ("児童手当及び扶養手当ファイル", "児童手当及び扶養手当ファイル"),
        ("住民基本台帳 ファイル", "住民基本台帳ファイル"),
        ("住民基本台帳ファイル（除票を含む。）", "住民基本台帳ファイル(除票を含む。)"),
    ],
)
def test_one_file_stays_one(text, name):
    assert listed_names(text, FILE_ENDS) == (name,)


@pytest.mark.parametrize(
    "text",
    ["", "別紙のとおり", "甲ファイル、乙に関する記録", "□甲ファイル", "甲ファイル、甲ファイル", "ファイル"],
)
def test_what_is_no_list_of_names(text):
    assert listed_names(text, FILE_ENDS) is None


def test_systems_and_servers():
    assert listed_names("住基システム/宛名システム 中間サーバー", SYSTEM_ENDS) == (
        "住基システム",
        "宛名システム",
        "中間サーバー",
    )
    assert listed_names("中間サーバー・ソフトウェア", SYSTEM_ENDS) is None
