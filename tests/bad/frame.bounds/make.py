import datetime as dt

import polars as pl

from shikii import assess_frame


def run():
    assess_frame(
        pl.DataFrame(
            {"headcount.lo": [5, 300_000], "headcount.hi": [5, 1], "incident_within_1y.may": [1, 8]}
        ),
        as_of=dt.date(2025, 4, 1),
    )
