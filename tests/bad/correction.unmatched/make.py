from pathlib import Path

from shikii.facts.documents.archives import read_assessments
from shikii.facts.documents.corrections.correction_file import read_correction_file
from shikii.facts.forms.model import load_forms
from shikii.rulesets.loader import FORMS

BUNDLE = Path(__file__).parents[2] / "facts" / "documents" / "data" / "bundle.txt"


def run():
    corrections = read_correction_file(Path("corrections.yaml"))
    read_assessments(BUNDLE.read_bytes(), "bundle.txt", load_forms(FORMS), corrections)
