"""Sample results of an invented city, some of them hostile, shared by the tests of reports."""

import datetime as dt

from shikii import assess, read_affair

DAY = dt.date(2026, 4, 1)
HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "+cmd|' /C calc'!A0",
    "@SUM(1)",
    "-2+3",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]>&lt;",
    "\u202eevil",
    "{{ 7*7 }}",
    "a\x00b\x1fc",
    "🍀" * 50,
    "長" * 40_000,
]


def settled():
    facts = {
        "affair": "住民基本台帳に関する事務", "organization": "みどり市長", "form": "全項目評価書", "headcount": "30万人以上",
        "declared_result": "key", "published": "2021-03-01", "basic_assessed_on": "2020-12-01",
        "hearing": {"from": "2020-12-01", "to": "2020-12-25", "shortened_reason": "空欄"},
        "files": [
            {"name": "住民基本台帳ファイル", "entrusts": True, "entrustments": [{"re_entrusts": False}], "answers": {"out.reentrust_safeguards": "十分に行っている", "out.contract_clauses": "定めている", "keep-1.incident_3y": "発生なし"},
             "risks": {"out": {"applicable": True, "adequacy": "十分である"}}, "measures": {"out-confidentiality": "not_stated"}},
            {"name": "送付先情報ファイル", "answers": {"keep-1.incident_3y": "発生あり"}},
        ],
    }  # fmt: skip
    return assess(read_affair(facts, "midori.yaml"), as_of=DAY, executor="reference")


def open_level():
    facts = {
        "affair": "予防接種に関する事務",
        "organization": "みどり市長",
        "headcount": 250_000,
        "incident_within_1y": "no",
    }
    return assess(read_affair(facts, "midori.yaml"), as_of=DAY, executor="reference")


def exempt():
    return assess(
        read_affair({"affair": "職員の給与", "exemption": "職員の人事・給与・福利厚生"}, "midori.yaml"),
        as_of=DAY,
        executor="reference",
    )


def hostile():
    out = []
    for text in HOSTILE:
        facts = {
            "affair": text,
            "organization": text,
            "declared_result": "none",
            "headcount": 300_000,
            "files": [{"name": text, "entrusts": False, "entrustments": [{"name": text}]}],
        }
        out.append(assess(read_affair(facts, text[:60]), as_of=DAY, executor="reference"))
    return out
