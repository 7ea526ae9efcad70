"""How many comparable assessments state a measure: a count to look at, never a verdict.

Comparable are assessments of the same form whose text was read where the measure would stand and for which the measure
is certainly expected. One assessment counts once, however many files it has, and never among its own peers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from ..results.result_parts import ResultValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..results.assessment import Assessment, Finding

__all__ = ["Profile", "profile_of", "with_peers"]

PROFILE: Final = "shikii/peers/1"
_READ: Final = ("done", "not_done", "not_stated")


class MeasurePeers(ResultValue):
    """Of how many assessments a measure was asked, and how many state it."""

    asked: int = Field(ge=0)
    stated: int = Field(ge=0)


class FormPeers(ResultValue):
    """The assessments of one form, and their measures by id."""

    assessments: int = Field(ge=0)
    measures: dict[str, MeasurePeers]


class Profile(BaseModel):
    """What a portfolio states, reusable from a file.

    ``ruleset`` names the rules that were applied: other rules may look for other words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: str = Field(
        default=PROFILE, alias="schema", serialization_alias="schema", pattern=f"^{PROFILE}$"
    )
    as_of: str
    ruleset: str
    forms: dict[str, FormPeers]


@dataclass
class _Tally:
    assessments: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    stated: Counter[str] = field(default_factory=Counter)


def profile_of(results: Iterable[Assessment]) -> Profile:
    """Count a portfolio; assessments that give no form are left out, for nothing says what they compare with."""
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    as_of, ruleset = "", ""
    for result in results:
        as_of, ruleset = result.as_of.isoformat(), result.ruleset.hash
        if result.form is None:
            continue
        tally = tallies[result.form]
        states = _states(result)
        tally.assessments += bool(states)
        tally.asked.update(states.keys())
        tally.stated.update(m for m, done in states.items() if done)
    forms = {
        form: FormPeers(
            assessments=t.assessments,
            measures={m: MeasurePeers(asked=n, stated=t.stated[m]) for m, n in sorted(t.asked.items())},
        )
        for form, t in sorted(tallies.items())
    }
    return Profile(as_of=as_of, ruleset=ruleset, forms=forms)


def _states(result: Assessment) -> dict[str, bool]:
    """Return each measure this assessment was certainly asked for and read for: whether any of its files states it."""
    out: dict[str, bool] = {}
    for sheet in result.risks:
        for m in sheet.sheet:
            if m.expected == "yes" and m.state in _READ:
                out[m.id] = out.get(m.id, False) or m.state == "done"
    return out


def with_peers(result: Assessment, profile: Profile, *, among: bool = False) -> Assessment:
    """Add to every finding about a measure how many comparable assessments state it.

    ``among`` says that this assessment is one of those counted; it is then taken out again.

    >>> import datetime as dt
    >>> from shikii import assess, read_affair
    >>> result = assess(read_affair({"headcount": 5}, "x"), as_of=dt.date(2026, 4, 1))
    >>> with_peers(result, profile_of([result])) == result
    True
    """
    form = profile.forms.get(result.form or "")
    if form is None:
        return result
    own: Mapping[str, Any] = _states(result) if among else {}
    return result.model_copy(update={"findings": tuple(_told(f, form, own) for f in result.findings)})


def _told(finding: Finding, form: FormPeers, own: Mapping[str, bool]) -> Finding:
    peers = form.measures.get(finding.rule)
    if finding.kind != "measure" or peers is None:
        return finding
    asked = peers.asked - (finding.rule in own)
    stated = peers.stated - bool(own.get(finding.rule))
    if asked < 1:
        return finding
    return finding.model_copy(
        update={"detail": f"{finding.detail}類似の評価書{asked}件中{stated}件に記載があります。"}
    )
