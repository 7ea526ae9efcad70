"""Protects: marks in every manner are read as what is chosen, and an unclear one as nothing."""

import pytest
from form_page import ADEQUACY, BEFORE, MEASURES, read, values


@pytest.mark.parametrize(
    "cells",
    [
        ["[　十分である　]", "＜選択肢＞<br>" + ADEQUACY],
        ["[", "十分である", "]", ADEQUACY],
        ["□1）特に力を入れている<br>☑2）十分である<br>□3）課題が残されている"],
        ["□ 1）特に力を入れている　■ 2）十分である　□ 3）課題が残されている"],
        ["1）特に力を入れている<br>○ 2）十分である<br>3）課題が残されている"],
        ["○1）特に力を入れている<br>●2）十分である<br>○3）課題が残されている"],
        ["1）特に力を入れている<br>2）十分である ✓<br>3）課題が残されている"],
        ["十分である"],
        ["２）十　分　で　あ　る"],
        ["[　2）十分である　]"],
    ],
)
def test_a_choice_in_every_manner(cells):
    found = read(*BEFORE, *MEASURES, ["リスクへの対策は十分か", *cells])
    assert values(found)["risks[in-1].adequacy"] == "十分である"


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ([""], "blank"),
        (["―"], "blank"),
        (["[　　]", ADEQUACY], "blank"),
        (["□1）特に力を入れている<br>□2）十分である<br>□3）課題が残されている"], "blank"),
        (["☑1）特に力を入れている<br>☑2）十分である<br>□3）課題が残されている"], "unreadable"),
        ([ADEQUACY], "unreadable"),
        (["概ね良好"], "unreadable"),
    ],
)
def test_an_empty_cell_is_blank_and_an_unclear_one_is_not(cells, state):
    found = read(*BEFORE, *MEASURES, ["リスクへの対策は十分か", *cells])
    assert "risks[in-1].adequacy" not in values(found)
    (seen,) = [s for s in found.seen if s.field == "adequacy"]
    assert (seen.risk, seen.state) == ("in-1", state)
    assert ("risks[in-1].adequacy" in {b.path for b in found.blanks}) == (state == "blank")


BOXES = "紙　電子記録媒体（フラッシュメモリを除く。）　フラッシュメモリ　電子メール　専用線　庁内連携システム　情報提供ネットワークシステム　その他"


def boxes(mark, empty, ticked):
    words = BOXES.split("　")
    return "　".join(f"{mark if w in ticked else empty} {w}" for w in words) + "（　紙の台帳　）"


@pytest.mark.parametrize(
    ("mark", "empty"), [("[ ○ ]", "[　　]"), ("☑", "□"), ("■", "□"), ("○", ""), ("［レ］", "［　］")]
)
def test_boxes_in_every_manner(mark, empty):
    found = values(
        read(
            *BEFORE,
            ["Ⅱ　特定個人情報ファイルの概要"],
            ["３．特定個人情報の入手・使用"],
            ["②入手方法", boxes(mark, empty, {"紙", "専用線", "その他"})],
            ["③使用目的　※", "接種の記録"],
        )
    )
    assert found["methods"] == ("紙", "専用線", "その他")


def test_boxes_of_which_one_is_missing_are_not_read():
    cell = boxes("[○]", "[ ]", {"紙"}).replace("[ ] 専用線　", "")
    rows = (*BEFORE, ["Ⅱ　特定個人情報ファイルの概要"], ["３．特定個人情報の入手・使用"])
    assert "methods" not in values(read(*rows, ["②入手方法", cell], ["③使用目的　※", "記録"]))


@pytest.mark.parametrize(
    ("heading", "applies"),
    [
        (["４．特定個人情報ファイルの取扱いの委託", "[ ○ ]　委託しない"], False),
        (["４．特定個人情報ファイルの取扱いの委託", "[　　]　委託しない"], True),
        (["４．特定個人情報ファイルの取扱いの委託", "☑", "委託しない"], False),
    ],
)
def test_the_box_that_skips_a_part(heading, applies):
    found = values(
        read(*BEFORE, ["Ⅲ　リスク対策"], heading, ["リスク：　委託先における不正な使用等のリスク"])
    )
    assert found["risks[out].applicable"] is applies


def test_counts_without_commas_and_marks_in_round_brackets():
    overview = (*BEFORE, ["Ⅱ　特定個人情報ファイルの概要"], ["３．特定個人情報の入手・使用"])
    found = values(
        read(
            *overview,
            ["②入手方法", boxes("（○）", "（　）", {"紙"})],
            ["③使用目的", "記録"],
            ["使用者数", "[　５００人以上１０００人未満　]"],
        )
    )
    assert (found["methods"], found["users"]) == (("紙",), "500人以上1,000人未満")


@pytest.mark.parametrize(("mark", "state"), [("○ ", "blank"), ("[○] ", "unreadable")])
def test_a_list_without_a_mark_is_blank_only_where_empty_boxes_are_not_drawn(mark, state):
    marked = (
        ADEQUACY.replace("2）", f"{mark}2）")
        if mark == "○ "
        else "[ ] 1）特に力を入れている<br>[○] 2）十分である"
    )
    found = read(
        *BEFORE,
        ["Ⅲ　リスク対策"],
        ["３．特定個人情報の使用"],
        ["リスク１：　目的を超えた紐付け、事務に必要のない情報との紐付けが行われるリスク"],
        ["リスクへの対策は十分か", marked],
        ["リスク２：　権限のない者（元職員、アクセス権限のない職員等）によって不正に使用されるリスク"],
        ["リスクへの対策は十分か", ADEQUACY],
        ["４．特定個人情報ファイルの取扱いの委託"],
    )
    assert [(s.risk, s.state) for s in found.seen if s.field == "adequacy"] == [
        ("use-1", "read"),
        ("use-2", state),
    ]


@pytest.mark.parametrize(
    ("audit", "skipped"),
    [("● 自己点検　○ 内部監査　○ 外部監査", True), ("○ 自己点検　□ 内部監査　□ 外部監査", False)],
)
def test_a_lone_circle_is_an_empty_button_where_the_document_fills_what_is_chosen(audit, skipped):
    facts = {
        r.path: r.value
        for r in read(
            ["Ⅲ　リスク対策"],
            ["４．特定個人情報ファイルの取扱いの委託", "○ 委託しない"],
            ["８．監査"],
            ["実施の有無　※：", audit],
        ).readings
    }
    assert facts["risks[out].applicable"] is skipped
    assert facts["audit"] == ("自己点検",)
