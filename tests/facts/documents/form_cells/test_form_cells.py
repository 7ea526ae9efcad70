"""Protects the way from the cell of a label to the cell of its value, and that missing rows never move a value."""

from pathlib import Path

import pytest

from shikii.facts.documents.reader import read_published
from shikii.facts.forms.model import load_forms

FORMS = load_forms(Path(__file__).parents[4] / "rulesets" / "my-number-pia" / "forms")

ADEQUACY = "1）特に力を入れている<br>2）十分である<br>3）課題が残されている"


def table(*rows):
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{c}</tr>" for c in cells) + "</table>"


COVER = {
    "basic": ("基礎項目評価書", "様式２"),
    "key": ("重点項目評価書", "様式３"),
}


def read(*rows, form="key"):
    kind, number = COVER[form]
    cover = table(
        [f"[令和6年10月　{number}]"],
        [f"特定個人情報保護評価書（{kind}）"],
        ["評価書番号", "評価書名"],
        ["1", f"予防接種に関する事務　{kind}"],
        ["評価実施機関名"],
        ["みどり市長"],
        ["公表日"],
        ["令和7年4月1日"],
    )
    page = f"<html><body>{cover}{table(*rows)}</body></html>"
    (found,) = read_published(page.encode(), "a.html", FORMS)
    return found


def values(found):
    return {r.path: r.value for r in found.readings}


MEASURES = (
    ["Ⅲ　リスク対策"],
    ["１．特定個人情報ファイル名"],
    ["予防接種ファイル"],
    ["２．特定個人情報の入手"],
    ["リスク：　目的外の入手が行われるリスク"],
    ["リスクに対する措置の内容", "確認する。"],
)
BEFORE = (
    ["Ⅰ　基本情報"],
    ["①事務の名称", "予防接種に関する事務"],
    ["３．特定個人情報ファイル名"],
    ["予防接種ファイル"],
)


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


def test_options_below_their_answer_and_a_label_printed_again():
    found = read(
        *BEFORE,
        *MEASURES,
        ["リスクへの対策は十分か", "＜選択肢＞"],
        ["[", "課題が残されている", "]", "1）特に力を入れている"],
        ["2）十分である"],
        ["3）課題が残されている"],
        ["３．特定個人情報の使用"],
    )
    assert values(found)["risks[in-1].adequacy"] == "課題が残されている"


def test_rows_gone_between_two_risks_leave_the_second_answer_to_nobody():
    """The heading of リスク２ and its first rows are missing: what follows may be its answer."""
    rows = [
        *BEFORE,
        ["Ⅲ　リスク対策"],
        ["３．特定個人情報の使用"],
        ["リスク１：　目的を超えた紐付け、事務に必要のない情報との紐付けが行われるリスク"],
        ["リスクに対する措置の内容", "制限する。"],
        ["リスクへの対策は十分か", "[　特に力を入れている　]"],
        ["４．特定個人情報ファイルの取扱いの委託"],
    ]
    assert "risks[use-1].adequacy" not in values(read(*rows))
    whole = [
        *rows[:-2],
        ["リスクへの対策は十分か", "[　十分である　]"],
        ["リスク２：　権限のない者（元職員、アクセス権限のない職員等）によって不正に使用されるリスク"],
        ["リスクへの対策は十分か", "[　特に力を入れている　]"],
        rows[-1],
    ]
    found = values(read(*whole))
    assert (found["risks[use-1].adequacy"], found["risks[use-2].adequacy"]) == (
        "十分である",
        "特に力を入れている",
    )


def test_a_form_for_one_file_filled_for_two():
    def file(number, name, kind, adequacy):
        overview = (
            ["Ⅱ　特定個人情報ファイルの概要"],
            ["１．特定個人情報ファイル名"],
            [f"（{number}）{name}"],
        )
        return (*overview, ["２．基本情報"], ["①ファイルの種類　※", f"[　{kind}　]"]), (
            ["Ⅲ　リスク対策"],
            ["１．特定個人情報ファイル名"],
            [f"（{number}）{name}"],
            *MEASURES[3:],
            ["リスクへの対策は十分か", f"[　{adequacy}　]"],
        )

    first = file(1, "接種ファイル", "システム用ファイル", "十分である")
    second = file(2, "健診ファイル", "その他の電子ファイル（表計算ファイル等）", "課題が残されている")
    listed = (*BEFORE[:-1], ["（1）接種ファイル<br>（2）健診ファイル"])
    found = values(read(*listed, *first[0], *second[0], *first[1], *second[1]))
    assert found["files"] == ("健診ファイル", "接種ファイル")
    assert found["files[接種ファイル].kind"] == "システム用ファイル"
    assert found["files[健診ファイル].kind"] == "その他の電子ファイル(表計算ファイル等)"
    assert found["files[接種ファイル].risks[in-1].adequacy"] == "十分である"
    assert found["files[健診ファイル].risks[in-1].adequacy"] == "課題が残されている"
    assert not {p for p in found if p.startswith(("kind", "risks["))}


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


def test_a_value_has_the_place_of_its_own_cell():
    rows = (*BEFORE, *MEASURES, ["リスクへの対策は十分か", "[　十分である　]", ADEQUACY])
    found = read(*rows)
    (reading,) = [r for r in found.readings if r.path == "risks[in-1].adequacy"]
    assert (reading.place.table, reading.place.row) == (2, len(rows))


def test_form_2_asks_the_same_question_in_two_parts():
    found = values(
        read(
            ["Ⅰ　関連情報"],
            ["①事務の名称", "予防接種に関する事務"],
            ["Ⅳ　リスク対策"],
            ["２．特定個人情報の入手（情報提供ネットワークシステムを通じた入手を除く。）"],
            [
                "目的外の入手が行われるリスクへの対策は十分か",
                "☑1）特に力を入れている<br>□2）十分である<br>□3）課題が残されている",
            ],
            ["６．情報提供ネットワークシステムとの接続", "□接続しない（入手）", "☑接続しない（提供）"],
            [
                "目的外の入手が行われるリスクへの対策は十分か",
                "□1）特に力を入れている<br>□2）十分である<br>☑3）課題が残されている",
            ],
            form="basic",
        )
    )
    assert found["risks[in-1].adequacy"] == "特に力を入れている"
    assert found["risks[nws-1].adequacy"] == "課題が残されている"
    assert found["risks[nws-5].applicable"] is False


@pytest.mark.parametrize(
    "rows",
    [
        # the number of a heading, a label or a risk in a cell of its own
        [
            ["２．", "特定個人情報の入手"],
            ["リスク：", "目的外の入手が行われるリスク"],
            ["リスクへの対策は十分か", "[", "十分である", "]"],
        ],
        # the cell of the risk spans the rows of its fields
        [
            ["２．特定個人情報の入手"],
            ["リスク：　目的外の入手が行われるリスク", "リスクに対する措置の内容", "確認する。"],
            ["リスクへの対策は十分か", "[　十分である　]"],
        ],
        # the option list has rows of its own, its marks a column of their own
        [
            ["２．特定個人情報の入手"],
            ["リスク：　目的外の入手が行われるリスク"],
            ["リスクへの対策は十分か？", "1）", "特に力を入れている"],
            ["2）", "十分である", "○"],
            ["3）", "課題が残されている"],
        ],
        # the value below its label
        [
            ["２．特定個人情報の入手"],
            ["リスク：　目的外の入手が行われるリスク"],
            ["リスクへの対策は十分か"],
            ["十分である"],
        ],
        # label and value in one cell
        [
            ["２．特定個人情報の入手"],
            ["リスク：　目的外の入手が行われるリスク"],
            ["リスクへの対策は十分か　[ 十分である ]"],
        ],
        # a page header with the words of an option of another question
        [
            ["２．特定個人情報の入手"],
            ["リスク：　目的外の入手が行われるリスク"],
            ["リスクへの対策は十分か", "□1）特に力を入れている"],
            ["重点項目評価書"],
            ["☑2）十分である"],
            ["□3）課題が残されている"],
        ],
    ],
)
def test_tables_in_every_manner(rows):
    found = read(*BEFORE, ["Ⅲ　リスク対策"], *rows, ["３．特定個人情報の使用"])
    assert values(found)["risks[in-1].adequacy"] == "十分である"


def test_labels_side_by_side_take_the_values_below_or_between():
    overview = (*BEFORE, ["Ⅱ　特定個人情報ファイルの概要"], ["２．基本情報"])
    below = [["①ファイルの種類", "⑤保有開始日"], ["システム用ファイル", "令和5年4月1日"]]
    between = [["①ファイルの種類", "システム用ファイル", "⑤保有開始日", "令和5年4月1日"]]
    for rows in (below, between):
        found = values(read(*overview, *rows))
        assert (found["kind"], found["holding_start"]) == ("システム用ファイル", "2023-04-01")
    # a row of another width below a row of labels says nothing of which label has which value
    assert "holding_start" not in values(read(*overview, below[0], ["令和5年4月1日"]))


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


ENTRUSTED = (
    *BEFORE,
    ["Ⅱ　特定個人情報ファイルの概要"],
    ["４．特定個人情報ファイルの取扱いの委託"],
    ["委託の有無　※", "[　委託する　]"],
    ["（　3　）　件"],
)


def entrusted(number, handlers, name):
    return (
        [f"委託事項{number}", f"作業{number}"],
        ["①委託内容", "保守"],
        ["②委託先における取扱者数", f"[　{handlers}　]"],
        ["③委託先名", name],
        ["④再委託の有無", "[　再委託しない　]"],
    )


def test_the_count_declared_and_the_entries_listed_are_two_facts():
    found = values(read(*ENTRUSTED, *entrusted(1, "10人未満", "甲社"), *entrusted(2, "1,000人以上", "乙社")))
    assert found["entrustments"] == 3
    assert [found[f"entrustments[{n}].contractor"] for n in (1, 2)] == ["甲社", "乙社"]
    assert "entrustments[3].contractor" not in found


@pytest.mark.parametrize("kept", [1, 3, 4])
def test_an_entry_whose_head_is_gone_does_not_fill_the_one_before(kept):
    """Of the first entry only some rows are left, and of the second the head is gone."""
    first, second, third = (
        entrusted(n, h, c)
        for n, h, c in ((1, "10人未満", "甲社"), (2, "1,000人以上", "乙社"), (3, "10人未満", "丙社"))
    )
    found = values(read(*ENTRUSTED, *first[:kept], *second[1:], *third))
    assert found.get("entrustments[1].contractor") in (None, "甲社")
    assert found.get("entrustments[1].handlers") in (None, "10人未満")
    assert (found["entrustments[3].contractor"], found["entrustments[3].re_entrusts"]) == ("丙社", False)


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
    "heading",
    [
        [["１１．最も優先度が高いと考えられる対策", "[ ]", "全項目評価又は重点項目評価を実施する"]],
        [["１１．最も優先度が高いと考えられる対策"], ["[ ]", "全項目評価又は重点項目評価を実施する"]],
    ],
)
def test_a_label_printed_behind_what_the_form_asks_after_it_is_still_its_own(heading):
    """様式2 Ⅳ11 in the order of some printings: heading with its box, answer, reason, and then which measure it is."""
    measure = "権限のない者によって不正に使用されるリスクへの対策"
    rows = (
        ["Ⅰ　関連情報"],
        ["①事務の名称", "予防接種に関する事務"],
        ["Ⅳ　リスク対策"],
        ["９．従業者に対する教育・啓発"],
        ["従業者に対する教育・啓発", "[ 十分に行っている ]", "＜選択肢＞"],
        *heading,
        ["当該対策は十分か", "[ 十分である ]", "＜選択肢＞"],
        ["判断の根拠", "利用者を二要素で認証している。"],
        ["最も優先度が高いと考えられる対策", f"[ {measure} ]", "＜選択肢＞"],
    )
    found = values(read(*rows, form="basic"))
    assert found["priority.measure"] == measure
    assert found["risks[priority].adequacy"] == "十分である"


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
