"""Protects the interview on a pipe and on a terminal: answers, back, why, unknown; nothing is lost when it is broken off."""

import os
import pty
import select
import signal
import subprocess
import sys
import time

import pytest
import yaml
from click.testing import CliRunner

from shikii.cli.main import cli

ARGS = ["prescreen", "--interview", "--as-of", "2026-04-01"]


def run(lines, *more, lang="ja"):
    return CliRunner().invoke(cli, [*ARGS, "--lang", lang, *more], input="".join(f"{x}\n" for x in lines))


def test_a_whole_interview_over_a_pipe(tmp_path):
    memo, facts = tmp_path / "memo.md", tmp_path / "facts.yaml"
    lines = [
        "予防接種に関する事務",
        "みどり市長",
        "25万",
        "なぜ",
        "なし",
        "なぜ",
        "499",
        "2026-03-01",
        "令和8年3月1日",
        "該当なし",
    ]
    result = run(lines, "--memo", str(memo), "--save", str(facts))
    assert result.exit_code == 0, result.output
    assert "500人以上 → 全項目評価" in result.stderr
    assert "500人未満 → 重点項目評価" in result.stderr
    assert "基礎項目評価及び重点項目評価の実施が義務付けられる" in result.stdout
    said = yaml.safe_load(facts.read_text("utf-8"))
    assert said["headcount"] == 250_000
    assert said["handlers"] == 499
    assert said["handlers_as_of"] == "2026-03-01"
    text = memo.read_text("utf-8")
    assert "| 対象人数 | 25万人 | 令和８年３月１日 |" in text
    assert "規則第6条第1項第2号" in text


def test_back_takes_an_answer_back():
    result = run(["", "", "5000", "戻る", "25万", "終わる"])
    assert "現時点の判断結果: 基礎項目評価の実施が義務付けられる" in result.stderr
    assert "少なくとも 重点項目評価、最大で 全項目評価" in result.stdout


def test_an_answer_that_cannot_be_read_is_asked_again():
    result = run(["", "", "-5", "多い", "5000", "", ""])
    assert result.exit_code == 0
    assert result.stderr.count("3. この事務で保有する") == 3
    assert "基礎項目評価の実施が義務付けられる" in result.stdout


def test_english_questions():
    result = run(["", "", "250000", "why", "no", "", ""], lang="en")
    assert "How many people are recorded" in result.stderr
    assert "key to full" in result.stderr
    assert "100,000 to under 300,000 → key to full" in run(["", "", "why"], lang="en").stderr
    asked = result.stderr + run(["", "", "many", "?", "no"], lang="en").stderr
    assert not [c for c in asked if "぀" <= c <= "ヺ" or "一" <= c <= "鿿"]  # nothing is left in Japanese


def test_going_on_from_a_file_asks_only_the_rest(tmp_path):
    facts = tmp_path / "facts.yaml"
    facts.write_text(
        "affair: 予防接種\norganization: みどり市長\nheadcount: 25万人\nincident_within_1y: なし\n", "utf-8"
    )
    result = CliRunner().invoke(
        cli, ["prescreen", str(facts), "--interview", "--as-of", "2026-04-01"], input="500\n\n\n"
    )
    assert "基礎項目評価及び全項目評価の実施が義務付けられる" in result.stdout
    assert "全部で何人" not in result.stderr
    assert "事務の名称" not in result.stderr
    assert "対象人数は、いつ時点" in result.stderr  # what the memo needs and the file lacks


def test_the_end_of_the_input_is_the_end_of_the_answers(tmp_path):
    facts = tmp_path / "facts.yaml"
    result = run(["", "", "25万"], "--save", str(facts))
    assert result.exit_code == 0
    assert yaml.safe_load(facts.read_text("utf-8"))["headcount"] == 250_000
    assert "少なくとも 重点項目評価、最大で 全項目評価" in result.stdout


def test_what_is_taken_for_granted_is_confirmed_last(tmp_path):
    facts = tmp_path / "facts.yaml"
    lines = [
        "職員の給与に関する事務",
        "B",
        "25万",
        "なし",
        "20",
        "",
        "",
        "なぜ",
        "職員の人事・給与・福利厚生",
    ]
    result = run(lines, "--save", str(facts))
    assert "該当なし → 重点項目評価" in result.stderr
    assert "義務付けられない" in result.stdout
    said = yaml.safe_load(facts.read_text("utf-8"))
    assert said["organization"] == "B"  # a name, not the short word for going back
    assert said["exemption"] == "職員の人事・給与・福利厚生"
    by_number = run([*lines[:-2], "2"]).stdout
    assert "義務付けられない" in by_number


def test_a_mistake_is_told_in_the_language_of_the_questions():
    assert "「たくさん」を数として読み取れませんでした" in run(["", "", "たくさん"]).stderr
    assert "「来年」を日付として読み取れませんでした" in run(["", "", "5", "来年"]).stderr
    assert "「さあ」は選択肢にありません" in run(["", "", "50万", "", "さあ"]).stderr


@pytest.mark.parametrize("name", ["memo.md", "memo.html", "memo.docx"])
def test_a_memo_in_every_format(tmp_path, name):
    path = tmp_path / name
    args = ["prescreen", "--headcount", "25万人", "--as-of", "2026-04-01", "--memo", str(path)]
    assert CliRunner().invoke(cli, args).exit_code == 0
    assert path.stat().st_size > 500
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_memo_of_another_kind_is_refused(tmp_path):
    result = CliRunner().invoke(cli, ["prescreen", "--headcount", "5", "--memo", str(tmp_path / "memo.pdf")])
    assert result.exit_code == 2
    assert ".docx" in result.stderr


def read_until(control, words, seconds=60):
    """Read what a terminal shows until it shows the words, or to its end."""
    shown, until = b"", time.monotonic() + seconds
    while words.encode() not in shown and time.monotonic() < until:
        if select.select([control], [], [], 0.1)[0]:
            try:
                shown += os.read(control, 4096)
            except OSError:  # nobody writes to the terminal any more
                break
    return shown.decode("utf-8", "replace")


def test_ctrl_c_on_a_terminal_keeps_the_answers(tmp_path):
    facts = tmp_path / "facts.yaml"
    control, terminal = pty.openpty()
    code = "from shikii.cli.main import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, *ARGS, "--save", str(facts)],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    try:
        for number, line in enumerate(("", "", "25万"), 1):
            assert f"{number}. " in read_until(control, f"{number}. ")
            os.write(control, f"{line}\n".encode())
        assert "4. " in read_until(control, "4. ")
        os.kill(process.pid, signal.SIGINT)
        shown = read_until(control, f"--interview --save {facts}")
        assert f"--interview --save {facts}" in shown  # how to go on
        assert process.wait(timeout=60) == 130
    finally:
        process.kill()
        process.wait()
        os.close(control)
    assert yaml.safe_load(facts.read_text("utf-8"))["headcount"] == 250_000
