"""Every regular expression of the package: of its code, however it is put together, and of its rule data.

Run as a script it prints them as JSON. A process of its own is needed, because `re.compile` is watched from before the
first import on. Patterns that are put together inside functions are met by reading the example documents and
by assessing and comparing some.
"""

import ast
import contextlib
import importlib
import io
import json
import pkgutil
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shikii.tests.support.layers import LAYERS

ROOT = Path(__file__).parents[2]
#: The functions that compile patterns of rule data; those are taken from the rules themselves.
OF_RULES = {"compiled", "union", "problems_of", "_patterns"}
#: Files of every kind that have cells.
DRAWN = ("d06_y3_shogai.xlsm", "d02_y2_kaigo.pdf", "d08_y3_koki.docx", "d04_y2_yobo.html", "d12_y4_yobo.pdf")
FROM_START = {"match", "fullmatch"}
CALLS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}


@dataclass(frozen=True)
class Pattern:
    """``where`` is module:line of code, or file:line id of a rule; ``anchored`` patterns are tried at one place only."""

    text: str | bytes
    flags: int
    where: str
    anchored: bool

    def find(self, text: str) -> None:
        field = text.encode() if isinstance(self.text, bytes) else text
        compiled = re.compile(self.text, self.flags)
        if self.anchored:
            compiled.match(field)
            compiled.fullmatch(field)
        else:
            for _ in compiled.finditer(field):
                pass


def of_rules() -> dict[str, str]:
    """Return the patterns of the shipped rules with the place of the first rule that has them."""
    from shikii.rulesets.loader import load_ruleset
    from shikii.rulesets.patterns.guarded import patterns_of

    found: dict[str, str] = {}
    for statement in load_ruleset().statements:
        for pattern in patterns_of(statement):
            found.setdefault(pattern, f"{statement.file}:{statement.line} {statement.id}")
    return found


def _watch() -> dict:
    """Keep what is compiled from now on by a module of the package, and how it is used."""
    seen: dict[tuple[str | bytes, int], set[tuple[str, int, str]]] = defaultdict(set)
    original = re._compile

    def watched(pattern, flags):
        compiled = original(pattern, flags)
        caller, called = sys._getframe(1), ""
        while caller is not None and caller.f_globals.get("__name__") in ("re", "functools"):
            called, caller = caller.f_code.co_name, caller.f_back
        module = caller.f_globals.get("__name__", "") if caller else ""
        if module.startswith("shikii.") and caller.f_code.co_name not in OF_RULES:
            seen[compiled.pattern, compiled.flags].add((module, caller.f_lineno, called))
        return compiled

    re._compile = watched
    return seen


def modules() -> list[str]:
    import shikii

    names = (m.name for m in pkgutil.walk_packages(shikii.__path__, "shikii."))
    return sorted(n for n in names if n.split(".")[1] in LAYERS)


def calls() -> list[tuple[str, int, int, str, str | bytes | None]]:
    """Return every call of the package that compiles a pattern: module, lines, function, the pattern if it is constant."""
    found = []
    for name in modules():
        path = Path(importlib.import_module(name).__file__)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in CALLS
            ):
                first = node.args[0]
                text = (
                    first.value
                    if isinstance(first, ast.Constant) and isinstance(first.value, (str, bytes))
                    else None
                )
                found.append((name, node.lineno, node.end_lineno, node.func.attr, text))
    return found


def _uses() -> tuple[dict[tuple[str, int], str], dict[str, set[str]]]:
    """Return the name each line of a module compiles for, and how the package uses each name."""
    names: dict[tuple[str, int], str] = {}
    uses: dict[str, set[str]] = defaultdict(set)
    for module in modules():
        tree = ast.parse(Path(importlib.import_module(module).__file__).read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if isinstance(target, ast.Name):
                    own = f"{module}:{target.id}" if target.id.startswith("_") else target.id
                    names |= {(module, n): own for n in range(node.lineno, node.end_lineno + 1)}
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                name = node.value.id
                uses[f"{module}:{name}" if name.startswith("_") else name].add(node.attr)
            elif isinstance(node, ast.Call):
                # handed to a function, which may do anything with it
                for argument in node.args:
                    if isinstance(argument, ast.Name):
                        name = argument.id
                        uses[f"{module}:{name}" if name.startswith("_") else name].add("handed on")
    return names, uses


def _gather() -> list[dict]:
    seen = _watch()
    for name in modules():
        importlib.import_module(name)
    from shikii.cli.main import main

    with tempfile.TemporaryDirectory() as folder:
        examples = ROOT / "examples"
        for arguments in (
            ["import", *sorted((examples / "documents").glob("*.txt")), "-o", folder],
            ["assess", examples / "documents/midori-juminzei-juten.txt"],
            *(["import", ROOT / "tests/facts/documents/drawn" / name] for name in DRAWN),
            ["compare", examples / "compare/before.yaml", examples / "compare/after.yaml"],
        ):
            with contextlib.suppress(SystemExit):
                main([str(a) for a in arguments])
    for module, line, _, function, text in calls():
        if text is not None and function != "compile":
            # a search that no example reaches
            seen[text, re.compile(text).flags].add((module, line, function))
    names, uses = _uses()
    out = []
    for (pattern, flags), places in seen.items():
        ways = set()
        for module, line, called in places:
            ways |= uses[names[module, line]] if (module, line) in names and called == "compile" else {called}
        module, line, _ = min(places)
        text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
        out.append(
            {
                "text": text,
                "bytes": isinstance(pattern, bytes),
                "flags": flags,
                "where": f"{module}:{line}",
                "places": sorted(places),
                "anchored": bool(ways) and ways <= FROM_START | {"pattern"},
            }
        )
    return out


@cache
def of_code() -> tuple[tuple[Pattern, ...], frozenset[tuple[str, int]]]:
    """Return the patterns of code, and the places (module, line) that compiled one."""
    command = [sys.executable, "-W", "error", "-c", "from shikii.tests.support.patterns import main; main()"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=300)
    rows = json.loads(done.stdout.splitlines()[-1])
    found = tuple(
        Pattern(
            r["text"].encode("latin-1") if r["bytes"] else r["text"], r["flags"], r["where"], r["anchored"]
        )
        for r in rows
    )
    return found, frozenset((module, line) for r in rows for module, line, _ in r["places"])


def every() -> tuple[Pattern, ...]:
    rules = tuple(Pattern(p, int(re.UNICODE), where, False) for p, where in of_rules().items())
    return (*of_code()[0], *rules)


def main() -> None:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        rows = _gather()
    sys.stdout.write(json.dumps(rows) + "\n")
