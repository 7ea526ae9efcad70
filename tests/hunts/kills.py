"""Kill writers with -9 and look at what is left: `python tests/hunts/kills.py 100 SEED [WRITER…]`.

Each writer of the command line first makes an output, then is run again on other facts and killed: half of the time at
a moment drawn at random, half of the time before a change of the file system drawn at random. The earlier output must
then be there whole, or the new one, or, for a run, the earlier one by its name beside; and running the command once
more must succeed and leave nothing beside.

One process loads the program and forks, so that a kill costs no start of an interpreter. It is made anew for all of
this: where polars has begun to work in threads, no process may be forked any more.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sys
import tempfile
import time
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from killing import CHANGES

from shikii.cli.main import main
from shikii.reports.files.manifest import read_manifest, sha256_of
from shikii.reports.files.marks import state_of

DAY = ("--as-of", "2026-04-01")
DOCUMENT = Path(__file__).parents[2] / "examples" / "documents" / "midori-juki-zenkomoku.txt"
#: Every writer: its output, and how it is called; FACTS stands for the facts of this round.
WRITERS = {
    "batch": ("out", ["batch", "FACTS", "-o", "out", *DAY]),
    "batch --also --carry --earlier": (
        "out", ["batch", "FACTS", "-o", "out", *DAY, "--also", "sarif", "--also", "oscal", "--carry", "out/findings.xlsx",
                "--earlier", "out"]),
    "import yaml": ("facts", ["import", str(DOCUMENT), "-o", "facts"]),
    "import jsonl": ("facts", ["import", str(DOCUMENT), "-o", "facts", "--format", "jsonl"]),
    **{f"assess {e}": (f"a.{e}", ["assess", "FACTS", "-o", f"a.{e}", *DAY])
       for e in ("txt", "json", "md", "html", "xlsx", "docx", "sarif")},
    "assess oscal": ("a.json", ["assess", "FACTS", "--format", "oscal", "-o", "a.json", *DAY]),
    "checklist xlsx": ("c.xlsx", ["assess", "FACTS", "--format", "checklist", "-o", "c.xlsx", *DAY]),
    "why": ("w.md", ["assess", "FACTS", "--why", "level", "-o", "w.md", *DAY]),
    "compare": ("c.html", ["compare", "base.yaml", "FACTS", "-o", "c.html", *DAY]),
    "schedule": ("s.ics", ["schedule", "FACTS", "-o", "s.ics", *DAY]),
    "form": ("f.html", ["form", "-o", "f.html", *DAY]),
    "benchmark": ("p.json", ["benchmark", "FACTS", "-o", "p.json", *DAY]),
    "prescreen": ("p.md", ["prescreen", "FACTS", "-o", "p.md", *DAY]),
    **{f"memo {e}": (f"m.{e}", ["prescreen", "FACTS", "--memo", f"m.{e}", *DAY]) for e in ("md", "html", "docx")},
    "save": ("saved.yaml", ["prescreen", "FACTS", "--save", "saved.yaml", *DAY]),
    "impact": ("i.md", ["impact", "2016-12-01", "2026-04-01", "FACTS", "-o", "i.md"]),
    "rules diff": ("r.json", ["rules", "diff", "2016-12-01", "2026-04-01", "--format", "json", "-o", "r.json"]),
    "facts template": ("t.yaml", ["facts", "template", "-o", "t.yaml"]),
    "facts schema": ("t.json", ["facts", "schema", "-o", "t.json"]),
}  # fmt: skip
FACTS = {
    "base.yaml": "affair: 甲\norganization: 試験市長\nheadcount: 5000\n",
    "one.yaml": "affair: 甲\norganization: 試験市長\nheadcount: 250000\nhandlers: 10\n",
    "two.yaml": "affair: 甲\norganization: 試験市長\nheadcount: 350000\nhandlers: 700\npublished: 2020-01-01\n",
}


def call(
    folder: Path, arguments: list[str], facts: str, *, change: int = 0, moment: float = 0
) -> tuple[int, int]:
    """Run a command in a process of its own, and kill it where asked; return its code (-9) and its changes of files."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        os.chdir(folder)
        null = os.open(os.devnull, os.O_RDWR)
        log = os.open(folder.parent / "log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for number, handle in ((0, null), (1, null), (2, log)):
            os.dup2(handle, number)
        seen = watch(str(folder), change)
        code = 70
        try:
            main([facts if a == "FACTS" else a for a in arguments])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 70
        finally:
            os.write(tell, str(seen[0]).encode())
            os._exit(code)
    os.close(tell)
    if moment:
        time.sleep(moment)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    changes = int(os.read(told, 20) or 0)
    os.close(told)
    return os.waitstatus_to_exitcode(status), changes


def watch(folder: str, change: int) -> list[int]:
    """Count the changes below a folder, and die before the one that is named."""
    seen = [0]

    def hook(event, arguments):
        if event not in CHANGES:
            return
        path = os.fspath(arguments[0]) if isinstance(arguments[0], (str, os.PathLike)) else ""
        path = os.path.join(folder, path)  # noqa: PTH118 - a string; an absolute one stays as it is
        if not path.startswith(folder):
            return
        if event == "open" and not (
            isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        ):
            return
        seen[0] += 1
        if seen[0] == change:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    return seen


def damage(target: Path) -> str:
    """Say what is wrong with an output; nothing where it is whole."""
    if target.name == "out":
        old = target.parent / ".out.shikii" / "old"
        place = target if target.is_dir() else old
        manifest = read_manifest(place)
        if manifest is None:
            return "no run is left"
        wrong = [n for n, sha in manifest.files.items() if sha256_of(place / n) != sha]
        # once the new run stands, the earlier one is taken away file by file; it is no output any more
        return f"{wrong} of the run" if wrong else ""
    files = sorted(target.iterdir()) if target.is_dir() else [target]
    for path in files:
        if path.name.startswith(".") or path.suffix == ".sha256":
            continue
        if state_of(path) != "ours":
            return f"{path.name} is {state_of(path)}"
        if path.suffix in (".json", ".sarif"):
            json.loads(path.read_bytes())
        if path.suffix in (".docx", ".xlsx") and zipfile.ZipFile(path).testzip():
            return f"{path.name} is damaged"
    return "" if files else "nothing is left"


def prepared(place: str) -> Path:
    """Make a folder with the facts of all rounds."""
    folder = Path(place).resolve() / "work"
    folder.mkdir()
    for facts, text in FACTS.items():
        (folder / facts).write_text(text, encoding="utf-8")
    return folder


def earlier_then(folder: Path, name: str, **kill) -> tuple[int, int]:
    """Make an earlier output, then run the writer on other facts."""
    arguments = WRITERS[name][1]
    code, _ = call(folder, WRITERS["batch"][1] if name.startswith("batch") else arguments, "one.yaml")
    if code:
        raise AssertionError(f"{name}: code {code}: {(folder.parent / 'log').read_text('utf-8')}")
    return call(folder, arguments, "two.yaml", **kill)


def measured(name: str) -> tuple[int, float]:
    """Return how many changes of files a writer makes over an earlier output, and how long it takes for both."""
    with tempfile.TemporaryDirectory() as place:
        start = time.monotonic()
        _, changes = earlier_then(prepared(place), name)
        return changes, (time.monotonic() - start) / 2


def one(name: str, random_: random.Random, known: tuple[int, float]) -> tuple[str, bool]:
    """Make, kill, look, make again; return what is wrong, and whether the kill came before the end."""
    changes, took = known
    with tempfile.TemporaryDirectory() as place:
        folder = prepared(place)
        if random_.random() < 0.5:
            code, _ = earlier_then(folder, name, change=random_.randint(1, changes))
        else:
            code, _ = earlier_then(folder, name, moment=took * random_.uniform(0.1, 1.0))
        target, arguments = WRITERS[name]
        wrong = damage(folder / target)
        if not wrong:
            again, _ = call(folder, arguments, "two.yaml")
            beside = [p.name for p in folder.rglob("*") if p.name.startswith(".")]
            log = (folder.parent / "log").read_text("utf-8") if again else ""
            wrong = damage(folder / target) or " ".join([log, *beside]).strip()
        return (f"{name}: {wrong}" if wrong else ""), code == -signal.SIGKILL


def warm() -> None:
    """Load what every command needs, so that the processes forked later have it."""
    import datetime as dt

    import shikii.engine.portfolio.assess_run
    import shikii.reports.page.html
    import shikii.reports.word.checklist_docx
    import shikii.reports.workbook.batch_workbook  # noqa: F401 - loaded for those that fork
    from shikii.cli.common import forms, ruleset_of
    from shikii.engine.assess import program_of

    forms()
    program_of(ruleset_of(()), dt.date(2026, 4, 1))


def hunt(times: int, seed: int, names: list[str]) -> tuple[int, list[str]]:
    """Kill so many times, the writers in turn; return how many were killed before their end, and what is damaged."""
    random_ = random.Random(seed)
    warm()
    known: dict[str, tuple[int, float]] = {}
    killed, damaged = 0, []
    for n in range(times):
        name = names[n % len(names)]
        if name not in known:
            known[name] = measured(name)
        wrong, hit = one(name, random_, known[name])
        killed += hit
        damaged += [wrong] if wrong else []
    return killed, damaged


if __name__ == "__main__":
    chosen = sys.argv[3:] or list(WRITERS)
    kills, found = hunt(int(sys.argv[1]), int(sys.argv[2]), chosen)
    told = (
        f"{sys.argv[1]} runs of {len(chosen)} writers, {kills} killed before their end, {len(found)} damaged"
    )
    sys.stdout.write("\n".join((told, *found)) + "\n")
    sys.exit(bool(found))
