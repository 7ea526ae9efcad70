"""Protects: PostgreSQL concludes from the query what DuckDB and the frames do (`pytest -m slow tests/slow/test_sql_postgres.py`)."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import polars as pl
import pytest

from shikii.engine.executors.sql_program import level_query
from shikii.engine.level_frames import assess_frame
from shikii.tests.engine.executors.test_sql_program import DAY, DECIDE, PROGRAM, TABLE, as_frame, partition

pytestmark = pytest.mark.slow
QUERY = level_query(PROGRAM, DECIDE, TABLE, as_of=DAY, dialect="postgres")


def server_folder():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def as_nobody(*command):
    """A server of PostgreSQL does not run as root."""
    return ["runuser", "-u", "nobody", "--", *map(str, command)]


@pytest.fixture
def server(tmp_path_factory):
    folder = server_folder()
    if folder is None or not shutil.which("psql") or not shutil.which("runuser"):
        pytest.skip("the server of PostgreSQL is not installed (apt-get install postgresql)")
    # the path of a socket must be short
    place = Path(tempfile.gettempdir()) / tmp_path_factory.mktemp("pg").name
    place.mkdir()
    shutil.chown(place, "nobody")
    run = subprocess.run(
        as_nobody(folder / "initdb", "-D", place / "d", "-A", "trust"), check=False, capture_output=True
    )
    if run.returncode:
        pytest.skip("no database could be made: it takes root, who may become nobody")
    process = subprocess.Popen(as_nobody(folder / "postgres", "-D", place / "d", "-k", place, "-h", ""))
    for _ in range(100):
        if (place / ".s.PGSQL.5432").exists():
            break
        time.sleep(0.1)
    yield place
    process.terminate()
    process.wait(20)
    shutil.rmtree(place)


def test_postgres_says_the_same_of_the_partition(server):
    affairs = partition().sample(15_000, seed=3).with_row_index("n")
    affairs.write_csv(server / "affairs.csv")
    columns = ", ".join(f"{c} bigint" for c in affairs.columns)
    script = [
        f"create table affairs ({columns});",
        f"\\copy affairs from '{server}/affairs.csv' csv header",
        f"create view leveled as\n{QUERY};",
        "create view sorted as select * from leveled order by n;",
        f"\\copy (table sorted) to '{server}/out.csv' csv header\n",
    ]
    (server / "run.sql").write_text("\n".join(script))
    command = ["psql", "-h", server, "-U", "nobody", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-qf"]
    subprocess.run([*command, server / "run.sql"], check=True, timeout=300)
    found = pl.read_csv(server / "out.csv", infer_schema_length=0)
    expected = assess_frame(as_frame(affairs.drop("n")), as_of=DAY).collect()
    for column in ("level_floor", "level_ceiling", "level_rule"):
        both = affairs.with_columns(
            found[column].alias("found"), expected[column].cast(pl.String).alias("expected")
        )
        assert both.filter(pl.col("found").ne_missing(pl.col("expected"))).rows(named=True) == []
