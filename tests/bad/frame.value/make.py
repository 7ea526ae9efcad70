import datetime as dt

import polars as pl

from shikii import assess_frame


def run():
    assess_frame(
        pl.DataFrame({"対象人数": ["12,345", "④", "約500人"], "重大事故": ["なし", None, "maybe"]}),
        as_of=dt.date(2025, 4, 1),
    )
