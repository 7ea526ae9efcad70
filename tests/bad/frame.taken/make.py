import datetime as dt

import polars as pl

from shikii import assess_frame


def run():
    assess_frame(pl.DataFrame({"headcount": [5], "phrase": ["x"]}), as_of=dt.date(2025, 4, 1))
