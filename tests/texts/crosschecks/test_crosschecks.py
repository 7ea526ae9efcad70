"""Protects: each way of putting places side by side says yes only for what a reader would call a contradiction."""

import pytest

from shikii.facts.affair.affair import Note
from shikii.facts.values import NO, YES, Range
from shikii.facts.vocabulary import Scope
from shikii.rulesets.language.crosscheck_grammar import (
    Calendar,
    Dated,
    Doubled,
    Empty,
    Figures,
    Foreign,
    Near,
    Numbered,
    Repeats,
    Varies,
)
from shikii.texts.crosschecks.calendar_days import calendar
from shikii.texts.crosschecks.copied_text import foreign, repeats
from shikii.texts.crosschecks.field_words import FieldWords
from shikii.texts.crosschecks.figures import dated, figures, varies
from shikii.texts.crosschecks.near_spellings import near
from shikii.texts.crosschecks.row_checks import doubled, empty, numbered
from shikii.texts.matching import Quote
from shikii.texts.sentences import sentences_of


def said(text):
    return sentences_of(((1, text),))


def value(settled):
    return settled[0] if settled else None


FIGURE = Figures(sections=("all",), pattern="対象者は(約)?(?P<n>[0-9,.万千]+)人", fact="headcount")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("対象者は50,000人である。", YES),
        ("対象者は12万人である。", NO),
        ("対象者は約9万5千人である。", NO),
        ("対象者は8千人以上である。", NO),
        ("対象者は12万人、うち対象者は5千人である。", NO),
        ("窓口で確認する。", NO),
    ],
)
def test_figures(text, expected):
    assert value(figures(FIGURE, Range(100_000, 299_999), None, said(text))) == expected


def test_figures_say_nothing_of_what_was_not_read():
    assert figures(FIGURE, None, None, said("対象者は5人である。")) is None
    assert figures(FIGURE, Range(1, 9), None, None) is None


def test_days_of_a_period_are_counted_with_both_ends():
    how = Figures(
        sections=("all",), pattern=r"(?P<n>\d+)日間", fact="hearing.to", minus="hearing.from", plus=1
    )
    assert value(figures(how, Range(130, 130), Range(100, 100), said("31日間実施した。"))) == NO
    assert value(figures(how, Range(130, 130), Range(100, 100), said("30日間実施した。"))) == YES


@pytest.mark.parametrize(
    ("lies", "text", "expected"),
    [
        ("before", "令和6年10月から移行する予定", YES),
        ("before", "令和8年10月から移行する予定", NO),
        ("differs", "令和6年10月から移行する予定", YES),
        ("differs", "令和7年4月1日から移行する予定", NO),
    ],
)
def test_dated(lies, text, expected):
    how = Dated(
        sections=("all",), pattern="(?P<day>令和[0-9]年[0-9]{1,2}月(1日)?)から", fact="published", lies=lies
    )
    day = 739_342  # 2025-04-01
    assert value(dated(how, Range(day, day), said(text))) == expected


def test_varies_by_key():
    how = Varies(sections=("all",), pattern="(?P<key>ログ|帳票)は(?P<value>[0-9]+年)保存")
    assert value(varies(how, said("ログは3年保存する。ログは7年保存する。"))) == YES
    assert value(varies(how, said("ログは3年保存する。帳票は7年保存する。"))) == NO


def test_repeats_needs_two_fields_and_a_text_that_is_no_phrase():
    text = "端末は施錠できる執務室に置き、離席のときは画面を消し、鍵は所属長が管理する。"
    notes = [Note("甲", "in-2.measure", ((1, text),)), Note("甲", "use-4.measure", ((9, text),))]
    how = Repeats(fields=("in-2.measure", "use-4.measure"), least=20)
    assert value(repeats(how, Scope.FILE, (0,), FieldWords(notes, ("甲",)))) == YES
    longer = Repeats(fields=("in-2.measure", "use-4.measure"), least=200)
    assert value(repeats(longer, Scope.FILE, (0,), FieldWords(notes, ("甲",)))) == NO
    assert repeats(how, Scope.FILE, (0,), FieldWords((), ("甲",))) is None


ROWS = [((0,), {"file.name": "住民基本台帳ファイル"}), ((1,), {"file.name": "送付先情報ファイル"})]
FOREIGN = Foreign(within=("place",), name="file.name", patterns=("{name}",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("住民基本台帳ファイルをサーバに保管する。", YES),
        ("送付先情報ファイルをサーバに保管する。", NO),
        ("住民基本台帳ファイルから送付先情報ファイルを作る。", NO),
        ("サーバに保管する。", NO),
    ],
)
def test_foreign(text, expected):
    assert value(foreign(FOREIGN, (1,), ROWS, [said(text)])) == expected


NEAR = Near(
    sections=("all",), patterns=("([一-龠]{2,}システム)",), facts=("system.name",), alike=("新", "旧")
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("健康官理システムで管理する。", YES),
        ("健康管システムで管理する。", YES),
        ("健康管理システムで管理する。", NO),
        ("介護保険システムで管理する。", NO),
        ("健康官理システムと健康官理システムと健康官理システム。", NO),
    ],
)
def test_near(text, expected):
    texts = {Scope.SYSTEM: [((0,), {"system.name": "健康管理システム"})]}
    assert value(near(NEAR, texts, said(text))) == expected


@pytest.mark.parametrize(
    ("what", "text", "expected"),
    [
        ("day", "令和6年2月30日", YES),
        ("day", "令和7年2月29日", YES),
        ("day", "令和6年2月29日", NO),
        ("day", "令和6年11月", NO),
        ("weekday", "令和7年6月2日(火)", YES),
        ("weekday", "令和7年6月2日(月)", NO),
        ("weekday", "令和7年6月2日(水曜日)", YES),
    ],
)
def test_calendar(what, text, expected):
    assert value(calendar(Calendar(sections=("all",), what=what), said(f"{text}に実施した。"))) == expected


def test_empty_of_one_and_of_all():
    notes = [Note("甲", "place", ((1, ""),)), Note("甲", "erasure", ((2, "消去する。"),))]
    words = FieldWords(notes, ("甲",))
    assert value(empty(Empty(fields={"place": "保管場所"}), Scope.FILE, (0,), words)) == YES
    assert value(empty(Empty(fields={"place": "", "erasure": ""}, every=True), Scope.FILE, (0,), words)) == NO
    assert empty(Empty(fields={"purpose": ""}), Scope.FILE, (0,), words) is None
    dash = FieldWords([Note(None, "place", ((1, "―"),))], ("甲",))
    assert value(empty(Empty(fields={"place": ""}), Scope.FILE, (0,), dash)) == NO
    assert value(empty(Empty(fields={"place": ""}, dashes=True), Scope.FILE, (0,), dash)) == YES


def test_a_field_belongs_to_its_file_and_row():
    notes = [Note("甲", "e_content[2]", ((1, "入力"),)), Note("乙", "e_content[1]", ((2, "保守"),))]
    words = FieldWords(notes, ("甲", "乙"))
    assert words.of("e_content", Scope.ENTRUSTMENT, (0, 0)) == []
    assert [n.lines for n in words.of("e_content", Scope.ENTRUSTMENT, (0, 1))] == [((1, "入力"),)]
    assert len(words.of("e_content", Scope.AFFAIR, ())) == 2


def test_doubled_rows():
    rows = [
        ((0, 0), {"a": "入力", "b": "甲社"}),
        ((0, 1), {"a": "入力", "b": "甲社"}),
        ((1, 0), {"a": "入力", "b": "甲社"}),
    ]
    how = Doubled(facts=("a", "b"))
    assert [value(doubled(how, i, rows)) for i, _ in rows] == [NO, YES, NO]
    assert doubled(how, (0, 2), [((0, 2), {"a": "入力"})]) is None


def test_numbered_rows():
    how = Numbered(sections=("all",), pattern=r"システム(?P<n>\d)", of=Scope.SYSTEM)
    texts = {Scope.SYSTEM: [((0,), {}), ((1,), {})]}
    assert value(numbered(how, Scope.AFFAIR, (), texts, said("システム3に登録する。"))) == YES
    assert value(numbered(how, Scope.AFFAIR, (), texts, said("システム2に登録する。"))) == NO


def test_figures_may_be_held_to_the_number_of_rows():
    how = Figures(sections=("basic",), pattern="(?P<n>[0-9])つのシステム", count=Scope.SYSTEM)
    assert value(figures(how, None, None, said("3つのシステムを用いる。"), 2)) == YES
    assert value(figures(how, None, None, said("2つのシステムを用いる。"), 2)) == NO
    assert figures(how, None, None, said("2つのシステムを用いる。")) is None


def test_dated_may_leave_some_years():
    how = Dated(sections=("all",), pattern="(?P<day>平成[0-9]+年[0-9]+月)", fact="p", lies="before", years=3)
    day = 739_342  # 2025-04-01
    assert value(dated(how, Range(day, day), said("平成30年11月に置き忘れた。"))) == YES
    assert value(dated(how, Range(737_000, 737_000), said("平成30年11月に置き忘れた。"))) == NO


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("副本は月に1度更新する。副本は毎日更新する。", YES),
        ("副本は毎月更新する。副本は月に一回更新する。", NO),
        ("副本は随時更新する。副本は毎日更新する。", NO),
    ],
)
def test_frequencies_are_compared_however_they_are_written(text, expected):
    how = Varies(sections=("nws",), pattern="副本は(?P<value>[^。]{2,5}?)更新", often=True)
    assert value(varies(how, said(text))) == expected


def test_a_name_in_short_is_no_other_name():
    how = Varies(sections=("procedure",), pattern="(?P<value>[一-龠]{2,12}審査会)")
    assert value(varies(how, said("岬野市個人情報審査会に諮った。個人情報審査会は認めた。"))) == NO
    assert value(varies(how, said("岬野市個人情報審査会に諮った。岬野市行政不服審査会は認めた。"))) == YES


def test_years_of_an_era_are_its_own():
    how = Calendar(sections=("all",), what="year")
    assert value(calendar(how, said("平成35年6月1日に実施した。"))) == YES
    assert value(calendar(how, said("平成31年4月1日に実施した。"))) == NO
    assert value(calendar(how, said("令和35年6月1日に実施した。"))) == NO


@pytest.mark.parametrize(
    ("other", "expected"), [("みなとデータサーピス", YES), ("やまとデータサービス社", NO)]
)
def test_names_of_one_record_one_letter_apart(other, expected):
    how = Near(sections=("all",), patterns=("([ァ-ヴー]{1,20})",), facts=("c",), among=True)
    rows = {Scope.ENTRUSTMENT: [((0, 0), {"c": "みなとデータサービス"}), ((0, 1), {"c": other})]}
    assert value(near(how, rows, None)) == expected


def test_repeats_in_rows_and_in_part():
    content = "システムの監視、障害への対応、改修"
    rows = [Note(None, "e_content[1]", ((1, content),)), Note(None, "e_content[2]", ((9, content),))]
    how = Repeats(fields=("e_content",), least=10, rows=True)
    assert value(repeats(how, Scope.FILE, (0,), FieldWords(rows, ("甲",)))) == YES
    assert value(repeats(how, Scope.FILE, (0,), FieldWords(rows[:1], ("甲",)))) == NO
    held = [
        Note(None, "use-4.measure", ((1, content + "。鍵をかける。"),)),
        Note(None, "nws-6.measure", ((9, content),)),
    ]
    part = Repeats(fields=("use-4.measure", "nws-6.measure"), least=10, part=True)
    assert value(repeats(part, Scope.FILE, (0,), FieldWords(held, ("甲",)))) == YES
    same = [Note(None, "use-3.measure", held[0].lines), Note(None, "use-4.measure", held[1].lines)]
    near_by = Repeats(fields=("use-3.measure", "use-4.measure"), least=10, part=True)
    assert value(repeats(near_by, Scope.FILE, (0,), FieldWords(same, ("甲",)))) == NO


def test_a_field_that_stands_twice_is_not_called_blank():
    notes = [Note(None, "place", ((3, "サーバ室"),)), Note(None, "place", ((9, ""),))]
    how = Empty(fields={"place": "保管場所"})
    assert empty(how, Scope.FILE, (0,), FieldWords(notes[1:], ("甲",))) == (YES, (Quote(9, "保管場所"),))
    assert empty(how, Scope.FILE, (0,), FieldWords(notes, ("甲",))) is None
