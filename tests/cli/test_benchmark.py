"""Protects `shikii benchmark` and `--peers`: a profile is written, read back, and told beside the findings."""

import json
from pathlib import Path

from command import run

DOCUMENTS = Path(__file__).parents[2] / "examples" / "documents"
FULL = DOCUMENTS / "midori-juki-zenkomoku.txt"
DAY = ("--as-of", "2026-04-01")


def test_a_profile_is_counted_and_told(tmp_path):
    profile = tmp_path / "profile.json"
    assert run("benchmark", DOCUMENTS, "-o", profile, *DAY).returncode == 0
    data = json.loads(profile.read_text("utf-8"))
    assert data["schema"] == "shikii/peers/1"
    assert data["forms"]["full"]["assessments"] == 1
    plain = json.loads(run("assess", FULL, "--format", "json", *DAY).stdout)[0]["findings"]
    told = json.loads(run("assess", FULL, "--format", "json", "--peers", profile, *DAY).stdout)[0]["findings"]
    added = [b["detail"].removeprefix(a["detail"]) for a, b in zip(plain, told, strict=True) if a != b]
    assert added
    assert set(added) <= {f"類似の評価書1件中{n}件に記載があります。" for n in (0, 1)}


def test_the_text_ranks_measures():
    result = run("benchmark", DOCUMENTS, *DAY)
    assert result.returncode == 0
    assert "全項目評価 1" in result.stdout
    assert "  1 / 1 " in result.stdout


def test_what_is_no_profile_is_refused(tmp_path):
    path = tmp_path / "profile.json"
    path.write_text('{"schema": "shikii/batch/1"}', "utf-8")
    result = run("assess", FULL, "--peers", path)
    assert result.returncode == 2
    assert "peers.profile" in result.stderr


def test_corrections_are_undone_and_counted(tmp_path):
    facts = tmp_path / "a.yaml"
    facts.write_text(
        "affair: 甲事務\nform: full\nnarratives: {overview: サーバ室に保管する。}\n"
        "changes: [{item: Ⅱ6①保管場所, before: サ一バ室, after: サーバ室, explanation: 誤記の訂正}]\n",
        "utf-8",
    )
    result = run("benchmark", "--corrections", facts, "--format", "json", *DAY)
    data = json.loads(result.stdout)
    assert (data["schema"], data["told"]) == ("shikii/corrections/1", 1)
    assert [(k["undone"], k["found"]) for k in data["kinds"]] == [(1, 1)]
    assert "wording.look_alike" in run("benchmark", "--corrections", facts, *DAY).stdout
