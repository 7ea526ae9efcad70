"""規則第4条第1号・第2号・第4号～第7号: which files are outside, and which bodies a number is open to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .readings import Reading

KINDS = ("local", "local_agency", "national", "agency", "jlis", "private")
CLAIMS = ("art4-1", "art4-2", "art4-4", "art4-5", "art4-6", "art4-7", "several")

#: Number of 第4条 → kinds of body it may be claimed by.
OPEN = {
    # 第1号: held by 行政機関等, or a database of staff held by others. 第2号: the same two limbs for manual files.
    "art4-1": frozenset(KINDS),
    "art4-2": frozenset(KINDS),
    # 第4号: 健康保険組合; 第5号: the mutual aid bodies by name. Neither is an organ or agency of the other kinds.
    "art4-4": frozenset({"private"}),
    "art4-5": frozenset({"private"}),
    # 第6号: 情報照会者・情報提供者 but 行政機関の長、地方公共団体の機関、独立行政法人等及び地方独立行政法人.
    "art4-6": frozenset({"private", "jlis"}),
    # 第7号: 会計検査院, an organ of the state.
    "art4-7": frozenset({"national"}),
    # several of them: 第1号 and 第2号 together are open to everyone.
    "several": frozenset(KINDS),
}
#: Where the number names every body of the kind: 第6号 is for 情報照会者・情報提供者, which is what the kind says.
NAMED = frozenset({("art4-6", "private")})


def stands(claim: str, kind: str, reading: Reading) -> frozenset[bool]:
    """Return the answers possible to "may a body of this kind leave the files out for this number of 第4条?".

    >>> from .readings import Reading
    >>> [sorted(stands(c, k, Reading())) for c, k in (("art4-4", "local"), ("art4-1", "local"), ("art4-4", "private"))]
    [[False], [True], [False, True]]
    """
    if kind not in OPEN[claim]:
        return frozenset({False})
    named = OPEN[claim] == set(KINDS) or (claim, kind) in NAMED
    return frozenset({True}) if named or reading.claim_proves_body else frozenset({True, False})


def exempt(claims: frozenset[str] | None, kinds: frozenset[str], reading: Reading) -> frozenset[bool]:
    """Return the answers still possible to "is it exempt?"; a claim that nobody made is none.

    >>> from .readings import Reading
    >>> sorted(exempt(frozenset({"art4-7"}), frozenset(KINDS), Reading())), exempt(None, frozenset(KINDS), Reading())
    ([False, True], frozenset({False}))
    """
    if claims is None:
        return frozenset({False})
    answers = [
        frozenset({False}) if claim == "none" else stands(claim, kind, reading)
        for claim in claims
        for kind in kinds
    ]
    return frozenset[bool]().union(*answers)
