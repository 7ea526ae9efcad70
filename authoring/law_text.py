"""The text of the law: which of its places the rules cite, whether they exist, and whether they still read as they did.

A folder holds laws as e-Gov XML, a guideline as HTML, or sentences as a table; ``law-texts.yaml`` beside the rules says which
file is which law and pins each place cited with a short hash of its text. The texts themselves stay where they are.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from pydantic import Field

from ..facts.errors import Problem
from ..facts.frozen import Frozen
from ..facts.yaml_source import read_yaml
from ..rulesets.citations import Place, places, plain
from ..rulesets.language.grammar import Decide

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ..rulesets.ruleset import Ruleset

__all__ = ["LawFile", "LawMap", "LawReport", "check_law", "load_law_map", "pin_of", "pinned"]

_PIN: Final = 12
_PART: Final = re.compile(r"\(?(別添[0-9])\)?|(第[0-9]+-[0-9]+(?:-\([0-9]+\))?)(?![0-9-])")
_LEVELS: Final = (
    re.compile(r"([0-9])(?![0-9人年月日条項号,.、。%～-])"),
    re.compile(r"([A-G])(?![A-Za-z0-9])"),
    re.compile(r"([a-z])(?![A-Za-z0-9])"),
)
_LONGEST: Final = 60
_CODE: Final = re.compile(
    r"(?:別添([0-9]))?(第[0-9]+-[0-9]+(?:-\([0-9]+\))?)?-?([0-9])?([A-Z])?([a-z])?([①-⑳])?"
)


class LawFile(Frozen):
    """One file of a folder: the law it holds, how, as of which day, and whether it holds all of it."""

    law: str
    file: str
    kind: Literal["egov", "table", "guideline"]
    text_of: str = ""
    whole: bool = True
    articles: int | None = None  # the number of the last article, where the file does not hold all


class LawMap(Frozen):
    """The files a folder of texts may hold, and, by file, the hash of every place that the rules cite."""

    files: tuple[LawFile, ...]
    pins: dict[str, dict[str, str]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LawReport:
    """What the check found: problems, how many places were read, which no file holds, and the hash of each one read."""

    problems: tuple[Problem, ...]
    held: int
    absent: tuple[str, ...]
    pins: dict[str, dict[str, str]] = field(default_factory=dict)


def load_law_map(path: Path) -> LawMap:
    """Read ``law-texts.yaml``."""
    return LawMap.model_validate(read_yaml(path.read_text(encoding="utf-8"), path.name).data or {})


def pinned(law_map: LawMap, pins: Mapping[str, Mapping[str, str]]) -> str:
    """Return the text of ``law-texts.yaml`` with new pins.

    >>> print(pinned(LawMap(files=()), {"a.tsv": {"規則第1条": "0123456789ab"}}).splitlines()[-1])
        規則第1条: 0123456789ab
    """
    files = [
        f"  - {{law: {f.law}, file: {f.file}, kind: {f.kind}, text_of: {f.text_of!r}, whole: {str(f.whole).lower()}"
        + (f", articles: {f.articles}}}" if f.articles else "}")
        for f in law_map.files
    ]
    head = (
        "# The files of the law's text that `shikii rules law DIR` looks for, and a hash of each place the rules cite.\n"
        "# The texts are not kept here. `shikii rules law DIR --write` renews the pins after the rules were read again.\n"
    )
    body = "\n".join(
        f"  {file}:\n" + "\n".join(f"    {name}: {_quoted(pin)}" for name, pin in sorted(own.items()))
        for file, own in sorted(pins.items())
    )
    return head + "files:\n" + "\n".join(files) + "\npins:\n" + body + "\n"


def _quoted(pin: str) -> str:
    """Quote a hash that YAML would read as a number."""
    return f'"{pin}"' if re.fullmatch(r"[0-9]+(?:e[0-9]+)?", pin) else pin


def pin_of(text: str) -> str:
    """Return the short hash of a text; width and white space make no difference.

    >>> pin_of("第１条　この法律は") == pin_of("第1条この法律は")
    True
    """
    flat = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return hashlib.sha256(flat.encode()).hexdigest()[:_PIN]


def check_law(ruleset: Ruleset, as_of: dt.date, folder: Path, law_map: LawMap) -> LawReport:
    """Look up every place of law that the rules of a day cite.

    A place that its law does not have, or that reads otherwise than when it was pinned, is a problem; so is a place
    without a pin. What stands in no file of the folder is counted and named only.
    """
    texts = {
        f.law: (f, _TEXTS[f.kind](folder / f.file)) for f in law_map.files if (folder / f.file).is_file()
    }
    if not texts:
        names = "、".join(f.file for f in law_map.files)
        return LawReport(
            (
                Problem(
                    "law.nothing",
                    str(folder),
                    "",
                    "no text of the law is here",
                    f"put one of these here: {names}",
                ),
            ),
            0,
            (),
        )
    problems: list[Problem] = []
    held: defaultdict[str, dict[str, str]] = defaultdict(dict)
    absent: set[str] = set()
    for name, (place, rules) in sorted(_cited(ruleset, as_of).items()):
        file, text = texts.get(place.law, (None, {}))
        found = text.get(place.path)
        article = re.match(r"\d+", place.path[0])
        beyond = bool(file and file.articles and article and int(article[0]) > file.articles)
        who = "、".join(sorted(rules)[:5]) + (f" (+{len(rules) - 5})" if len(rules) > 5 else "")
        if file is None or (found is None and not file.whole and not beyond):
            absent.add(name)
        elif found is None:
            problems.append(
                Problem(
                    "law.missing",
                    who,
                    name,
                    f"{file.file} has no such place",
                    "mend the basis of these rules",
                )
            )
        else:
            held[file.file][name] = pin_of(found)
            problems += _pin_problem(law_map, name, held[file.file][name], who, file.file)
    return LawReport(tuple(problems), sum(map(len, held.values())), tuple(sorted(absent)), dict(held))


def _pin_problem(law_map: LawMap, name: str, pin: str, who: str, file: str) -> Iterator[Problem]:
    known = law_map.pins.get(file, {}).get(name)
    if known is None:
        yield Problem("law.unpinned", who, name, "the place has no pin", "read it, then run with --write")
    elif known != pin:
        yield Problem(
            "law.changed",
            who,
            name,
            f"{file} reads otherwise than when these rules were read against it",
            "read the rules again, then run with --write",
        )


def _cited(ruleset: Ruleset, as_of: dt.date) -> dict[str, tuple[Place, set[str]]]:
    """Collect the places that the rules and rows in force cite, by name."""
    out: dict[str, tuple[Place, set[str]]] = {}
    for s in ruleset.on(as_of):
        bases = [(s.id, s.basis)]
        if isinstance(s, Decide):
            bases += [(row.id, row.basis) for row in s.rows]
        for rule, cited in bases:
            for place in (p for basis in cited for p in (*places(basis), *_guideline(basis))):
                out.setdefault(place.name, (place, set()))[1].add(rule)
    return out


def _guideline(basis: str) -> Iterator[Place]:
    """Read the headings of the guideline that a basis cites: 別添1 2Ca・2Cb, 第4-2-(1)1B②."""
    law, found, rest = basis.partition("ガイドライン（行政機関等編）")
    if not found or law:
        return
    annex = part = number = capital = ""
    for code in re.split(r"・", re.sub(r"（[^）]*）", "", rest).strip()):
        match = _CODE.fullmatch(code.replace(" ", "").replace("前文", "").replace("柱書", ""))
        if match is None:
            continue
        new_annex, new_part, new_number, new_capital, small, circled = match.groups()
        if new_annex or new_part:
            annex, part = (f"別添{new_annex}", "") if new_annex else ("", new_part or "")
            number = capital = ""
        if new_number:
            number, capital = new_number, ""
        capital = new_capital or capital
        steps = tuple(s for s in (annex or part, number, capital, small or "", circled or "") if s)
        gap = " " if steps[0].startswith("別添") and steps[1:] else ""
        yield Place(found, steps, f"{found}{steps[0]}{gap}{''.join(steps[1:])}")


def _egov(path: Path) -> dict[tuple[str, ...], str]:
    """Read a law as e-Gov publishes it: the text of every article, paragraph, item and sub-item."""
    from lxml import etree

    root = etree.parse(
        path, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    ).getroot()
    out: dict[tuple[str, ...], str] = {}
    main = root.find(".//MainProvision")
    for article in main.iter("Article") if main is not None else ():
        name = (_joined(article.get("Num")),)
        out[name] = "".join(article.itertext())
        for paragraph in article.findall("Paragraph"):
            number = (*name, _joined(paragraph.get("Num")))
            out[number] = "".join(paragraph.itertext())
            for item in paragraph.findall("Item"):
                here = (*number, _joined(item.get("Num")))
                out[here] = "".join(item.itertext())
                for sub in item.findall("Subitem1"):
                    letter = "".join(sub.findtext("Subitem1Title") or "").strip()
                    out[(*here, letter)] = "".join(sub.itertext())
    return out


def _joined(number: str | None) -> str:
    return (number or "1").replace("_", "の")


def _table(path: Path) -> dict[tuple[str, ...], str]:
    """Read sentences as a table: article, paragraph, item, sentence, text."""
    out: defaultdict[tuple[str, ...], str] = defaultdict(str)
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("#") or len(cells) != 5:
            continue
        article, paragraph, item, _, text = cells
        steps: tuple[str, ...] = (article, paragraph)
        if found := re.fullmatch(r"(\d+(?:の\d+)*)([イ-ヲ])?", item):
            steps = (*steps, *(s for s in found.groups() if s))
        for end in range(1, len(steps) + 1):
            out[steps[:end]] += text
    return dict(out)


def _guideline_text(path: Path) -> dict[tuple[str, ...], str]:
    """Read a guideline by its headings: part, number, capital and small letter, each with the text below it."""
    from lxml import html

    root = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    for junk in root.xpath("//script|//style"):
        junk.drop_tree()
    for block in root.xpath("//br|//p|//li|//div|//td|//th|//h1|//h2|//h3|//h4|//h5|//h6"):
        block.tail = "\n" + (block.tail or "")
    out: defaultdict[tuple[str, ...], str] = defaultdict(str)
    steps: list[str] = []
    for raw in root.text_content().splitlines():
        line = plain(raw.strip())
        steps = _below(steps, line) if len(line) < _LONGEST else steps
        own = tuple(s for s in steps if s)
        for end in range(1, len(own) + 1):
            out[own[:end]] += line
    for key, text in list(out.items()):
        for circled in dict.fromkeys(re.findall("[①-⑳]", text)):
            out.setdefault((*key, circled), text)
    return dict(out)


def _below(steps: list[str], line: str) -> list[str]:
    """Return the heading a line stands under, given the one before it."""
    if found := _PART.match(line):
        return [found[1] or found[2], "", "", ""]
    for level, pattern in enumerate(_LEVELS, 1):
        if steps and (found := pattern.match(line)):
            return [*steps[:level], found[1], *[""] * (3 - level)]
    return steps


_TEXTS: Final = {"egov": _egov, "table": _table, "guideline": _guideline_text}
