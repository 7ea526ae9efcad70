"""Protects the way from the cell of a label to the cell of its value, and that missing rows never move a value."""

import pytest
from form_page import ADEQUACY, BEFORE, MEASURES, read, values


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
