"""Check a certificate without the engine, in 200 lines: read rule files and facts, and conclude the level once more."""

# fmt: off
from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import re
from pathlib import Path  # noqa: TC003 - one import less to read
from typing import Any

import yaml

INF, YES, NO, OPEN = 2**62, frozenset({"yes"}), frozenset({"no"}), frozenset({"yes", "no"})  # sets: (lo, hi) or options
_TEXT = {"mentions", "names", "cites", "differs", "mutual"}  # settled by reading texts: facts here
_AS_OF = re.compile(r"(?:(within|more than) (\d+) (year|month|day)s? )?(on or )?(before|after) as_of")

class RefutedError(Exception):
    """The certificate does not hold; the text says where, in Japanese and English."""

def verify(c: dict[str, Any], folders: list[Path]) -> list[str]:
    """Check a certificate against the rule files of some folders; return what holds, or raise RefutedError."""
    _need(digest(c) == c["digest"], "証明書が書き換えられています", "the certificate was altered")
    texts, said = _layers(c, {folder.name: folder for folder in folders})
    cases = [_Case(c, _rules(texts, c["as_of"]), rows) for rows in c["cases"]]
    (table,) = cases[0].rules[c["fact"]]
    told = {(x["fact"], tuple(x["index"])): _set(x["set"]) for x in c["values"] if len(x["index"]) == c["vocabulary"][x["fact"]]["depth"]}
    wrong = [at for at, value in told.items() if value != _hull([case.value(*at) for case in cases])]
    _need(not wrong and len(told) == len(c["values"]), f"値が違います: {wrong}", f"a value differs: {wrong}")
    for (row, fact, spec), x in zip(_atoms_of(table), c["tests"], strict=True):
        truths = {_passes(case.value(fact, ()), case.test(fact, spec)[1]) for case in cases}
        right = {"row": row, "fact": fact, "test": spec, "truth": truths.pop() if len(truths) == 1 else None}
        _need(x == right, f"条件の判定が違います: {x}", f"a test differs: {x}")
    rows = set[str]().union(*(case.decide(table) for case in cases))
    possible = [o["id"] for o in table["outcomes"] if any(r["then"] == o["id"] for r in table["rows"] if r["id"] in rows)]
    level = {"floor": possible[0], "ceiling": possible[-1], "possible": possible, "rows": sorted(rows)}
    _need(c["level"] == level, f"区分が違います。正しくは {level}", f"the level differs, right is {level}")
    return [*said, f"{c['affair']} {c['as_of']}: {possible[0]}..{possible[-1]} ({', '.join(sorted(rows))})"]

def digest(c: dict[str, Any]) -> str:
    """Hash a certificate, but for the digest itself."""
    body = json.dumps({k: v for k, v in c.items() if k != "digest"}, sort_keys=True, ensure_ascii=False)
    return "sha256:" + hashlib.sha256(body.encode()).hexdigest()

def _need(holds: bool, ja: str, en: str) -> None:
    if not holds:
        raise RefutedError(f"{ja} / {en}")
def _layers(c: dict[str, Any], known: dict[str, Path]) -> tuple[list[str], list[str]]:
    texts, said = list[str](), list[str]()
    for name, sha in c["layers"].items():
        here = known[name.split("/")[0]] / name.split("/", 1)[1] if name.split("/")[0] in known else None
        found = [here.read_bytes() if here.is_file() else b""] if here else []
        found += [c["texts"][name].encode()] if name in c["texts"] else []
        same = all(hashlib.sha256(raw).hexdigest() == sha for raw in found)
        _need(same, f"規則のファイルが違います: {name}", f"another rule file: {name}")
        texts += [raw.decode() for raw in found[:1]]
        said += [] if here else [f"{name}: 手元にないため、証明書の写しによる / not at hand: copy in the certificate"]
    return texts, said
def _rules(texts: list[str], day: str) -> dict[str, list[Any]]:
    def here(rule: dict[str, Any]) -> bool:
        return bool(rule.get("in_force", {}).get("from", day) <= day <= rule.get("in_force", {}).get("to", day))
    found, loader = dict[str, list[Any]](), getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # reads words alone, no types
    for rule in (r for t in texts for r in (yaml.load(t, loader) or {}).get("rules") or ()):  # noqa: S506 - see above
        if (fact := rule.get("define") or rule.get("decide")) and here(rule) and not _TEXT & rule.get("by", {}).keys():
            rule["rows"] = [r for r in rule.get("rows", ()) if here(r)]
            found[fact] = [*(r for r in found.get(fact, ()) if r["id"] != rule.get("replaces")), rule]
    return found
def _set(raw: Any) -> Any:
    if isinstance(raw, list):
        return frozenset(raw)
    lo, hi = (dt.date.fromisoformat(x).toordinal() if isinstance(x, str) else x for x in (raw["from"], raw["to"]))
    return (-INF if lo is None else lo, INF if hi is None else hi)
def _hull(sets: list[Any]) -> Any:
    return sets[0].union(*sets) if isinstance(sets[0], frozenset) else (min(s[0] for s in sets), max(s[1] for s in sets))
def _passes(value: Any, allowed: Any) -> bool | None:
    if isinstance(value, frozenset):
        return True if value <= allowed else None if value & allowed else False
    inside = any(lo <= value[0] and value[1] <= hi for lo, hi in allowed)
    return True if inside else None if any(lo <= value[1] and value[0] <= hi for lo, hi in allowed) else False
def _joined(truths: list[bool | None], how: str) -> bool | None:
    return (how == "any") if (how == "any") in truths else None if None in truths else how != "any"
def _atoms(when: Any) -> list[tuple[str, Any]]:
    if isinstance(when, list):
        return [atom for part in when for atom in _atoms(part)]
    return [atom for k, v in when.items() for atom in (_atoms(v) if k in ("any", "all", "not") else [(k, v)])]
def _atoms_of(table: Any) -> list[tuple[str, str, Any]]:
    return [(row["id"], *atom) for row in table["rows"] for atom in _atoms(row["when"])]

class _Case:
    def __init__(self, c: dict[str, Any], rules: dict[str, list[Any]], rows: list[Any]) -> None:
        self.facts, self.rules, self.day = c["vocabulary"], rules, dt.date.fromisoformat(c["as_of"])
        self.rows, self.found = {(r["scope"], tuple(r["index"])): r for r in rows}, dict[Any, tuple[Any, Any]]()
    def value(self, name: str, index: tuple[int, ...]) -> Any:
        about = self.facts[base := name.removesuffix(".conflict")]
        key = base, index[: about["depth"]]
        if key not in self.found:
            said = self.rows[about["scope"], key[1]]["facts"]
            given, told = _set(said.get(base, about["unsaid"])), said.get(f"{base}.conflict") == ["yes"]
            self.found[key] = self.conclude(base, key[1], given, told) if about["ruled"] else (given, NO)
        return self.found[key][base != name]
    def conclude(self, name: str, at: tuple[int, ...], given: Any, told: bool) -> tuple[Any, Any]:
        full = _set(self.facts[name]["all"])
        sets = [s for r in self.rules[name] if (s := self.derive(r["by"], full, at)) != full]
        sets += [given] * (not self.facts[name]["derived"] and (told or given != full))
        options = isinstance(full, frozenset)
        met = full.intersection(*sets) if options else (max(s[0] for s in [full, *sets]), min(s[1] for s in [full, *sets]))
        apart = not met if options else met[0] > met[1]
        return (_hull(sets or [full]) if apart or told else met), (YES if apart else OPEN if told else NO)
    def derive(self, by: dict[str, Any], full: Any, at: tuple[int, ...]) -> Any:
        how, of = next(iter(by.items()))
        if how in ("when", "readings", "yes_if", "no_if"):
            truths = {self.truth(side, at) for side in ([of["strict"], of["lax"]] if how == "readings" else [of])}
            yes, no = truths == {True}, truths == {False}
            if how.endswith("_if"):
                yes, no = (k in by and self.truth(by[k], at) is True for k in ("yes_if", "no_if"))
            return OPEN if yes is no else YES if yes else NO
        if how in ("any", "all", "count"):
            found = [self.truth(of.get("where", {}), i) for i in self.below(of["of"], at)]
            open_ = [] if self.whole(of["of"], at) else [None]
            if how == "count":
                return found.count(True), INF if open_ else len(found) - found.count(False)
            return {True: YES, False: NO, None: OPEN}[_joined([*found, *open_], how)]
        lo, hi = full
        if how == "difference":
            (a, b), (c, d), plus = self.value(of["from"], at), self.value(of["minus"], at), int(of.get("plus", 0))
            lo, hi = max(lo, a - d + plus, -INF), min(hi, b - c + plus, INF)
        for side, over in by.items() if how != "difference" else ():
            _need(side in ("at_least", "at_most"), f"この検証の対象外です: {side}", f"cannot be checked here: {side}")
            names, add = over.get("sum") or over["max"], sum if "sum" in over else max
            rows = [(f, i) for f in names for i in self.below(self.facts[f]["scope"], at)]
            ends = [(self.value(f, i), self.truth(over.get("where", {}), i)) for f, i in rows]
            if side == "at_least":
                lo = max(lo, add([v[0] for v, t in ends if t] or [lo]))
            elif all(self.whole(self.facts[f]["scope"], at) for f in names):
                hi = min(hi, add([v[1] for v, t in ends if t is not False] or [0]))
        return (lo, hi) if lo <= hi else full
    def below(self, scope: str, at: tuple[int, ...]) -> list[tuple[int, ...]]:
        return [i for s, i in self.rows if s == scope and i[: len(at)] == at]
    def whole(self, scope: str, at: tuple[int, ...]) -> bool:
        return any(scope in r["whole"] for (_, i), r in self.rows.items() if i == at)
    def truth(self, when: Any, at: tuple[int, ...]) -> bool | None:
        if isinstance(when, list):
            return _joined([self.truth(part, at) for part in when], "all")
        truths: list[bool | None] = []
        for key, inner in when.items():
            if key == "not":
                truths.append(None if (truth := self.truth(inner, at)) is None else not truth)
            elif key in ("any", "all"):
                truths.append(_joined([self.truth(part, at) for part in inner], key))
            else:
                truths.append(_passes(self.value((test := self.test(key, inner))[0], at), test[1]))
        return _joined(truths, "all")
    def test(self, name: str, spec: Any) -> tuple[str, Any]:
        word, _, rest = spec.partition(" ") if isinstance(spec, str) else ("", "", "")
        if word in ("blank", "stated", "includes", "excludes"):
            return f"{name}:{rest}" if rest else f"{name}.stated", YES if word in ("stated", "includes") else NO
        full, listed = _set(self.facts[name]["all"]), [spec] if isinstance(spec, str) else spec
        if isinstance(full, frozenset):
            return name, full - {rest} if word == "not" else frozenset(listed)
        out: list[tuple[int, int]] = []
        for lo, hi in sorted(span for one in listed for span in self.spans(one, *full)):
            touching = out and lo <= out[-1][1] + 1
            out = [*out[:-1], (out[-1][0], max(hi, out[-1][1]))] if touching else [*out, (lo, hi)]
        return name, out
    def spans(self, one: str, lo: int, hi: int) -> list[tuple[int, int]]:
        if m := _AS_OF.fullmatch(one):
            sign, today = (-1 if m[5] == "before" else 1), self.day.toordinal()
            edge = today if not m[1] else self.shift(sign * int(m[2]), m[3])
            outside = (lo, edge - (not m[4])) if sign < 0 else (edge + (not m[4]), hi)
            return [(min(edge, today), max(edge, today)) if m[1] == "within" else outside]
        def number(text: str) -> int:
            return dt.date.fromisoformat(text).toordinal() if text[4:5] == "-" else int(re.sub("[,_]", "", text))
        if ".." in one:
            a, b = (x.strip() for x in one.split(".."))
            return [(number(a) if a else lo, number(b) if b else hi)]
        n, sign_ = number(one.lstrip("<>=! ")), re.sub("[^<>=!]", "", one)
        ends = {">=": [(n, hi)], ">": [(n + 1, hi)], "<=": [(lo, n)], "<": [(lo, n - 1)], "!=": [(lo, n - 1), (n + 1, hi)]}
        return [(a, b) for a, b in ends.get(sign_, [(n, n)]) if a <= b]
    def shift(self, steps: int, unit: str) -> int:
        months = self.day.year * 12 + self.day.month - 1 + steps * {"year": 12, "month": 1, "day": 0}[unit]
        first, after = (dt.date(n // 12, n % 12 + 1, 1).toordinal() for n in (months, months + 1))
        return min(first + self.day.day - 1, after - 1) + (steps if unit == "day" else 0)
    def decide(self, table: dict[str, Any]) -> set[str]:
        tests: dict[str, list[Any]] = {}
        for name, allowed in (self.test(fact, spec) for _, fact, spec in _atoms_of(table)):
            tests.setdefault(name, []).append(allowed)
        cells, rows = list[list[Any]](), set[str]()
        for value, sets in ((self.value(name, ()), sets) for name, sets in tests.items()):
            pair = (0, -1) if isinstance(value, frozenset) else value
            edges = {pair[0], *(e for spans in sets for span in spans if pair is value for e in (span[0], span[1] + 1))}
            single: list[Any] = [(e, e) for e in edges if pair[0] <= e <= pair[1]]
            cells.append(single or [frozenset({option}) for option in value])
        for picked in itertools.product(*cells):
            self.found |= {(name, ()): (cell, NO) for name, cell in zip(tests, picked, strict=True)}
            holding = [r["id"] for r in table["rows"] if self.truth(r["when"], ())]
            _need(len(holding) == 1, f"行が一つに決まりません: {holding}", f"not exactly one row holds: {holding}")
            rows.update(holding)
        return rows
