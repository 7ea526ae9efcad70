import datetime as dt

from shikii import assess


def run():
    assess({"headcount": 5}, as_of=dt.date(2025, 4, 1))
