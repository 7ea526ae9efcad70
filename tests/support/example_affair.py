"""An affair with two sources that disagree, an incident and a file: what programs that embed the package hand in."""

import datetime as dt
import pickle

from shikii import read_affair

DAY = dt.date(2026, 4, 1)
FACTS = {
    "affair": "予防接種",
    "organization": "架空市長",
    "headcount": [
        {"value": 250_000, "source": "a.txt", "line": 3},
        {"value": "30万人以上", "source": "b.txt"},
    ],
    "handlers": "500人未満",
    "incidents": [{"occurred": "2026-01-05", "my_number": True, "persons": 300}],
    "files": [
        {"name": "接種記録", "users": "10人以上50人未満", "entrusts": True, "entrustments": [{"handlers": 3}]}
    ],
    "published": "2025-04",
}
AFFAIR = read_affair(FACTS, "example")


def again(value):
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own
