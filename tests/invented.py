"""Whole assessments of invented bodies that contradict themselves nowhere, in the layout pdftotext gives.

What they say is told once (:data:`TOLD`, by field of the form) and printed as each version of a form prints it.
A finding of consistency, form or level on one of them is a false alarm.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field, replace

from printed import FORMS

from shikii.facts.dates import read_date
from shikii.facts.published.text import compact

TOLD = {
    "outline": "児童手当法に基づき、中学校修了前の児童を養育する者に児童手当を支給する。\n特定個人情報ファイルは、次の事務に使用する。\n①認定請求、額改定請求及び現況届の受付並びに審査\n②手当の支払\n③他市区町村への所得の照会",
    "system_functions": "１．資格管理機能　受給者及び児童の資格を管理する。\n２．支払管理機能　支払額を計算し、口座振込データを作成する。",
    "necessity": "課税の対象となる者を正確に特定し、適正に賦課するため。",
    "merit": "添付書類の提出が不要となり、住民の負担が軽くなる。",
    "legal_basis": "・番号法第9条第1項　別表56の項\n・番号法別表の主務省令で定める事務を定める命令第44条",
    "nws_basis": "・番号法第19条第8号に基づく主務省令第2条の表 106、107の項",
    "department": "こども未来部こども支援課",
    "head": "こども支援課長",
    "other_organizations": "―",
    "range": "受給者、受給者の配偶者及び支給対象児童",
    "range_need": "手当の認定に当たり、受給資格及び所得を確認する必要があるため。",
    "record_validity": "・個人番号、その他識別情報　対象者を正確に特定するために記録する。\n・連絡先　届出の内容を確認するために記録する。",
    "all_items": "別添を参照。",
    "file_department": "こども未来部こども支援課",
    "acquire_when": "届出を受け付けた都度、及び毎年6月の現況届の時期",
    "acquire_validity": "児童手当法第7条により、請求者から届出を受ける必要がある。",
    "disclosure": "番号法第14条の規定に基づき入手することを、請求書の様式に記載して示している。",
    "purpose": "児童手当の受給資格の審査及び支給額の決定を適正に行うため。",
    "purpose_change": "―",
    "users_department": "こども支援課、各支所の窓口",
    "use_method": "・請求書の内容を登録し、所得の情報と照らして受給資格を審査する。",
    "matching": "請求書に記載された個人番号と宛名システムの情報を突合し、本人を特定する。",
    "statistics": "個人を特定できる形での統計分析は行わない。",
    "decisions": "受給資格の認定及び支給額の決定",
    "e_content": "システムの運用及び保守",
    "e_range": "受給者、受給者の配偶者及び支給対象児童",
    "e_validity": "システムの運用には専門の知識を持つ事業者への委託が必要である。",
    "e_check": "市のホームページで公表する。",
    "e_contractor": "株式会社あおぞら情報サービス",
    "e_re_consent": "―",
    "e_re_what": "―",
    "place": "・サーバは、入退室を管理する区画に設置し、静脈認証により立入りを制限している。\n・書類は、施錠できる書庫に保管する。",
    "retention_validity": "文書取扱規程により、完結の翌年度から5年間保存する。",
    "erasure": "保存期間を過ぎた情報は、システムの消去機能により復元できない方法で消去する。",
    "remarks": "―",
    "measure": "・権限を与えられた職員だけが操作できる。\n・操作の記録を残し、所属長が毎月確認する。",
    "in-1.outside": "届出の窓口で本人確認書類を確認し、対象者以外の情報を受け取らない。",
    "in-1.needless": "届出書は必要な事項だけを記載する様式としている。",
    "in-1.else": "―",
    "in-3.identity": "窓口で個人番号カード又は身分証明書の提示を受け、本人であることを確認する。",
    "in-3.number": "個人番号カードの提示を受け、又は宛名システムの個人番号と照合する。",
    "in-3.accuracy": "入力した内容を、入力者とは別の職員が届出書と照合する。",
    "in-3.else": "―",
    "use-1.address": "宛名システムは、事務ごとに参照できる項目を制限している。",
    "use-1.systems": "児童手当システムからは、他の事務の情報を参照できない。",
    "use-1.else": "―",
    "use-2.authentication_how": "利用者ＩＤ、パスワード及び生体認証の二要素により利用者を認証する。",
    "use-2.grant_revoke_how": "人事異動の都度、所属長の申請により権限を付与し、異動及び退職の日に失効させる。",
    "use-2.access_rights_how": "権限の一覧を作成し、年に1回、不要な権限がないか点検する。",
    "use-2.usage_log_how": "操作の記録を7年間保存し、毎月分析する。",
    "use-2.else": "離席時は端末をロックする。",
    "out.organisation": "プライバシーマーク又はISMSの認証を受けていることを契約の条件とする。",
    "out.viewer_limits_how": "作業者の名簿の提出を受け、名簿に記載された者だけに権限を与える。",
    "out.handling_log_how": "作業の記録を提出させ、市が確認する。",
    "out.provision_rule_third": "委託先から他者への提供は契約で禁止し、年に1回、立入検査により確認する。",
    "out.provision_rule_between": "情報の受渡しは、市の承認を受け、受渡しの記録を残す。",
    "out.erasure_rule_how": "契約終了後は速やかに消去させ、消去証明書の提出を受ける。",
    "out.contract_clauses_what": "・秘密保持義務\n・事業所内からの持出しの禁止\n・目的外利用の禁止\n・再委託の条件\n・漏えい事案が発生した場合の委託先の責任\n・委託契約終了後の情報の返却又は廃棄\n・従業者に対する監督及び教育\n・契約内容の遵守状況の報告",
    "out.reentrust_safeguards_how": "―",
    "out.else": "―",
    "prov-1.log_how": "提供の日時、相手方及び項目をシステムに記録し、7年間保存する。",
    "prov-1.rule_how": "提供の手続を要領に定め、所属長が毎月記録を確認する。",
    "prov-1.else": "―",
    "keep-1.physical_how": "・サーバ室は入退室を管理し、監視カメラを設置している。\n・書類は施錠できる書庫に保管する。",
    "keep-1.technical_how": "・ウイルス対策ソフトを導入し、定義ファイルを毎日更新する。\n・ファイアウォールにより外部からの通信を遮断する。",
    "keep-1.incident_what": "―",
    "keep-1.incident_prevention": "―",
    "keep-1.deceased_numbers_how": "生存する者の個人番号と同様に保管する。",
    "keep-1.else": "―",
    "keep-3.erasure_procedure_how": "保存期間を過ぎた情報を、年に1回、システムの機能により一括して消去する。",
    "keep-3.else": "―",
    "audit.self_check_how": "年に1回、所属ごとにチェックリストにより点検する。",
    "audit.audit_how": "年に1回、情報政策課が内部監査を行う。",
    "edu.training_how": "毎年度、全職員に個人情報保護の研修を行う。",
    "other.measures": "―",
    "request_to": "あおば町役場　総務課　あおば町中央1丁目1番1号　電話0123-45-6789",
    "request_how": "指定の様式により、窓口又は郵送で提出する。",
    "request_notes": "請求の方法は町のホームページで案内する。",
    "register_name": "児童手当ファイル",
    "register_place": "町のホームページ",
    "special": "―",
    "unlisted": "―",
    "contact": "あおば町役場　こども支援課　電話0123-45-6780",
    "contact_how": "問合せを受けた日時、内容及び回答を記録する。",
    "hearing_how": "町のホームページ、役場及び支所で案を公表し、郵送、電子メール等で意見を受け付けた。",
    "hearing_opinions": "意見はなかった。",
    "hearing_taken": "―",
    "hearing_shortened": "―",
    "third_party_how": "あおば町個人情報保護審査会において点検を受けた。",
    "third_party_result": "適切であると認められた。",
    "commission": "―",
    "emergency": "―",
    "manual.reason": "・複数の職員で確認し、特定個人情報を含む書類の誤交付を防いでいる。\n・事務処理手順を定め、手順に従って作業している。",
    "priority.reason": "・利用者を二要素で認証し、操作の記録を毎月確認している。",
    "r_basis": "番号法第19条第8号に基づく主務省令第2条の表",
    "r_use": "所得の審査",
    "r_info": "児童手当の支給に関する情報",
    "r_range": "受給者",
    "r_when": "照会を受けた都度",
    "recorded": "1.宛名番号　2.氏名　3.生年月日　4.性別　5.住所　6.個人番号　7.認定年月日　8.支給額　9.口座番号　10.所得額　11.扶養親族数　12.職業",
    "flow": "（図）",
}


@dataclass(frozen=True)
class Body:
    """What one body says: choices by option set or field, ticks by group, names and dates."""

    form: str
    version: str
    organization: str = "あおば町長"
    affair: str = "児童手当の支給に関する事務"
    number: str = "7"
    published: str = "令和7年6月2日"
    files: tuple[str, ...] = ("児童手当ファイル",)
    systems: tuple[str, ...] = ("児童手当システム", "団体内統合宛名システム", "中間サーバー")
    choices: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    changes: tuple[tuple[str, ...], ...] = ()
    #: Boxes ticked that switch risks off, like 「委託しない」.
    off: tuple[str, ...] = ()


CHOICES = {
    "adequacy": "十分である", "do": "行っている", "log": "記録を残している", "limit": "制限している",
    "set": "定めている", "reentrusted": "再委託していない", "nisc": "政府機関ではない",
    "organised": "十分に整備している", "known": "十分に周知している", "act": "十分に行っている",
    "occurred": "発生なし", "kept": "保管している", "fee": "無料", "nws": "実施する",
    "headcount": "1,000人以上1万人未満", "handlers_500": "500人未満", "kind": "システム用ファイル",
    "persons": "1万人未満", "items": "10項目以上50項目未満", "users": "10人以上50人未満", "entrusts": "委託する",
    "scope": "特定個人情報ファイルの全体", "re_entrusts": "再委託しない", "retention": "5年",
    "submits": "基礎項目評価書", "result_basic": "基礎項目評価の実施が義務付けられる",
    "result_key": "基礎項目評価及び重点項目評価の実施が義務付けられる",
    "result_full": "基礎項目評価及び全項目評価の実施が義務付けられる",
    "priority": "権限のない者によって不正に使用されるリスクへの対策",
}  # fmt: skip
TICKS = {
    "connections": ("情報提供ネットワークシステム", "庁内連携システム", "宛名システム等", "税務システム"),
    "record_items": ("個人番号", "その他識別情報（内部番号）", "連絡先（電話番号等）", "4情報（氏名、性別、生年月日、住所）", "地方税関係情報", "児童福祉・子育て関係情報"),
    "sources": ("本人又は本人の代理人", "地方公共団体・地方独立行政法人"),
    "methods": ("紙", "情報提供ネットワークシステム"),
    "entrust_methods": ("専用線",),
    "audits": ("自己点検", "内部監査"),
}  # fmt: skip


def write(body: Body) -> tuple[str, dict[str, object]]:
    """Give the document of a body and what a reader should find in it."""
    return _Page(replace(body, choices=CHOICES | body.choices, ticks=TICKS | body.ticks)).document()


class _Page:
    def __init__(self, body: Body) -> None:
        self.body, self.form = body, FORMS[body.form]
        self.rows: list[str] = []
        self.truth: dict[str, object] = {}

    def add(self, text: str = "") -> None:
        self.rows.append(text)

    def document(self) -> tuple[str, dict[str, object]]:
        self.cover()
        done: set[str] = set()
        for section in self.form.sections[1:]:
            if section.id == "changes" or section.id in done:
                continue
            if not self.since(section.since):
                continue
            if section.per_file:
                if section.id in ("overview", "measures"):
                    for n, name in enumerate(self.body.files, 1):
                        self.section(section, name, n)
                continue
            self.section(section, "", 0)
        self.changes()
        return "\n".join(self.rows) + "\n", self.truth

    def since(self, version: str | None) -> bool:
        return version is None or FORMS_ORDER(version) <= FORMS_ORDER(self.body.version)

    def put(self, path: str, value: object) -> None:
        self.truth[path] = value

    def cover(self) -> None:
        body = self.body
        kind = {"basic": "基礎", "key": "重点", "full": "全"}[body.form]
        number = self.form.number.translate(_WIDE)
        self.add(f"[{body.version}　{number}]\n\n{self.form.title}\n\n評価書番号  評価書名\n")
        self.add(
            f"{body.number} {body.affair}　{kind}項目評価書\n\n 個人のプライバシー等の権利利益の保護の宣言\n"
        )
        self.add(
            f"　{body.organization[:-1]}は、{body.affair}における特定個人情報ファイルの取扱いが個人のプライバシー等の権利\n"
            "利益に影響を及ぼしかねないことを認識し、特定個人情報の漏えいその他の事態を発生させるリスクを\n"
            "軽減させるために適切な措置を講じ、権利利益の保護に取り組んでいることを宣言する。\n"
        )
        self.add(f"特記事項\n―\n\n 評価実施機関名\n\n{body.organization}\n")
        if body.form == "full":
            self.add(" 個人情報保護委員会　承認日　【行政機関等のみ】\n")
        self.add(f" 公表日\n\n{body.published}\n\n\n\n項目一覧\n")
        for section in self.form.sections[1:]:
            self.add(f" {section.label.replace(' ', '　')}\n")
        self.add("\n\n")
        self.truth |= {
            "form": body.form,
            "form_version": body.version + self.form.number,
            "organization": body.organization,
            "number": body.number,
            "published": read_date(body.published).isoformat(),
            "affair": body.affair,
            "files": sorted(body.files),
        }

    def section(self, section: object, file: str, place: int) -> None:
        self.add(section.label.replace(" ", "　") + (" ※" if section.significant else ""))
        for part in section.parts:
            if self.since(part.since):
                self.part(part, file, place)
        self.add("\n\n")

    def part(self, part: object, file: str, place: int) -> None:
        prefix = f"files[{file}]." if file else ""
        if part.repeat == "systems":
            self.add(f" {part.number}．{part.label}\n".translate(_WIDE))
            for n, name in enumerate(self.body.systems, 1):
                self.add(f" システム{n}\n\n ①システムの名称 {name}\n\n ②システムの機能\n")
                self.text(TOLD["system_functions"])
                self.put(f"systems[{n}].name", name)
                self.ticks("③他のシステムとの接続", "connections", f"systems[{n}].connections")
            return
        if part.repeat == "entrustments" and "委託しない" in self.body.off:
            return
        if part.repeat == "recipients" and "提供・移転しない" in self.body.off:
            return
        if part.repeat == "entrustments":
            self.add(f" 委託事項1 {self.body.systems[0]}の運用\n")
        elif part.repeat == "recipients":
            self.add(
                " 提供先1 番号法第19条第8号に基づく主務省令第2条の表に掲げる者\n".replace(
                    "に掲げる者", "の情報照会者である他の市町村長"
                )
            )
        elif part.number:
            boxes = "".join(f" [ {'○ ' if k.tick in self.body.off else ''}] {k.tick}" for k in part.skip)
            self.add(f" {str(part.number).translate(_WIDE)}．{part.label}{part.remark}{boxes}\n")
        blank = {r for k in part.skip if k.tick in self.body.off for r in k.risks}
        for n, risk in enumerate(part.risks, 1):
            self.put(f"{prefix}risks[{risk.id}].applicable", risk.id not in blank)
            if self.body.form != "basic":
                self.add(f" リスク{str(n).translate(_WIDE)}：　{risk.label}\n")
                for other in risk.others:
                    self.add(f" リスク：　{other}\n")
            for item in risk.fields:
                if risk.id in blank:
                    self.add(
                        f" {risk.label if self.body.form == 'basic' else item.label}{' [ ]' if item.kind == 'choice' else ''}\n"
                    )
                    continue
                self.item(item, prefix, file, place, risk=risk, part=part)
        for item in part.fields:
            if part.repeat and item.id in ("e_name", "r_name"):
                continue
            self.item(item, prefix, file, place, part=part)

    def item(
        self, item: object, prefix: str, file: str, place: int, *, part: object, risk: object = None
    ) -> None:
        star = "　※" if item.significant else ""
        label = " " + item.label + star
        path = item.path and prefix + item.path.replace("[i]", "[1]")
        if item.kind == "choice":
            value = self.body.choices.get(item.id, self.body.choices[item.options])
            if item.id == "adequacy":
                path = f"{prefix}risks[{risk.id}].adequacy"
                label = f" {risk.label}" if self.body.form == "basic" else label
            elif item.question:
                path = f"{prefix}answers[{item.id}]"
            if item.id == "entrusts" and "委託しない" in self.body.off:
                self.add(f"{label} [ 委託しない ] （ ） 件\n\n＜選択肢＞\n1） 委託する 2） 委託しない\n")
                self.truth[path] = False
                return
            if item.id == "entrusts":
                self.add(f"{label} [ {value} ] （ 1 ） 件\n\n＜選択肢＞\n1） 委託する 2） 委託しない\n")
                self.truth |= {path: value == "委託する", f"{prefix}entrustments": 1}
                return
            self.add(f"{label} [ {value} ]\n\n＜選択肢＞")
            for n, option in enumerate(o for o in FORMS.option_sets[item.options] if o != "1,000人未満"):
                self.add(f"{n + 1}） {option}")
            self.add()
            if path and not path.startswith(f"{prefix}recipients"):
                self.put(path, value == "再委託する" if path.endswith("re_entrusts") else value)
        elif item.kind == "ticks":
            on = item.ticks if part.repeat != "recipients" else "recipient_methods"
            self.ticks(item.label + star, item.ticks, None if part.repeat else path, on)
        elif item.id in ("file_name", "measures_file"):
            self.add(f"（{place}）{file}\n" if file else f"{self.body.files[0]}\n")
        elif item.id == "files":
            if len(self.body.files) == 1:
                self.add(f"{self.body.files[0]}\n")
            else:
                self.add("".join(f"（{n}）{name}\n" for n, name in enumerate(self.body.files, 1)))
        elif item.id == "systems":
            self.add(f" ③システムの名称 {'、'.join(self.body.systems)}\n")
            for n, name in enumerate(self.body.systems, 1):
                self.put(f"systems[{n}].name", name)
        elif item.id == "affair":
            self.add(f"{label} {self.body.affair}\n")
        elif item.id == "entrustments":
            return
        elif item.id == "provides" and "提供・移転しない" in self.body.off:
            self.add(
                " 提供・移転の有無 [ ] 提供を行っている （ ） 件 [ ] 移転を行っている （ ） 件\n\n[ ○ ] 行っていない\n"
            )
            self.truth |= {f"{prefix}provides": 0, f"{prefix}transfers": 0}
        elif item.id == "provides":
            self.add(
                " 提供・移転の有無 [ ○ ] 提供を行っている （ 1 ） 件 [ ] 移転を行っている （ ） 件\n\n[ ] 行っていない\n"
            )
            self.truth |= {f"{prefix}provides": 1, f"{prefix}transfers": 0}
        elif item.id == "transfers":
            return
        elif item.kind == "date":
            self.date(item, label, path)
        elif item.kind == "period":
            self.add(f"{label} 令和7年3月1日から令和7年3月31日まで（31日間）\n")
            self.truth |= {"hearing.from": "2025-03-01", "hearing.to": "2025-03-31"}
        else:
            told = TOLD.get(item.id, TOLD["measure"] if item.id.endswith(("measure", ".other")) else "")
            told = "、".join(self.body.files) if item.id == "register_name" else told
            told = "―" if item.id.endswith(".other") else told
            if not told:
                raise KeyError(item.id)
            if len(told) < 24 and "\n" not in told:
                self.add(f"{label} {told}\n")
            else:
                self.add(f"{label}\n")
                self.text(told)

    def date(self, item: object, label: str, path: str) -> None:
        days = {
            "holding_start": "平成28年1月1日", "started": "平成28年1月1日", "basic_assessed_on": "令和7年2月3日",
            "third_party_on": "令和7年4月21日", "headcount_as_of": "令和7年4月1日", "handlers_as_of": "令和7年4月1日",
            "submitted_on": "",
        }  # fmt: skip
        day = days[item.id]
        self.add(f"{label} {day}{' 時点' if '時点' in label else ''}\n")
        if day and path:
            self.put(path, read_date(day).isoformat())

    def ticks(self, label: str, group: str, path: str | None, on: str = "") -> None:
        ticked = self.body.ticks.get(on or group, self.body.ticks[group])
        self.add(f" {label.strip()}\n")
        names = []
        for row in FORMS.tick_groups[group]:
            cells = []
            for box in row:
                word = {"4情報": "4情報（氏名、性別、生年月日、住所）"}.get(box, box)
                marked = compact(word) in {compact(t) for t in ticked}
                names += [compact(box).split("(")[0]] if marked else []
                cells.append(f"[ {'○ ' if marked else ''}] {word}" + (" （ ）" if box == "その他" else ""))
            self.add(" ".join(cells) + "\n")
        if path:
            self.put(path, sorted(names))

    def text(self, told: str) -> None:
        for line in told.split("\n"):
            self.add("\n".join(textwrap.wrap(line, 46, break_long_words=True)))
        self.add()

    def changes(self) -> None:
        self.add("（別添）変更箇所\n\n変更日 項目 変更前の記載 変更後の記載 提出時期 提出時期に係る説明\n")
        for row in self.body.changes:
            self.add(" ".join(row) + "\n")


def FORMS_ORDER(version: str) -> tuple[int, int]:
    era, year, month = re.match(r"(平成|令和)(\d+)年(\d+)月", version).groups()
    return (int(year) + (0 if era == "平成" else 30), int(month))


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")

#: Affairs that entrust nothing, give nothing to others and are not connected.
ALONE = ("委託しない", "提供・移転しない", "接続しない（入手）", "接続しない（提供）")
QUIET = {
    "connections": ("庁内連携システム", "宛名システム等"),
    "methods": ("紙", "庁内連携システム"),
    "sources": ("本人又は本人の代理人", "評価実施機関内の他部署"),
}
ROWS = (
    ("令和6年4月1日", "Ⅰ５①部署", "福祉部子育て課", "こども未来部こども支援課", "事後", "組織改編による修正"),
    ("令和6年4月1日", "Ⅰ５②所属長の役職名", "子育て課長", "こども支援課長", "事後", "組織改編による修正"),
    ("令和7年6月2日", "Ⅱ１いつ時点の計数か", "令和6年4月1日 時点", "令和7年4月1日 時点", "事後", "時点修正"),
)
BODIES = {
    "basic alone": Body("basic", "令和6年10月", off=ALONE, choices={"nws": "実施しない"}),
    "basic with changes": Body("basic", "平成31年1月", changes=ROWS),
    "key alone": Body(
        "key", "令和6年10月", "わかば市長", "介護保険に関する事務", "3", off=ALONE, ticks=QUIET,
        choices={"nws": "実施しない", "headcount": "10万人以上30万人未満", "persons": "10万人以上100万人未満"},
    ),
    "full alone": Body(
        "full", "令和6年10月", "みどり市長", "予防接種に関する事務", "21", off=ALONE, ticks=QUIET,
        files=("接種記録ファイル", "健康被害救済ファイル"),
        choices={"nws": "実施しない", "headcount": "30万人以上", "persons": "10万人以上100万人未満"},
    ),
    **{
        f"basic {version}": Body("basic", version, choices={"nws": "実施する"})
        for version in ("平成26年4月", "平成30年5月", "平成31年1月", "令和6年10月", "令和7年5月")
    },
    "key 令和7年5月": Body(
        "key", "令和7年5月", "わかば市長", "国民健康保険に関する事務", "12", files=("国民健康保険ファイル",),
        systems=("国民健康保険システム", "団体内統合宛名システム", "中間サーバー"),
        choices={"headcount": "10万人以上30万人未満", "persons": "10万人以上100万人未満", "users": "50人以上100人未満"},
    ),
    "key 平成30年5月": Body("key", "平成30年5月", "わかば市長", "介護保険に関する事務", "3", choices={"headcount": "10万人以上30万人未満", "persons": "10万人以上100万人未満"}),
    "full 令和7年5月": Body(
        "full", "令和7年5月", "みどり県知事", "自動車税の賦課に関する事務", "2",
        files=("自動車税課税ファイル", "納税者宛名ファイル"), systems=("税務システム基盤", "宛名管理システム", "中間サーバー"),
        choices={"headcount": "30万人以上", "persons": "10万人以上100万人未満", "users": "100人以上500人未満"},
    ),
    "full 平成30年5月": Body(
        "full", "平成30年5月", "みどり市長", "予防接種に関する事務", "21", files=("予防接種ファイル",),
        choices={"headcount": "30万人以上", "persons": "10万人以上100万人未満", "users": "100人以上500人未満"},
    ),
}  # fmt: skip
