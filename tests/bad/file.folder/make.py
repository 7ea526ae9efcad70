from pathlib import Path

from shikii.facts.readers.facts_files import read_facts


def run():
    read_facts(Path())
