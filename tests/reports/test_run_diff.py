"""Protects the difference of two runs: what is new, solved, still open and moved, whatever lines have shifted."""

import json
from dataclasses import replace

import polars as pl
import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from shikii import assess, read_affair
from shikii.facts.errors import InputError
from shikii.reports.run_diff import diff_runs, read_run
from shikii.reports.run_files import write_batch
from shikii.reports.tables.result_tables import AFFAIRS, FINDINGS, batch_of
from shikii.reports.terminal.run_diff_text import render_diff


def run(*results):
    batch = batch_of(results)
    return batch.affairs, batch.findings


def changed():
    facts = {
        "affair": "予防接種に関する事務",
        "organization": "みどり市長",
        "headcount": 250_000,
        "incident_within_1y": "no",
        "handlers": 12,
    }
    return assess(read_affair(facts, "later.yaml"), as_of=sample.DAY, executor="reference")


def test_a_run_does_not_differ_from_itself():
    counts = diff_runs(run(sample.settled()), run(sample.settled())).counts()
    assert counts["still"] > 0
    assert {k: n for k, n in counts.items() if n} == {"still": counts["still"]}


def test_findings_come_and_go_with_their_affair():
    both, one = run(sample.settled(), sample.open_level()), run(sample.open_level())
    gone, come = diff_runs(both, one), diff_runs(one, both)
    assert gone.solved.height == come.new.height > 0
    assert gone.went["affair"].to_list() == come.came["affair"].to_list() == ["住民基本台帳に関する事務"]


def test_a_level_that_moves_is_told_with_both_levels():
    moved = diff_runs(run(sample.open_level()), run(changed())).moved
    assert moved.select("level_floor_old", "level_ceiling_old", "level_floor", "level_ceiling").row(0) == (
        "key",
        "full",
        "key",
        "key",
    )


def test_lines_and_sources_may_shift():
    affairs, findings = run(sample.settled())
    later = findings.with_columns(pl.col("line") + 7, source=pl.lit("elsewhere.txt"))
    assert diff_runs((affairs, findings), (affairs, later)).new.is_empty()


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=6))
def test_every_finding_is_counted_once(old, new):
    def frame(rules):
        return pl.DataFrame([{"affair": "x", "rule": r} for r in rules], schema=FINDINGS)

    none = pl.DataFrame(schema=AFFAIRS)
    d = diff_runs((none, frame(old)), (none, frame(new)))
    assert d.still.height + d.new.height == len(new)
    assert d.still.height + d.solved.height == len(old)


def test_views_say_the_same_numbers():
    d = diff_runs(run(sample.settled(), sample.open_level()), run(changed()))
    data = json.loads(render_diff(d, "json"))
    assert data["counts"] == d.counts()
    for format_ in ("text", "md"):
        text = render_diff(d, format_)
        assert text.count("[") >= d.solved.height
    assert all(len(line.encode("cp932", "replace")) <= 80 for line in render_diff(d, "text").splitlines())


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    with pytest.raises(InputError) as error:
        read_run(tmp_path)
    assert [p.id for p in error.value.problems] == ["run.unreadable"] * 2
    (tmp_path / "affairs.parquet").write_bytes(b"PAR1 nonsense")
    pl.DataFrame({"x": [1]}).write_parquet(tmp_path / "findings.parquet")
    with pytest.raises(InputError) as error:
        read_run(tmp_path)
    assert {p.id for p in error.value.problems} == {"run.unreadable", "run.column"}


def test_pages_of_an_earlier_run_are_taken_away(tmp_path):
    out = tmp_path / "out"
    results = [sample.settled(), sample.open_level()]
    write_batch(out, batch_of(results), results=results)
    assert sorted(p.name for p in (out / "affairs").iterdir()) == ["0001.html", "0002.html"]
    write_batch(out, batch_of(results[:1]), results=results[:1], earlier=read_run(out))
    assert sorted(p.name for p in (out / "affairs").iterdir()) == ["0001.html"]
    assert json.loads((out / "summary.json").read_text("utf-8"))["since_earlier"]["went"] == 1


def test_a_duty_that_may_have_been_met_is_not_called_overdue():
    from shikii.reports.page.portfolio_view import view_of

    batch = batch_of([sample.settled()])
    row = {"duty": "d", "title": "t", "strength": "duty", "due": sample.DAY.replace(year=2020)}
    duties = pl.DataFrame(
        [
            row | {"status": status, "due_on": row["due"], "due_state": state}
            for status, state in (("unmet", "overdue"), ("unknown", "to_check"), ("met", "met"))
        ],
        schema=batch.duties.schema,
    )
    due = view_of(replace(batch, duties=duties), {}).due
    assert [d["status"] for d in due["overdue"]] == ["unmet"]
    assert [d["status"] for d in due["to_check"]] == ["unknown"]
    assert due["within_year"] == []


def test_the_record_with_the_gravest_findings_stands_first():
    from shikii.reports.page.portfolio_view import view_of

    batch = batch_of([sample.settled()])
    row = {"organization": "みどり市長", "source": "s", "kind": "form", "title": "t"}
    found = [
        ("甲", "note"),
        ("甲", "note"),
        ("乙", "warning"),
        ("丙", "note"),
        ("丙", "error"),
        ("乙", "warning"),
    ]
    findings = pl.DataFrame(
        [row | {"affair": a, "severity": s, "rule": s} for a, s in found], schema=batch.findings.schema
    )
    view = view_of(replace(batch, findings=findings), {})
    assert [(who["affair"], [f["severity"] for f in items]) for who, items in view.groups] == [
        ("丙", ["error", "note"]),
        ("乙", ["warning", "warning"]),
        ("甲", ["note", "note"]),
    ]
    assert [(t["severity"], t["len"]) for t in view.top] == [("warning", 2), ("error", 1), ("note", 3)]


def sister(form, headcount):
    facts = {
        "affair": "住民基本台帳に関する事務", "organization": "みどり市長", "form": form, "headcount": headcount,
        "handlers": 12, "incident_within_1y": "no", "declared_result": "full",
    }  # fmt: skip
    return assess(read_affair(facts, f"{form}.yaml"), as_of=sample.DAY, executor="reference")


def test_two_forms_of_one_affair_are_not_taken_for_one_another():
    before = run(sister("basic", 400_000), sister("full", 400_000))
    after = run(sister("full", 400_000), sister("basic", 20_000))
    moved = diff_runs(before, after).moved
    assert moved["form"].to_list() == ["basic"]
    assert moved.select("level_floor_old", "level_floor").row(0) == ("full", "basic")


def test_names_written_otherwise_are_the_same_names():
    affairs, findings = run(sample.settled())
    wider = pl.col("affair") + "\u3000"
    counts = diff_runs(
        (affairs, findings), (affairs.with_columns(wider), findings.with_columns(wider))
    ).counts()
    assert {k for k, n in counts.items() if n} == {"still"}


def test_the_terminal_lists_so_many_and_says_where_the_rest_is():
    affairs, findings = run(sample.settled())
    many = pl.concat([findings] * 20)
    diff = diff_runs((affairs, findings.clear()), (affairs, many))
    text, whole = render_diff(diff, "text"), render_diff(diff, "text", whole=True)
    rule = findings["rule"][0]
    assert text.count(f"<{rule}>") < 20 == whole.count(f"<{rule}>")
    assert f"+{many.height - 40}" in text
    assert "--format md" in text
    assert max(cell_len(line) for line in whole.split("\n")) <= 80
