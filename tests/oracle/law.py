"""The level by the 規則, for facts that are known exactly, and the parts into which the law cuts each number.

==================================  ======================================================================
under 1,000 persons                 nothing is owed: 規則第4条第3号
1,000 to 9,999                      基礎項目評価: 規則第5条第1項, 第4条第8号イ
10,000 to 99,999, light             基礎項目評価: 規則第5条第1項, 第4条第8号ロ
10,000 to 99,999, heavy             基礎項目評価 and 重点項目評価: 規則第6条第1項第1号
100,000 to 299,999, light           基礎項目評価 and 重点項目評価: 規則第6条第1項第2号
100,000 to 299,999, heavy           基礎項目評価 and 全項目評価: 規則第7条第1項, 法第28条第1項
300,000 and more                    基礎項目評価 and 全項目評価: 規則第7条第1項, 法第28条第1項
==================================  ======================================================================

Heavy: 500 persons or more are engaged in the affair, or the body had (or learned of) a serious incident with
specific personal information within the past year. 以上 includes its number, 未満 does not.
"""

from __future__ import annotations

LEVELS = ("none", "basic", "key", "full")
#: No upper bound.
MANY = 10**18

PERSONS = ((0, 999), (1_000, 9_999), (10_000, 99_999), (100_000, 299_999), (300_000, MANY))
ENGAGED = ((0, 499), (500, MANY))


def level(persons: int, engaged: int, incident: bool) -> str:
    """Return the level of an affair with files that are not exempt, every fact known.

    >>> level(999, 500, True), level(10_000, 499, False), level(10_000, 500, False), level(100_000, 0, True)
    ('none', 'basic', 'key', 'full')
    """
    heavy = engaged >= 500 or incident
    if persons < 1_000:  # 第4条第3号
        return "none"
    if persons < 10_000:  # 第4条第8号イ
        return "basic"
    if persons < 100_000:  # 第4条第8号ロ / 第6条第1項第1号
        return "key" if heavy else "basic"
    if persons < 300_000 and not heavy:  # 第6条第1項第2号
        return "key"
    return "full"  # 第7条第1項・法第28条第1項: what no number of 第4条 takes out


def levels(persons: tuple[int, int], engaged: tuple[int, int], incident: frozenset[str]) -> frozenset[str]:
    """Return every level that some completion of the three facts reaches.

    >>> sorted(levels((100_000, 299_999), (0, MANY), frozenset({"no"})))
    ['full', 'key']
    """
    return frozenset(
        level(max(persons[0], p_lo), max(engaged[0], e_lo), answer == "yes")
        for p_lo, p_hi in PERSONS
        if p_lo <= persons[1] and persons[0] <= p_hi
        for e_lo, e_hi in ENGAGED
        if e_lo <= engaged[1] and engaged[0] <= e_hi
        for answer in incident
    )
