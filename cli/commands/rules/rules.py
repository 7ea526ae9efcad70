"""``shikii rules``: what the rules are, what one says, and whether they are sound."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ...common import AS_OF, RULESET, ruleset_of
from ...language import say
from .rules_diff import diff, versions
from .rules_new import new, schema
from .rules_sql import sql

if TYPE_CHECKING:
    import datetime as dt

    from ....rulesets.language.grammar import Statement

__all__ = ["command"]


@click.group("rules")
def command() -> None:
    """List, show, compare and check the rules."""


#: What rests on the guideline (指針), its commentary or the instructions for the forms, none of which could be read.
_GUIDELINE: Final = re.compile("指針|記載要領")


@command.command("list")
@click.option(
    "--kind",
    type=click.Choice(["define", "decide", "oblige", "expect", "check", "judge"]),
    help="Only this kind.",
)
@click.option("--basis", help="Only rules that rest on this article, such as 規則第7条.")
@click.option("--open", "open_", is_flag=True, help="Only what the text of the guideline has to settle.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
@AS_OF
@RULESET
def list_(
    kind: str | None,
    basis: str | None,
    open_: bool,
    format_: str,
    as_of: dt.date,
    ruleset_paths: tuple[Path, ...],
) -> None:
    """List the rules in force on a day with their kind, confidence and basis."""
    from ....rulesets.citations import cites
    from ....rulesets.language.grammar import Decide

    ruleset = ruleset_of(ruleset_paths)
    rows: list[dict[str, object]] = []
    for s in ruleset.on(as_of):
        inner = s.rows if isinstance(s, Decide) else (s,)
        rows += [
            {
                "id": r.id,
                "kind": s.kind,
                "title": r.title,
                "confidence": r.confidence,
                "basis": list(r.basis),
                "file": s.file,
                "line": s.line,
            }
            for r in inner
            if (kind is None or s.kind == kind)
            and (basis is None or any(cites(b, basis) for b in r.basis))
            and (not open_ or (r.confidence != "confirmed" and any(_GUIDELINE.search(b) for b in r.basis)))
        ]
    if format_ == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        bases = "、".join(str(b) for b in row["basis"]) if isinstance(row["basis"], list) else ""
        click.echo(
            f"{row['kind']:<7} {row['id']}\n        {row['title']}\n        {bases} ({row['confidence']})"
        )
    if open_:
        for unread in (u for u in ruleset.unread if u.on <= as_of):
            click.echo(f"unread  {unread.on} {unread.title}\n        {unread.note}")
    counted = f"{len(rows)} rules and rows of tables in force on {as_of}"
    click.echo(say(f"{counted}: {ruleset.id} {ruleset.version_id(as_of)}"), err=True)


@command.command("show")
@click.argument("rule_id", metavar="ID")
@AS_OF
@RULESET
def show(rule_id: str, as_of: dt.date, ruleset_paths: tuple[Path, ...]) -> None:
    """Show one rule in full, as data, as it reads on a day."""
    from difflib import get_close_matches

    from ....facts.errors import Problem, UsageError
    from ....rulesets.language.grammar import Decide

    ruleset = ruleset_of(ruleset_paths)
    by_id: dict[str, Statement] = {s.id: s for s in ruleset.on(as_of)}
    rows = {r.id: s for s in by_id.values() if isinstance(s, Decide) for r in s.rows}
    found = by_id.get(rule_id) or rows.get(rule_id)
    spans = [s.in_force for s in ruleset.statements if s.id == rule_id]
    if found is None and spans:
        days = "、".join(f"{f.from_ or ''}..{f.to or ''}" for f in spans)
        raise UsageError(
            Problem(
                "rules.not-in-force",
                "ID",
                rule_id,
                f"this rule is not in force on {as_of}",
                f"give a day with --as-of; it is in force on {days}",
            )
        )
    if found is None:
        near = get_close_matches(rule_id, [*by_id, *rows], n=1)
        remedy = f"did you mean `{near[0]}`?" if near else "see `shikii rules list`"
        raise UsageError(Problem("rules.unknown", "ID", rule_id, "no rule has this id", remedy))
    data = found.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if rule_id in rows and isinstance(found, Decide):
        data = next(r for r in found.rows if r.id == rule_id).model_dump(mode="json", exclude_defaults=True)
    click.echo(
        json.dumps(
            {"kind": found.kind, **data, "file": found.file, "line": found.line}, ensure_ascii=False, indent=2
        )
    )


command.add_command(diff)
command.add_command(versions)
command.add_command(sql)
command.add_command(new)
command.add_command(schema)


@command.command("check")
@AS_OF
@RULESET
def check(as_of: dt.date, ruleset_paths: tuple[Path, ...]) -> None:
    """Check the rules: facts, tests, ids, bases, tables, patterns, sample sentences and cases."""
    from ....authoring.cases import load_cases
    from ....authoring.lint import lint
    from ....engine.assess import program_of
    from ....engine.executors.durable.run import fit_session
    from ....facts.errors import RulesetError
    from ....rulesets.loader import DEFAULT, stands_alone
    from ....rulesets.review_viewpoints import load_viewpoints, viewpoint_problems

    national = () if any(stands_alone(p) for p in ruleset_paths) else load_cases(ruleset_of(()), DEFAULT)
    ruleset = ruleset_of(ruleset_paths)
    cases = [
        *national,
        *(c for p in ruleset_paths for c in load_cases(ruleset, p)),
    ]
    problems = lint(ruleset, as_of, cases)
    if not ruleset_paths:
        problems = (*problems, *viewpoint_problems(load_viewpoints(), ruleset))
    if problems:
        raise RulesetError(problems)
    fit_session(program_of(ruleset, as_of))
    found = f"{len(ruleset.statements)} rules, no problem found ({ruleset.hash[:19]})"
    click.echo(say(f"{ruleset.id} {ruleset.version_id(as_of)}: {found}"))


@command.command("test")
@click.argument("pattern", required=False)
@RULESET
def test(pattern: str | None, ruleset_paths: tuple[Path, ...]) -> int:
    """Run the cases that stand beside the rules; PATTERN is part of a rule id, or one with * in it.

    With --ruleset the cases of that folder are run, on the national ruleset with the folder laid over it.
    """
    from fnmatch import fnmatchcase

    from ....authoring.case_runner import run_case
    from ....authoring.cases import load_cases
    from ....facts.errors import Problem, UsageError
    from ....rulesets.loader import DEFAULT

    ruleset = ruleset_of(ruleset_paths)
    cases = [c for p in ruleset_paths or (DEFAULT,) for c in load_cases(ruleset, p)]
    wanted = [c for c in cases if pattern is None or fnmatchcase(c.rule, f"*{pattern}*")]
    if not wanted:
        where = ", ".join(str(p) for p in ruleset_paths) or ruleset.id
        remedy = "give part of a rule id, or write cases in a folder `cases` beside the rules"
        raise UsageError(Problem("rules.no-cases", where, pattern or "", "no case to run", remedy))
    failed = [outcome for c in wanted if not (outcome := run_case(c, ruleset)).passed]
    for outcome in failed:
        case = outcome.case
        given = json.dumps(case.given, ensure_ascii=False, default=str)
        click.echo(
            f"{case.place} {case.rule} ({case.as_of})\n"
            f"  given     {given}\n"
            f"  expected  {json.dumps(case.expect, ensure_ascii=False, default=str)}\n"
            f"  got       {outcome}\n"
            f"  why       {case.why} ({'、'.join(case.article)})"
        )
    rules = len({c.rule for c in wanted})
    told = f"{len(failed)} fail" if failed else "all pass"
    click.echo(say(f"{len(wanted)} cases of {rules} rules: {told}"))
    return 2 if failed else 0  # 1 is kept for --fail-on


@command.command("law")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--write", is_flag=True, help="Pin every place as it reads now, after the rules were read again."
)
@AS_OF
def law(folder: Path, write: bool, as_of: dt.date) -> None:
    """Look up the articles and headings that the rules cite in the texts of DIR.

    Each place must exist, and read as it did when the rules were read against it. The texts are not part of this
    package: law-texts.yaml beside the rules names the files that DIR may hold, and pins each place with a short hash.
    """
    from ....authoring.law_text import check_law, load_law_map, pinned
    from ....facts.errors import ShikiiError
    from ....rulesets.loader import DEFAULT, load_ruleset

    path = DEFAULT.parent / "law-texts.yaml"
    law_map = load_law_map(path)
    report = check_law(load_ruleset(), as_of, folder, law_map)
    if write and report.held:
        path.write_text(pinned(law_map, law_map.pins | report.pins), encoding="utf-8")
    kept = [p for p in report.problems if not (write and p.id in ("law.unpinned", "law.changed"))]
    if kept:
        raise ShikiiError(kept)
    for name in report.absent:
        click.echo(f"not held in {folder}: {name}", err=True)
    click.echo(
        f"{report.held} places read, no problem found; {len(report.absent)} places stand in no file here"
    )
