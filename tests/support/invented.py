"""Whole assessments of invented bodies that contradict themselves nowhere, in the layout pdftotext gives.

What they say is told once (:data:`TOLD`, by field of the form) and printed as each version of a form prints it.
A finding of consistency, form or level on one of them is a false alarm.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field, replace

from invented_words import CHOICES, ROW_OF_ACT, TICKS, TOLD
from printed import FORMS

from shikii.facts.documents.text.lines import compact
from shikii.facts.reading.dates import read_date


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
        return version is None or dated(version) <= dated(self.body.version)

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

    def part(self, part: object, file: str, place: int) -> None:  # noqa: C901 - one case per part
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

    def item(self, item, prefix, file, place, *, part, risk=None) -> None:  # noqa: C901 - one case per kind
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
            if item.id == "legal_basis":
                told = told.format(row=next(n for w, n in ROW_OF_ACT.items() if w in self.body.affair))
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
        self.add(
            "（別添）変更箇所\n\n変更日\t項目\t変更前の記載\t変更後の記載\t提出時期\t提出時期に係る説明\n"
        )
        for row in self.body.changes:
            self.add("\t".join(row) + "\n")


def dated(version: str) -> tuple[int, int]:
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
