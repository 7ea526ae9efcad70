"""Mutation testing: change the code of a module in small ways, one at a time, and see that its tests notice.

    make mutate                                  the modules of ``targets.yaml``
    make mutate MODULES="facts/values.py"        some of them

cosmic-ray makes the changes in a copy of the package, so that the checkout is never touched. A change that no test
notices is printed with its difference; the run fails where it is not listed in ``equivalent.yaml`` with the reason why
it changes nothing that anybody could see. A module takes from minutes to an hour.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
CONFIG = """[cosmic-ray]
module-path = {module}
timeout = 60.0
excluded-modules = []
test-command = {command}
[cosmic-ray.distributor]
name = "local"
"""
#: Where ``|`` stands in annotations only, which nothing evaluates, it is left as it is.
EVALUATED = ("facts/values.py", "facts/reading/eras.py")
FILTER = """
[cosmic-ray.filters.operators-filter]
exclude-operators = ["core/ReplaceBinaryOperator_BitOr_.*"]
"""
COPIED = shutil.ignore_patterns(
    ".git", ".venv", ".typing", "out", "build", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis"
)


def survivors(module: str, tests: list[str]) -> tuple[int, list[dict[str, str]]]:
    """Run all changes of one module; return how many there were and those no test noticed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "shikii"
        shutil.copytree(ROOT, copy, ignore=COPIED)
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
        config, session = Path(folder) / "config.toml", Path(folder) / "session.sqlite"
        text = CONFIG.format(module=json.dumps(module), command=json.dumps(" ".join(command)))
        config.write_text(text if module in EVALUATED else text + FILTER, "utf-8")
        ray = Path(sys.executable).with_name("cosmic-ray")
        around = {**os.environ, "PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        subprocess.run([ray, "init", config, session], cwd=copy, env=around, check=True)
        if module not in EVALUATED:
            skip = ray.with_name("cr-filter-operators")
            subprocess.run([skip, session, config], cwd=copy, env=around, check=True)
        subprocess.run([ray, "exec", config, session], cwd=copy, env=around, check=True)
        dump = subprocess.run(
            [ray, "dump", session], cwd=copy, env=around, check=True, capture_output=True, text=True
        )
    found, total = [], 0
    for line in dump.stdout.splitlines():
        item, result = json.loads(line)
        change = item["mutations"][0]
        if result is None or result["worker_outcome"] == "skipped":
            continue
        total += 1
        if result["test_outcome"] == "survived" and not _annotation(change["operator_name"], result["diff"]):
            found.append({"operator": change["operator_name"], "diff": result["diff"]})
    return total, found


def _annotation(operator: str, diff: str) -> bool:
    """Whether a change is one of a ``|`` in the head of a function, which nothing evaluates."""
    return "BitOr" in operator and changed(diff).startswith("def ")


def changed(diff: str) -> str:
    """Return the line a change wrote, by which ``equivalent.yaml`` knows it."""
    return next(
        (
            line[1:].strip()
            for line in diff.splitlines()
            if line.startswith("+") and not line.startswith("+++")
        ),
        "",
    )


def main(wanted: list[str]) -> int:
    """Run the modules asked for; 1 where a change survives that is not listed."""
    targets = yaml.safe_load((HERE / "targets.yaml").read_text("utf-8"))
    known = yaml.safe_load((HERE / "equivalent.yaml").read_text("utf-8")) or {}
    left = 0
    for module in wanted or targets:
        total, found = survivors(module, targets[module])
        listed = {one["line"] for one in known.get(module, [])}
        news = [one for one in found if changed(one["diff"]) not in listed]
        sys.stdout.write(
            f"{module}: {total} changes, {len(found)} not noticed, {len(news)} of them not listed\n"
        )
        for one in news:
            sys.stdout.write(f"{one['operator']}\n{one['diff']}\n")
        left += len(news)
    return int(left > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
