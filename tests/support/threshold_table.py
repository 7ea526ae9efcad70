"""The threshold written by hand from the 規則, for every case the tests ask."""

import csv
from itertools import product
from pathlib import Path

_TEXT = Path(__file__).parents[1].joinpath("threshold_by_hand.csv").read_text("utf-8")
ROWS = list(csv.DictReader(line for line in _TEXT.splitlines() if line[0] != "#"))
HANDLERS = (499, 500, 501, None)
INCIDENT = (True, False, None)
EXEMPTIONS = (None, "none", "art4-1", "art4-2", "art4-4", "art4-5", "art4-6", "art4-7", "several")
#: The bodies that each number of 規則第4条 names; the others are open to every body.
BODIES = {
    "art4-4": "甲健康保険組合",
    "art4-5": "乙共済組合",
    "art4-6": "甲健康保険組合",
    "art4-7": "会計検査院長",
}


def expected(
    row: dict[str, str], handlers: int | None, incident: bool | None, exemption: str | None
) -> set[str]:
    """Return the levels still possible, read off the hand-written rows."""
    if exemption not in (None, "none"):
        return {"none"}
    if incident is True or (handlers is not None and handlers >= 500):
        return {row["heavy"]}
    if incident is False and handlers is not None:
        return {row["light"]}
    return {row["light"], row["heavy"]}


CASES = [
    (int(row["headcount"]), handlers, incident, exemption, expected(row, handlers, incident, exemption))
    for row, handlers, incident, exemption in product(ROWS, HANDLERS, INCIDENT, EXEMPTIONS)
]
