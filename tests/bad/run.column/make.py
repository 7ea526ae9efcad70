import os
import tempfile
from pathlib import Path

import polars as pl

from shikii.reports.run_diff import read_run


def run():
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            for name in ("affairs.parquet", "findings.parquet"):
                pl.DataFrame({"affair": ["x"]}).write_parquet(name)
            read_run(Path())
        finally:
            os.chdir(here)
