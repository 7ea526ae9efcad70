"""Accounts: sentences that tell what a law, a guideline or somebody else says, wants or does, and nothing of one's own.

Their last word is as plain as that of a measure in force (「…と規定されている」「…を求めている」). Who is spoken of tells them apart.
Text is normalised to NFKC without white space. A rule or contract of one's own is no account: what it sets is in force.
"""

from __future__ import annotations

import re
from typing import Final

from .cues import ON as _ON
from .cues import any_of as _any
from .endings import CLOSING

__all__ = ["INTENDED", "LEFT_OFF", "MAY_TELL", "is_not_ours", "told_of_others"]

#: Those outside the body who set and publish norms, and the texts they publish.
_OUTSIDE: Final = _any(
    "国(?![民保内籍税外際庫])",
    "国際規格",
    "政府(?:機関等)?",
    "(?:総務|厚生労働|文部科学|財務)省",
    "デジタル庁",
    "個人情報保護委員会",
    "各?省庁",
    "町村会",
    "市長会",
    "知事会",
    "連合会",
    "中央会",
    "有識者会議",
    "研究会",
    "ガイドライン",
    "ガイドブック",
    "指針",
    "統一基準群?",
    "技術資料",
    "申合せ",
    "番号法",
    "個人情報保護法",
    "施行令",
    "[同本]法",
    "法律",
)
_OF: Final = "(?:第[0-9一二三四五六七八九十百]+条(?:の[0-9一二三四]+)?(?:第[0-9一二三四]+項)?|の[^、。はがをに]{1,16}|(?:等|及び同法施行令|及び施行令))?"
_IT: Final = "(?:の?(?:ところ|もの|こと)?(?:である|です|でございます))?"
#: To say, to ask, to show: of the one who says so.
_SAYS: Final = re.compile(
    _any(
        "求め",
        "勧め",
        "促し",
        "示し",
        "説明し",
        "規定し",
        "定め",
        "うたっ",
        "推奨し",
        "掲げ",
        "紹介し",
        "要請し",
        "基本に据え",
    )
    + f"(?:て{_ON}(?:ところ)?{_IT}|る|ます)\\Z|(?:規定|推奨|要請|紹介)(?:する|します)\\Z|ものとされ(?:る|て{_ON})\\Z"
)
#: The same of what is said: 「…に規定されている」.
_SAID: Final = re.compile(
    "(?:"
    + _any(
        "規定さ",
        "定めら",
        "示さ",
        "説明さ",
        "明記さ",
        "記載さ",
        "うたわ",
        "推奨さ",
        "勧めら",
        "促さ",
        "論じら",
        "掲げら",
        "紹介さ",
        "求めら",
        "記さ",
        "数えら",
        "例示さ",
        "望ま",
    )
    + f"れ(?:る|ます|て{_ON})(?:ところ)?{_IT}|(?:例示|一例|例)に(?:含まれ|挙げられ|挙がっ)て{_ON}|例として(?:示さ|挙げら)れ(?:る|て{_ON})|の(?:柱|定石|基本){_IT}|(?:に|の)(?:定め|規定|掲げるところ)(?:が(?:ある|あります))?{_IT})\\Z"
)
_WHO: Final = re.compile(f"{_OUTSIDE}{_OF}(?:が公表する[^、。はがをに]{{1,24}})?(?:は|では|には|も)")
_WHERE: Final = re.compile(
    f"{_OUTSIDE}{_OF}(?:に|で|では|において|により|にも|の)?(?:[^、。はがを]{{0,12}}|、[^。、を]{{0,14}})\\Z"
)
#: What is left to others or told of them in so many words.
_OTHERS: Final = re.compile(
    _any(
        f"(?:の仕事|の権限に属する|立場にある|の所管){_IT}",
        "という?(?:意見|声|助言|指摘|提案|紹介|要望)(?:が、)?[^。、]{0,12}",
        "(?:との|を求める|望ましいとの[^、。]{0,6})(?:意見|声|助言|指摘|提案|紹介)(?:が(?:あっ|ありまし|上がっ|上がりまし|出)|を(?:受け|頂い|いただい))?[^。、]{0,8}",
        "(?:助言|意見|指摘)あり",
        "(?:行われて|用いて|採って)いる例がある",
        f"(?:本来の?|あるべき|望ましい)(?:在り方|あり方|姿){_IT}",
        f"由{_IT}",
        "と聞く",
        f"と、?(?:国の)?(?:手引き?|ガイドライン|指針|通知)(?:の本文)?に(?:ある|あります|記されて{_ON}|書かれて{_ON})",
        f"の(?:定石|常道|基本|定番)とされ(?:る|ます|て{_ON})",
        f"ものと(?:整理|理解)(?:されて|して){_ON}",
        f"を受けているところ{_IT}",
        "と承知して(?:いる|います|おります)",
        f"べき(?:事項|もの){_IT}",
        "べき(?:こと|旨)を?(?:定める|示す|求める|うたう|定めて(?:いる|います))",
        "理念(?:として|に)[^、。]{0,14}",
    )
    + r"\Z"
)
#: To be done when something else has come about, or put on a list of what is to come.
INTENDED: Final = re.compile(
    _any(
        "(?:見通し|見込み|目途|めど|体制|準備|予算)が(?:立ち|整い|付き|つき)次第[^。]{0,24}",
        f"(?:協議|調整|検討)に入った(?:ところ)?{_IT}",
        f"(?:協議|検討|調整|準備)の?途上{_any('にある', 'にあります', 'である')}",
        "(?:改訂|改定|次期|次の)[^。]{0,24}に盛り込(?:む|みます)",
        f"(?:新設|導入|開始|実施|整備|構築|更新|改修|稼働|運用|実現)に向け(?:て)?[^、。]{{0,14}}て{_ON}(?:ところ|段階)?{_IT}",
        f"(?:開発|検討|整備|構築|改修|準備|移行|作成|設計|試験|交渉|協議|選定)の(?:途中|最中|さなか){_any('にある', 'にあります', 'である', 'です')}",
        f"案に(?:は)?(?:入れ|盛り込ん|書い|載せ|加え)[てで](?:ある|あります|{_ON})",
        f"(?:方法|内容|詳細|中身|手順|条件)を(?:これから)?詰め(?:る|ます|て{_ON})(?:ところ)?{_IT}",
        f"(?:要件|重点|課題|計画|検討課題)(?:の一つ)?に(?:掲げ|挙げ|挙がっ|含め)(?:た|ました|て{_ON})(?:ところ)?{_IT}",
        "に(?:合わせて|併せて)(?:考え|始め|設け|取り入れ)(?:る|ます)",
        "(?:するか|か)どうかを(?:決め|判断す|検討す)(?:る|ます)",
        f"(?:提案|見積り?)を(?:受けて|頂いて|いただいて){_ON}(?:段階)?{_IT}",
        "(?:次|次期|次回)の(?:システム|更改|更新|改修)[^。、]{0,20}の機能",
    )
    + r"\Z"
)
#: It was done once, or was not begun.
LEFT_OFF: Final = re.compile(
    _any(
        f"(?:をもって|で|に)(?:終え|終わっ|終わりまし|終えまし)(?:た|て{_ON})",
        "(?<![撤])廃し(?:た|ました)",
        f"見送(?:った|りました|って{_ON}|る(?:こと(?:と|に)(?:した|しました|している))?)",
        "(?<=[みいえ])(?:なし|無し)(?:である|です)?",
        "(?:今は|現在は)続けて(?:いない|いません|おりません)",
    )
    + r"\Z"
)
#: Without one of these a sentence holds no account.
MAY_TELL: Final = re.compile(
    "求め|勧め|促[しさ]|示[しさす]|説明[しさ]|規定|定め|うた[っわ]|推奨|掲げ|紹介|論じ|要請|仕事|属する|立場|意見|声が|声を|助言|指摘|提案|例がある"
    "|在り方|あり方|姿|由|聞く|整理|次第|入った|途上|盛り込|合わせて|併せて|どうか|機能|終[えわ]|廃し|見送|なし|無し|受けている|重点|要件|課題|計画"
    "|向け|途中|最中|案に|詰め|定石|柱|基本|手引|例示|例として|数え|記さ|望ま"
    "|承知|べき|理念|続けて|所管|が、"
)
#: Others do it, and one's own body does not.
_NOT_OURS: Final = re.compile(
    "(?:が|けれども|であり|ものの)、(?=[^。]{0,60}(?:な[いし]|ません|ず)。?\\Z)"
    "(?:[当本][庁市区町村県都府道組広基機公院学社会所事課局][^。、]{0,16}(?:は|では|も|には)"
    "|[^。、]{1,12}課(?:の[^。、]{1,8})?では"
    "|[^。、]{0,16}には?まだ|まだ)"
    "[^。]{0,40}?(?:対象に入って|移って|入れて|用いて|行わ|行って|行いま|使って|備えて|設けて)"
    "(?:い?ない|いません|おりません|おらず|せん)。?\\Z"
)
_LAST: Final = 48


def told_of_others(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a clause shows that it tells of somebody else's norms or doings; None where it does not.

    >>> said = "情報提供等の記録の保存は、番号法第23条に規定されている。"
    >>> told_of_others(said, 0, len(said)) is not None
    True
    >>> own = "パスワードの桁数は、情報セキュリティ対策基準に規定している。"
    >>> told_of_others(own, 0, len(own)) is None
    True
    """
    stop = start + len(text[start:end].rstrip(CLOSING))
    low = max(start, stop - _LAST)
    if (m := _OTHERS.search(text, low, stop)) is not None:
        return m.span()
    if (m := _SAYS.search(text, low, stop)) and (who := _WHO.search(text, start, m.start())):
        return who.start(), m.end()
    m = _SAID.search(text, low, stop)
    if m and (
        who := _WHO.search(text, start, m.start())
        or _WHERE.search(text, max(start, m.start() - _LAST), m.start())
    ):
        return who.start(), m.end()
    return None


#: What is not done there, which must have been spoken of before.
_OBJECT: Final = re.compile("([一-龠々ァ-ヴーA-Z0-9]{2,12})(?:そのもの|自体)?を(?:行|用い|使|備え|設け)")


def is_not_ours(text: str, end: int) -> bool:
    """Whether a sentence goes on to say that what was found before a place is not done at one's own body.

    >>> said = "親会社では夜間のログインを検知しているが、当組合の系統はその対象に入っていない。"
    >>> is_not_ours(said, 14), is_not_ours("媒体は暗号化しているが、当市では郵送を行わない。", 8)
    (True, False)
    """
    found = _NOT_OURS.search(text, end)
    if found is None:
        return False
    what = _OBJECT.search(found[0])
    return what is None or what[1] in text[: found.start()]
