from pathlib import Path

from shikii.facts.documents.corrections.correction_file import read_correction_file


def run():
    read_correction_file(Path("corrections.yaml"))
