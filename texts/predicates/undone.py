"""Whether a denial says in plain words that the very thing found is not done.

A sentence in the negative may also bar something (「他のシステムからは接続できない」), name whom it concerns
(「担当していない課の画面」), or deny another thing than what was found in it (「のぞき見を防ぐシートは貼っていない」).
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_undone"]

#: The predicate of work that is not done, at the end of a clause; one before a noun only describes that noun.
_UNDONE: Final = re.compile(
    "(?:"
    "(?:[てで]|てはい?|ては)(?:い|お)?(?:ない|ません|らず|りません|なかった)"
    "|(?:行わ|行なわ|講じ|設け|定め|備え|置か|取ら|し|いたし|致し)(?:ない|ません|なかった|ず)"
    "|(?:は|も|(?:仕組み?|体制|機能|規[程定]|定め|手順|措置|対策|制度|取組み?|設備|こと|機会)が)(?:特に|まだ|一切)?(?:ない|無い|ありません|ございません)"
    "|なし|無し|未[定済整実導設着作策制締][^、。]{0,6}"
    "|(?:見送|見合わせ|中止|廃止|休止|停止|取りやめ|取り止め|やめ|止め|省略|省い|断念|撤去|終了)[^、。]{0,12}"
    "|(?:不要|対象外|範囲外)[^、。]{0,8}"
    ")"
    "(?=[、。,)」』…]|\\Z|が、|けれど|もの[のでと]|ため|ので|から|こと|と(?:ころ|し|の|い)|状|の[でが]|わけ|旨)"
)
#: What a rule lets pass on a condition; the negative belongs to what does not meet it.
_CONDITION: Final = re.compile("なければ|ない限り|限り、|ないと[、き]|ない(?:者|もの|場合|とき|申|届|書)")
#: An object or a topic with its noun, and how near to its predicate an object stands.
_OBJECT: Final = re.compile(
    "(?<![一-龠々ァ-ヶーA-Za-z0-9])(?P<noun>[一-龠々ァ-ヶーA-Za-z0-9]+)(?P<case>は|を|が|も)"
)
_CLOSE: Final = 10
#: Nouns that stand for the thing itself, its carrying out, or the time: they name no other object.
_FORMAL: Final = re.compile(
    "(?:場|場合|機会|仕組|体制|手順|手続|措置|対策|対応|取組|制度|規定|規程|規則|基準|要領|定め|設備|機能|設定|処理|方法|運用|"
    "実施|導入|設置|整備|取得|作成|利用|使用|適用|策定|確認|管理|記録|作業|予定|計画|事例|実績|現在|現状|現時点|今|年度?|"
    "月|日|当面|当分|実際|通常|市|町|村|県|区|都|府|課|局|組合|機構|広域連合|連合|委託先|職員|担当者?|者|等|上|中|的|分)\\Z"
)
#: A clause made a noun, of which the sentence speaks.
_CLAUSE: Final = re.compile("(?:こと|かどうか|か否か|の可否|旨)(?:に(?:つい|関し)て)?(?:は|を|が)")


def is_undone(text: str, start: int, end: int) -> bool:
    """Whether a sentence that denies what was found between two places says that this very thing is not done.

    >>> is_undone("操作ログの取得は行っていない。", 0, 7), is_undone("のぞき見を防ぐシートは貼っていない。", 0, 6)
    (True, False)
    >>> is_undone("担当していない課の画面に番号は映りません。", 10, 18)
    False
    """
    if _CONDITION.search(text):
        return False
    if _CLAUSE.search(text, 0, start):
        return False
    found = next((m for m in _UNDONE.finditer(text, start) if m.end() >= end), None)
    if found is None:
        return False
    last = max(end, text.rfind("、", 0, found.start()) + 1)
    return all(
        _FORMAL.search(m["noun"]) or (m["case"] != "は" and found.start() - m.end() > _CLOSE)
        for m in _OBJECT.finditer(text, last, found.start())
    )
