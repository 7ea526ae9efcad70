import datetime as dt

import polars as pl

from shikii import assess_frame


def run():
    assess_frame(pl.DataFrame({"x": [1], "備考": [2]}), as_of=dt.date(2025, 4, 1))
