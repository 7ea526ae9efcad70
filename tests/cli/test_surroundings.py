"""Protects: the command line in odd surroundings - closed streams, its own reports as input, an interrupt."""

import subprocess
import sys

import pytest

from shikii.cli.common import expand
from shikii.cli.main import main
from shikii.facts.errors import UsageError


@pytest.mark.parametrize(("closed", "left"), [(">&-", "stderr"), ("2>&-", "stdout"), ("<&-", "stdout")])
def test_a_closed_stream_is_no_crash(closed, left):
    script = f"exec {sys.executable} -m shikii prescreen --headcount 5000 {closed}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == (2 if left == "stderr" else 0)
    assert ("基礎項目評価" in getattr(done, left)) is (left == "stdout")
    assert ("stdout：閉じられています" in done.stderr) is (left == "stderr")
    assert "Traceback" not in done.stderr


def test_a_file_is_read_once_under_all_its_names(tmp_path, monkeypatch):
    (tmp_path / "a.yaml").write_text("affair: 甲\n", encoding="utf-8")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    monkeypatch.chdir(tmp_path)
    assert [p.name for p in expand(["a.yaml", "./a.yaml", str(tmp_path / "a.yaml"), "."])] == ["a.yaml"]


def batch(*arguments):
    with pytest.raises(SystemExit) as left:
        main(["batch", *map(str, arguments)])
    return left.value.code


def test_a_report_inside_the_input_is_not_read_the_next_time(tmp_path, capsys):
    (tmp_path / "a.yaml").write_text("affair: 甲\nheadcount: 5000\n", encoding="utf-8")
    for _ in range(2):
        assert batch(tmp_path, "-o", tmp_path / "out") == 0
        assert capsys.readouterr().out.startswith("事務 1 ")


def test_an_interrupt_leaves_nothing(tmp_path, monkeypatch, capsys):
    def interrupted(*_given, **_more):
        raise KeyboardInterrupt

    (tmp_path / "a.yaml").write_text("affair: 甲\nheadcount: 5000\n", encoding="utf-8")
    monkeypatch.setattr("shikii.reports.run_files.render_batch_html", interrupted)
    assert batch(tmp_path / "a.yaml", "-o", tmp_path / "new" / "out") == 130
    assert "何も書き込んでいません" in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.yaml", "new"]


def test_a_folder_is_no_place_for_a_report_of_one_file(tmp_path, capsys):
    (tmp_path / "a.yaml").write_text("affair: 甲\n", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["assess", str(tmp_path / "a.yaml"), "-o", str(tmp_path)])
    assert left.value.code == 2
    assert f"{tmp_path}：フォルダーです [output.folder]" in capsys.readouterr().err


def test_wrong_options_are_called_by_their_names(capsys):
    with pytest.raises(SystemExit):
        main(["prescreen", "--headcount", "many", "--incident", "maybe"])
    err = capsys.readouterr().err
    assert "--headcount：「対象人数」の値として読み取れません" in err
    assert "--incident：「重大事故」の値として読み取れません" in err


def test_a_day_beyond_counting_is_refused(tmp_path, capsys):
    (tmp_path / "a.yaml").write_text("affair: 甲\n", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["assess", str(tmp_path / "a.yaml"), "--as-of", "9999-12-31"])
    assert left.value.code == 2
    assert "先すぎるため" in capsys.readouterr().err


def test_a_folder_of_reports_alone_is_nothing_to_read(tmp_path):
    (tmp_path / "a.yaml").write_text("affair: 甲\nheadcount: 5000\n", encoding="utf-8")
    assert batch(tmp_path / "a.yaml", "-o", tmp_path / "out") == 0
    with pytest.raises(UsageError, match=r"input\.nothing"):
        expand([str(tmp_path / "out")])


def test_the_package_runs_as_a_module():
    command = [sys.executable, "-m", "shikii", "prescreen", "--headcount", "5000"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "基礎項目評価" in done.stdout) == (0, True)


def test_a_document_is_not_validated_as_facts(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("特定個人情報保護評価書\n", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["facts", "validate", str(tmp_path / "a.txt")])
    assert left.value.code == 2
    assert "shikii import" in capsys.readouterr().err
