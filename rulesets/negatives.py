"""The words by which Japanese administrative prose denies, plans, conditions and excepts, as patterns.

All of them run on text normalised to NFKC without white space; :mod:`.denial` says where in a sentence they count.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "BAD", "CLAUSE", "CONDITION", "CUE", "DENIED", "EXCEPT", "FUTURE", "HEADS", "LAST", "LATER", "LISTED", "MEANS", "NO_DENIAL",
    "OWN_WORK", "PLANNED", "PREVENTED", "WITHOUT", "WITHOUT_FAIL",
]  # fmt: skip


def _any(*parts: str) -> str:
    return f"(?:{'|'.join(parts)})"


_IS: Final = _any("である", "です", "であり", "だが", "だ")
_GOES_ON: Final = _any("いる", "おり", "います")

#: Without one of these a sentence neither denies nor plans anything.
CUE: Final = re.compile(
    "な[いかくし]|ず|無|未|せん|不要|困難|見送|[廃中休]止|検討|予定|見込|計画|準備|課題|目指|いく|今後|将来|次|中(?!間)"
)
#: The end of a clause inside a sentence. A comma behind a noun or a topic ends none.
CLAUSE: Final = re.compile(
    _any(
        "(?<!漏え)(?<!払)(?<!違)(?<!扱)[いえ]",
        "(?<!つい)(?<!おい)て",
        "んで",
        "ずに?",
        "[しば]",
        "であり|おり|あり",
        "(?<![取渡])り",
        "[きみびぎけげれせめべ]",
        "が|ので|のに|から|けれども?|ものの|なく",
        "(?:する|した|いる)(?:とともに|と共に|と同時に|一方で?|ほか)",
        "(?:する|した|いる|ない)(?:場合|際|とき|うえ|上|こと|時)(?:に|で)?は?も?",
        "よう(?:に)?",
        "こと(?:とし|で)",
        "ため(?:に)?",
    )
    + "[、,]"
)
#: What may stand behind the last word of a clause.
LAST: Final = "。.．)）」』、,"

#: What may follow a negative that is a denial. 「…ないよう」「…ない仕組み」「…ないこと。」 are none.
_TAIL: Final = (
    _any(
        f"こと(?:と(?:する|した|して{_GOES_ON}|なって{_GOES_ON})|になって{_GOES_ON}|があり?)",
        "もの(?:とする|である|の)",
        f"(?:予定|方針){_IS}?",
        f"の?(?:状況|状態|現状|ところ)(?:にある|{_IS})?",
        "の(?:である|で|が)",
        "の?ため|の?が|から|けれども?|です",
    )
    + "*"
)
#: How a clause ends in a denial: something is absent, none is there, it cannot be, it is not done, not yet, no more.
DENIED: Final = re.compile(
    _any(
        "(?P<absent>" + _any("[てで](?:は|も)?い?(?:ない|なく|ません|なかった)", "[てで]おら?ず", "[てで]おりません") + ")",
        _any("予定", "計画", "規定", "規程", "定め", "記録", "仕組み", "機能", "体制", "制度", "手順", "手段", "方法", "実績", "もの", "こと")
        + "?[はがも](?:特に|一切|まだ|存在し)?(?:ない|無い|なく|無く|なし|無し)",
        "(?P<cannot>でき(?:ない|ず|なく|ません|なかった))",
        "な(?:い|かった)|ません(?:でした)?|[せわかさたられけえめじば]ず",
        f"(?:なし|無し){_IS}?",
        "(?P<not_yet>未(?:実施|整備|導入|設置|策定|設定|作成|取得|対応|締結|配備|確立|着手|了|定)"
         f"(?:となって{_GOES_ON}|{_IS})?)",
        "(?P<given_up>(?:不要|困難)" + _any(_IS, "と(?:する|した)", f"として{_GOES_ON}", "なため")
        + f"?|見送(?:って{_GOES_ON}|る|った|り|ることとし?(?:た|する|て{_GOES_ON}))|(?:廃止|中止|休止)(?:した|し|して{_GOES_ON}))",
    )
    + _TAIL
)  # fmt: skip
#: Words in the negative that deny nothing.
NO_DENIAL: Final = re.compile(
    _any(
        "(?:なければ|なくては|ねば)(?:なら|いけ)(?:ない|ず)",
        "ざるを得(?:ない|ず)|少なくない",
        "やむを?得(?:ない|ず)",
        "ない(?:こと|わけ|もの)(?:は|も|が|では|でも)(?:ない|なく)",
        "(?:問題|支障|差異|影響)[はがも]?(?:ない|無い|なく)",
        _any("少", "少なから", "違い", "相違", "過ぎ", "ほかなら", "他なら", "限ら", "構わ", "かまわ", "差し?支え", "欠かさ",
             "欠かせ", "怠ら", "絶え", "問わ", "かかわら", "関わら", "拘わら", "のみなら", "だけで", "変わら", "必") + "(?:ない|ず|なく)",
    )
)  # fmt: skip

#: How a clause ends in a plan.
PLANNED: Final = re.compile(
    _any(
        "検討(?:を|の)?" + _any("中", "段階", "課題", "する", f"して(?:いく|{_GOES_ON})", f"行(?:う|って{_GOES_ON})", f"進め(?:る|て{_GOES_ON})"),
        f"予定(?:と?して{_GOES_ON}|とする)?",
        f"見込(?:み|んで{_GOES_ON})",
        f"計画(?:中|段階|して{_GOES_ON})",
        f"準備(?:中|段階|を進めて{_GOES_ON})",
        r"(?:\A|作成|策定|整備|調整|改定|構築|開発)中",
        f"課題(?:と(?:する|(?:して|なって){_GOES_ON}|して残って{_GOES_ON}))?",
        f"目指(?:す|して{_GOES_ON})",
        "[てで]いく(?:予定|方針|考え)",
    )
    + _any(_IS, "の?(?:ため|段階|状況|ところ)", "にある", f"こと(?:とする|として{_GOES_ON})", "もの|が|ので")
    + r"*\)?"
)  # fmt: skip
#: With one of these before it, what is put in the present tense is a plan.
LATER: Final = re.compile(
    "今後(?!も|とも)|将来(?:的に)?は?|次(?:年度|期(?:更新|改修))(?:に|から|より|で|以降)"
)
FUTURE: Final = re.compile(
    "(?:する|行う|講じる|講ずる|図る|進める|整える|設ける|努める|いく|高める)(?:ものとする|こととする|こととしている)?"
)

#: Between what was found and the negative: the negative is a condition or an exception.
CONDITION: Final = re.compile(
    _any(
        "以外|しか|限り|なければ|ないと|なしに|なしで|ずに|なくては|なくして|なくば|ことなく|までは|前に",
        "ない(?:場合|とき|時|者|もの|職員|端末)",
    )
)
#: Before what was found, in the same clause: the negative speaks of all others.
EXCEPT: Final = re.compile(
    "以外(?:に)?(?:は|が|を|から|で|へ|の(?:者|職員|端末|システム|機器))|しか|ない限り|場合に限り|なければ|ないと|ずに|なしに"
)
#: Between what was found and the negative: what was found is the means to something else.
MEANS: Final = re.compile(
    _any(
        "によ(?:り|って)|ことで|を(?:用いて?|使って?|通じて?|もって)|に(?:基づき|基づいて|従い|従って|応じて?)",
        "うえで|上で|した後|ため|よう(?:に)?|ので|場合|際",
        "(?<=[一-龠ァ-ヴー])で(?![きはもあな])",
    )
)
#: What a measure prevents: that it does not happen is the measure.
BAD: Final = re.compile(
    _any(
        "漏えい|漏洩|漏れ|不正|誤|リスク|おそれ|恐れ|危険|流出|改ざん|改竄|紛失|混入|盗|なりすまし|滅失|き損|毀損|放置|復元",
        "(?:目的|業務|事務|職務)(?:以)?外|第三者|無関係|不要|不必要|必要の?ない|必要以上|部外|他人",
        "(?:権限|許可)の?(?:ない|無い)|残存|残ら|残さ",
    )
)
#: What a body fails at when it cannot; everything else that cannot be done is prevented.
OWN_WORK: Final = re.compile(
    r"(?:取得|実施|記録|確認|導入|対応|設定|確保|整備|把握|追跡|検知|作成|徹底|措置|講じ?(?:る)?|する)(?:まで)?(?:こと)?[はがも]?\Z"
)

#: Directly behind what was found: something is done without it.
WITHOUT: Final = re.compile(
    "[はもをの]?(?:実施|行|取得|講じ|経|得|確認)?(?:する|う|る)?(?:ことなく|こと無く|なしに|なしで|無しに|無しで|せずに?|わずに?|ずに|なく|しないまま)"
)
#: Done without fail, without delay.
WITHOUT_FAIL: Final = re.compile(r"(?:遅滞|漏れ|もれ|滞り|間違い|例外|隈|相違|余すところ|支障|問題)なく\Z")
#: To do something without it is what does not happen.
PREVENTED: Final = re.compile(
    "(?:[しわらさかたれせけえめで]|られ|でき)(?:ない|ず|なく)|禁|防|制限|ならない|抑止|阻止|不可|拒否|遮断"
)

_THINGS: Final = _any("措置", "対策", "取組", "機能", "対応", "項目", "事項", "もの", "点")
#: Before what was found, in the same sentence: a list of what is not done, or is planned.
LISTED: Final = re.compile(
    _any(
        f"(?:(?:[てで]い|わ|し)ない|未実施の){_THINGS}(?:は|として|に)?(?:、|:|次|以下)[^。]*\\Z",
        r"(?:次|以下|下記)の[^。:]{0,24}(?:[てで]い|わ|し)ない(?:。|が|もの|:)*:[^。]*\Z",
        f"(?P<planned>(?:検討|予定)(?:中の|している|する|の){_THINGS}(?:は|として|に)?(?:、|:|次|以下)[^。]*\\Z)",
    )
)
#: A sentence that announces a list of measures.
HEADS: Final = re.compile(f"(?:次|以下|下記)(?:の|に|は)[^。:]{{0,30}}?{_THINGS}")
