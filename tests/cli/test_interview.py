"""Protects the interview on a pipe and on a terminal: answers, back, why, unknown; nothing is lost when it is broken off."""

import os
import pty
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
        "地方公共団体",
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
    assert "| 対象人数 | 25万人 | 2026-03-01 |" in text
    assert "規則第6条第1項第2号" in text


def test_back_takes_an_answer_back():
    result = run(["", "", "5000", "戻る", "25万", "終わる"])
    assert "いまの結果: 基礎項目評価の実施が義務付けられる" in result.stderr
    assert "少なくとも 重点項目評価、最大で 全項目評価" in result.stdout


def test_an_answer_that_cannot_be_read_is_asked_again():
    result = run(["", "", "-5", "多い", "5000", "", ""])
    assert result.exit_code == 0
    assert result.stderr.count("3. この事務で保有する") == 3
    assert "基礎項目評価の実施が義務付けられる" in result.stdout


def test_english_questions():
    result = run(["", "", "250000", "why", "no", "", ""], lang="en")
    assert "how many people are recorded" in result.stderr
    assert "key to full" in result.stderr


def test_going_on_from_a_file_asks_only_the_rest(tmp_path):
    facts = tmp_path / "facts.yaml"
    facts.write_text(
        "affair: 予防接種\norganization: みどり市長\nheadcount: 25万人\nincident_within_1y: なし\n", "utf-8"
    )
    result = CliRunner().invoke(
        cli, ["prescreen", str(facts), "--interview", "--as-of", "2026-04-01"], input="500\n\n\n"
    )
    assert "基礎項目評価及び全項目評価の実施が義務付けられる" in result.stdout
    assert "対象人数はいつ" not in result.stderr
    assert "事務の名称" not in result.stderr


def test_the_end_of_the_input_loses_nothing(tmp_path):
    facts = tmp_path / "facts.yaml"
    result = run(["", "", "25万"], "--save", str(facts))
    assert result.exit_code == 130
    assert yaml.safe_load(facts.read_text("utf-8"))["headcount"] == 250_000
    assert str(facts) in result.stderr
    unsaved = run(["", "", "25万"])
    assert "headcount: 250000" in unsaved.stderr


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
    try:
        for line in ("", "", "25万"):
            time.sleep(0.2)
            os.write(control, f"{line}\n".encode())
        until = time.monotonic() + 20
        while time.monotonic() < until and not (
            facts.exists() and "headcount: 250000" in facts.read_text("utf-8")
        ):
            time.sleep(0.1)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(timeout=20) == 130
    finally:
        process.kill()
        process.wait()
        os.close(control)
        os.close(terminal)
    assert yaml.safe_load(facts.read_text("utf-8"))["headcount"] == 250_000
