"""The forms 様式2, 3 and 4 as data: sections, risks, questions, options, ticks and what each field fills.

The YAML files are the single place where a form is described. Completeness checks, the importer's
vocabulary and report labels are read from here; nothing about a form is written twice.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from pydantic import Field, ValidationError

from ..errors import InputError, Problem
from ..frozen import Frozen
from ..kept_yaml import read_kept_yaml
from ..shared import made_once

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "MEASURE_PARTS",
    "BlankField",
    "Form",
    "FormField",
    "FormId",
    "Forms",
    "Part",
    "Risk",
    "Section",
    "Skip",
    "load_forms",
]

FormId = Literal["basic", "key", "full"]
#: The parts of the forms that tell of measures, by their ids, in the order of 様式4.
MEASURE_PARTS: Final = ("in", "use", "out", "prov", "nws", "keep", "audit", "edu", "other")
Kind = Literal["text", "narrative", "choice", "ticks", "date", "period", "count", "list", "table"]
Required = Literal["always"] | dict[str, str | bool] | None


class FormField(Frozen):
    """One field of a form: a label, what may stand in it, and the fact path it fills.

    ``required`` is ``always``, nothing, or the answers which call for it; ``significant`` marks ※ items. ``also`` are
    labels it has elsewhere (a transfer for a provision, another version); ``beside`` names the field whose label it
    shares, because it is printed in the same row.

    >>> FormField(id="kind", label="①ファイルの種類", kind="choice", options="kind", path="kind").question
    False
    """

    id: str
    label: str
    kind: Kind
    also: tuple[str, ...] = ()
    beside: str | None = None
    options: str | None = None
    ticks: str | None = None
    path: str | None = None
    required: Required = None
    significant: bool | None = None
    question: bool = False


class Risk(Frozen):
    """One risk: its heading, further headings answered together with it, and its fields in form order."""

    id: str
    label: str
    others: tuple[str, ...] = ()
    fields: tuple[FormField, ...]


class Skip(Frozen):
    """A tick which, when set, makes these risks not applicable."""

    tick: str
    risks: tuple[str, ...]


class Part(Frozen):
    """A numbered part of a section.

    ``repeat`` names the list that its fields are repeated for, ``heads`` the words that number its entries
    (委託事項1), and ``counts``, for each of them, the fact that says how many entries there are. ``once`` marks a part that is
    printed once although its section is printed for several files.
    """

    id: str
    number: int | None = None
    label: str = ""
    remark: str = ""
    repeat: str | None = None
    heads: tuple[str, ...] = ()
    once: bool = False
    counts: tuple[str, ...] = ()
    required: Required = None
    since: str | None = None
    significant: bool = False
    skip: tuple[Skip, ...] = ()
    risks: tuple[Risk, ...] = ()
    fields: tuple[FormField, ...] = ()


class Section(Frozen):
    """A section with a Roman number; ``per_file`` sections are printed once for every file.

    ``several`` marks sections of a form for one file that are printed again where an affair has several.
    """

    id: str
    label: str
    per_file: bool = False
    several: bool = False
    significant: bool = False
    since: str | None = None
    parts: tuple[Part, ...]


class Form(Frozen):
    """One of the three forms."""

    id: FormId
    number: str
    title: str
    versions: tuple[str, ...]
    sections: tuple[Section, ...]

    def section(self, name: str) -> Section:
        """Give the section with this id."""
        return next(s for s in self.sections if s.id == name)

    @cached_property
    def risks(self) -> tuple[Risk, ...]:
        """All risks in form order."""
        return tuple(r for s in self.sections for p in s.parts for r in p.risks)

    @cached_property
    def fields(self) -> tuple[FormField, ...]:
        """All fields in form order; those of a risk come before the ones that close its part."""
        out: list[FormField] = []
        for section in self.sections:
            for part in section.parts:
                for risk in part.risks:
                    out.extend(risk.fields)
                out.extend(part.fields)
        return tuple(out)

    @cached_property
    def questions(self) -> tuple[FormField, ...]:
        """The fields whose answers are facts ``answers[ID]``."""
        return tuple(f for f in self.fields if f.question)


class BlankField(Frozen):
    """What is said of a required field that is left blank; ``{place}``, ``{item}`` and ``{fact}`` stand for its own."""

    title: str
    title_en: str
    detail: str
    advice: str
    severity: Literal["error", "warning", "note"]
    basis: str
    confidence: Literal["confirmed", "known", "unsure"]


class Forms(Frozen):
    """The three forms with the option sets and tick groups they share."""

    forms: tuple[Form, ...]
    option_sets: dict[str, tuple[str, ...]]
    tick_groups: dict[str, tuple[tuple[str, ...], ...]]
    tick_aliases: dict[str, str] = Field(default_factory=dict)
    blank: BlankField

    def __getitem__(self, form: str) -> Form:
        return next(f for f in self.forms if f.id == form)


@made_once(4)
def load_forms(directory: Path) -> Forms:
    """Read ``options.yaml`` and the three forms from a directory, once.

    >>> from pathlib import Path
    >>> forms = load_forms(Path(__file__).parents[2] / "rulesets" / "my-number-pia" / "forms")
    >>> len(forms["full"].risks), len(forms["key"].questions)
    (22, 7)
    """
    place = directory
    try:
        place = directory / "options.yaml"
        shared = read_kept_yaml(place.read_text("utf-8"), place.name).data
        forms = []
        for name in ("basic", "key", "full"):
            place = directory / f"{name}.yaml"
            forms.append(read_kept_yaml(place.read_text("utf-8"), place.name).data)
        place = directory
        loaded = Forms.model_validate({"forms": forms, **shared})
        _check_names(loaded)
    except (OSError, ValidationError, ValueError) as error:
        raise InputError(
            Problem(
                "forms.invalid",
                str(place),
                str(error),
                "the description of the forms cannot be read",
                "restore the file from the release, or mend it at the place named",
            )
        ) from error
    return loaded


def _check_names(forms: Forms) -> None:
    for form in forms.forms:
        for field in form.fields:
            if field.options and field.options not in forms.option_sets:
                raise ValueError(f"{form.id} {field.id}: no option set {field.options}")
            if field.ticks and field.ticks not in forms.tick_groups:
                raise ValueError(f"{form.id} {field.id}: no tick group {field.ticks}")
