"""A form of an assessment as an HTML page with its cells in table rows, for tests of single cells."""

from pathlib import Path

from shikii.facts.documents.reader import read_published
from shikii.facts.forms.model import load_forms

FORMS = load_forms(Path(__file__).parents[2] / "rulesets" / "my-number-pia" / "forms")

ADEQUACY = "1）特に力を入れている<br>2）十分である<br>3）課題が残されている"


def table(*rows):
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{c}</tr>" for c in cells) + "</table>"


COVER = {
    "basic": ("基礎項目評価書", "様式２"),
    "key": ("重点項目評価書", "様式３"),
}


def read(*rows, form="key"):
    kind, number = COVER[form]
    cover = table(
        [f"[令和6年10月　{number}]"],
        [f"特定個人情報保護評価書（{kind}）"],
        ["評価書番号", "評価書名"],
        ["1", f"予防接種に関する事務　{kind}"],
        ["評価実施機関名"],
        ["みどり市長"],
        ["公表日"],
        ["令和7年4月1日"],
    )
    page = f"<html><body>{cover}{table(*rows)}</body></html>"
    (found,) = read_published(page.encode(), "a.html", FORMS)
    return found


def values(found):
    return {r.path: r.value for r in found.readings}


MEASURES = (
    ["Ⅲ　リスク対策"],
    ["１．特定個人情報ファイル名"],
    ["予防接種ファイル"],
    ["２．特定個人情報の入手"],
    ["リスク：　目的外の入手が行われるリスク"],
    ["リスクに対する措置の内容", "確認する。"],
)
BEFORE = (
    ["Ⅰ　基本情報"],
    ["①事務の名称", "予防接種に関する事務"],
    ["３．特定個人情報ファイル名"],
    ["予防接種ファイル"],
)
