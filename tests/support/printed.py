"""Print the forms of an invented city in several layouts with drawn answers; the printer knows what is true.

The printer knows the form from the same YAML, but the layouts are its own: whole rows, values under labels,
Markdown and HTML tables, and pages whose pieces are shuffled. Answers are drawn freely, so a reading that
takes all for equal fails.
"""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

from shikii.facts.documents.reader import read_published
from shikii.facts.documents.text.lines import compact
from shikii.facts.forms.model import load_forms

FORMS = load_forms(Path(__file__).parents[2] / "rulesets" / "my-number-pia" / "forms")
FILES = {"full": ["給付台帳ファイル", "宛名連携ファイル"], "key": [""], "basic": [""]}
TITLE = {"basic": "基礎", "key": "重点", "full": "全"}
VERSION = {"basic": "平成31年1月", "key": "令和7年5月", "full": "令和6年10月"}


class Printer:
    """Prints one assessment; ``truth`` collects the facts a reader should find."""

    def __init__(self, form: str, seed: int, layout: str, tick: str = "○", version: str = "") -> None:
        self.form, self.layout, self.tick = FORMS[form], layout, tick
        self.version = version or VERSION[form]
        self.draw = random.Random(seed)
        self.truth: dict[str, object] = {}
        self.pages: list[list[str]] = [[]]

    def add(self, *rows: str) -> None:
        self.pages[-1].extend(rows)

    def page(self) -> None:
        self.pages.append([])

    def options(self, name: str) -> str:
        opts = [o for o in FORMS.option_sets[name] if not (name == "headcount" and o == "1,000人未満")]
        return "＜選択肢＞ " + " ".join(f"{n}） {o}" for n, o in enumerate(opts, 1))

    def choice(self, label: str, name: str, path: str | None, value: str | None = None) -> str:
        pool = [o for o in FORMS.option_sets[name] if not o.startswith("1,000人未満") or name != "headcount"]
        value = value if value is not None else self.draw.choice(pool)
        if path and value:
            self.truth[path] = value
        if self.layout == "below":
            return (
                f"{label}\n[ {value} ]\n{self.options(name)}\n"
                if value
                else f"{label}\n[ ]\n{self.options(name)}\n"
            )
        if self.layout == "markdown":
            return f"| {label} | [{value}] | {self.options(name)} |"
        if self.layout == "html":
            return f"{label}\t<p>[{value}] {self.options(name)}</p>"
        if self.layout == "wrapped" and len(label) > 14:
            return f"{label[:12]} [ {value} ] {self.options(name)}\n{label[12:]}\n"
        return f"{label} [ {value} ] {self.options(name)}"

    def ticks(self, label: str, group: str, path: str | None) -> str:
        rows, on = [], []
        for row in FORMS.tick_groups[group]:
            cells = []
            for box in row:
                mark = self.draw.random() < 0.4
                if mark:
                    on.append(box.split("(")[0])
                tail = " （ 窓口 ）" if box == "その他" else ""
                cells.append(f"[ {self.tick} ] {box}{tail}" if mark else f"[ ] {box}{tail}")
            rows.append(" ".join(cells))
        if path:
            self.truth[path] = sorted(on)
        if self.layout in ("markdown", "html"):
            return (
                f"{label}\t{' '.join(rows)}" if self.layout == "html" else f"| {label} | {' '.join(rows)} |"
            )
        return label + "\n" + "\n".join(rows)

    def text(self, label: str, value: str) -> str:
        if self.layout == "markdown":
            return f"| {label} | {value} |"
        return f"{label}\t{value}" if self.layout == "html" else f"{label} {value}"

    def narrative(self) -> str:
        return self.draw.choice(
            [
                "・担当者は端末を離れるとき画面を閉じ、記録を残す。",
                "・委託先には秘密の保持を義務付けている。",
                "特になし。",
            ]
        )

    def cover(self) -> None:
        name = f"みどり市　給付金の支給に関する事務　{TITLE[self.form.id]}項目評価書"
        self.add(f"[{self.version}　{self.form.number}]", self.form.title)
        self.add(
            f"評価書番号 {self.draw.randint(1, 99)}",
            f"評価書名 {name}",
            "個人のプライバシー等の権利利益の保護の宣言",
        )
        self.add("　みどり市は、特定個人情報ファイルの取扱いの影響を認識し、措置を講じることを宣言する。")
        self.add("特記事項 ―", "評価実施機関名 みどり市長", "公表日 令和7年2月3日")
        self.truth |= {
            "number": self.pages[0][2].split()[-1],
            "organization": "みどり市長",
            "published": "2025-02-03",
        }
        self.truth |= {
            "form": self.form.id,
            "form_version": compact(self.version + self.form.number),
        }
        self.page()
        self.add("項目一覧", *(s.label for s in self.form.sections[1:]))
        self.page()

    def section(self, ident: str, file: str = "") -> None:
        section = self.form.section(ident)
        prefix = f"files[{file}]." if file else ""
        self.add(section.label + (" ※" if section.significant else ""))
        off: set[str] = set()
        for part in section.parts:
            if part.since and part.since not in self.version:
                continue
            heading = f"{part.number}．{part.label}{part.remark}" if part.number else part.label
            marks = []
            for skip in part.skip:
                state = self.draw.random() < 0.4
                off |= set(skip.risks) if state else set()
                marks.append(f"[ {self.tick} ] {skip.tick}" if state else f"[ ] {skip.tick}")
            if part.repeat == "recipients":
                continue
            if part.repeat == "systems":
                self.add(heading)
                self.systems()
                continue
            if part.repeat == "entrustments":
                self.entrustments(part, prefix)
                continue
            self.add(" ".join([heading, *marks]).strip())
            for n, risk in enumerate(part.risks, 1):
                self.truth[f"{prefix}risks[{risk.id}].applicable"] = risk.id not in off
                if self.form.id != "basic":
                    self.add(risk.label if risk.others else f"リスク{n}：　{risk.label}", *risk.others)
                for field in risk.fields:
                    self.field(field, prefix, risk.id, risk.label, blank=risk.id in off)
            for field in part.fields:
                self.field(field, prefix, None, "", blank=False, file=file)

    def field(self, field, prefix, risk, title, *, blank, file="") -> None:  # noqa: C901 - one case per kind
        label = field.label
        if field.id == "adequacy":
            label = title if self.form.id == "basic" else label
            path = f"{prefix}risks[{risk}].adequacy"
            self.add(self.choice(label, field.options, None if blank else path, "" if blank else None))
        elif field.id == "files":
            names = [f for f in FILES[self.form.id] if f] or ["給付台帳ファイル"]
            self.add(*(f"（{n}）{name}" for n, name in enumerate(names, 1)))
            self.truth["files"] = sorted(names)
        elif field.id in ("file_name", "measures_file"):
            self.add(file or "給付台帳ファイル")
        elif field.question:
            path = f"{prefix}answers[{field.id}]"
            self.add(self.choice(label, field.options, None if blank else path, "" if blank else None))
        elif field.id == "entrusts":
            self.add("委託の有無 ※ [ 委託する ] ＜選択肢＞ （ 2 ） 件 1） 委託する 2） 委託しない")
            self.truth[f"{prefix}entrusts"] = True
            self.truth[f"{prefix}entrustments"] = 2
        elif field.id == "provides":
            self.add(
                "提供・移転の有無",
                "[ ○ ] 提供を行っている （ 7 ） 件 [ ○ ] 移転を行っている （ 3 ） 件",
                "[ ] 行っていない",
            )
            self.truth |= {f"{prefix}provides": 7, f"{prefix}transfers": 3}
        elif field.kind == "choice":
            path = prefix + field.path if field.path else None
            self.add(self.choice(label, field.options, None if path in self.truth else path))
        elif field.kind == "ticks":
            self.add(self.ticks(label, field.ticks, prefix + field.path))
        elif field.kind == "date":
            day = self.draw.choice([("平成28年1月1日", "2016-01-01"), ("令和元年7月9日", "2019-07-09")])
            self.add(self.text(label, day[0] + (" 時点" if "時点" in label else "")))
            self.truth[prefix + field.path] = day[1]
        elif field.kind == "period":
            self.add(self.text(label, "令和６年４月１日から令和６年４月３０日まで（30日間）"))
            self.truth |= {"hearing.from": "2024-04-01", "hearing.to": "2024-04-30"}
        elif field.id == "affair":
            self.add(self.text(label, "給付金の支給に関する事務"))
            self.truth["affair"] = "給付金の支給に関する事務"
        elif field.id == "systems":
            self.add(label, "給付管理システム、中間サーバー")
            self.truth |= {"systems[1].name": "給付管理システム", "systems[2].name": "中間サーバー"}
        elif field.kind in ("narrative", "text"):
            self.add(self.text(label, self.narrative()))

    def systems(self) -> None:
        for n, name in enumerate(("給付管理システム", "統合宛名システム", "中間サーバー"), 1):
            self.add(
                f"システム{n}",
                self.text("①システムの名称", name),
                self.text("②システムの機能", self.narrative()),
            )
            self.truth[f"systems[{n}].name"] = name
            self.add(self.ticks("③他のシステムとの接続", "connections", f"systems[{n}].connections"))
            if self.layout == "shuffled":
                self.page()

    def entrustments(self, part, prefix) -> None:
        for n in (1, 2):
            self.add(f"委託事項{n} 給付管理システムの運用")
            for field in part.fields[1:]:
                if field.kind == "choice":
                    path = f"{prefix}{field.path.replace('[i]', f'[{n}]')}"
                    self.add(self.choice(field.label, field.options, path))
                    if path.endswith("re_entrusts"):
                        self.truth[path] = self.truth[path] == "再委託する"
                elif field.kind == "ticks":
                    self.add(self.ticks(field.label, field.ticks, None))
                else:
                    self.add(self.text(field.label, self.narrative()))
            if self.layout == "shuffled":
                self.page()

    def print(self) -> str:
        self.cover()
        for section in self.form.sections[1:]:
            if section.id.startswith(("annex", "changes")):
                continue
            if section.per_file:
                continue
            if section.id == "others" and self.form.id == "full":
                for ident in ("overview", "measures"):
                    for file in FILES["full"]:
                        self.section(ident, file)
                        self.page()
            self.section(section.id)
            self.page()
        self.add("（別添）変更箇所", "変更日 項目 変更前の記載 変更後の記載 提出時期 提出時期に係る説明")
        self.add("令和6年4月1日 Ⅲ　リスクへの対策は十分か [ 課題が残されている ] [ 十分である ] 事後 見直し")
        if self.layout == "shuffled":
            self.split_pages()
        ends = {"feed": "\f", "shuffled": "\n\n\n\n"}.get(self.layout, "\n")
        gap = "\n\n" if self.layout in ("shuffled", "below") else "\n"
        return ends.join(gap.join(page) for page in self.pages) + "\n"

    def split_pages(self) -> None:
        out = []
        for n, page in enumerate(self.pages):
            size = len(page) if n < 3 or n + 1 == len(self.pages) else 30
            for k in range(0, max(len(page), 1), max(size, 1)):
                piece = page[k : k + size]
                if n >= 2 and n + 1 < len(self.pages):
                    self.draw.shuffle(piece)
                out.append(piece)
        self.pages = out


def norm(value: object) -> object:
    if isinstance(value, str):
        return "".join(unicodedata.normalize("NFKC", value).split())
    return sorted(norm(v) for v in value) if isinstance(value, list | tuple) else value


def compare(printer: Printer, text: str) -> tuple[int, list[str], list[str]]:
    (found,) = read_published(text.encode(), "みどり市.txt", FORMS)
    facts = {r.path: r.value for r in found.readings}
    wrong = [
        f"{p}: {v!r} but {facts[p]!r}"
        for p, v in printer.truth.items()
        if p in facts and norm(facts[p]) != norm(v)
    ]
    missing = [p for p in printer.truth if p not in facts]
    return len(printer.truth), wrong, missing
