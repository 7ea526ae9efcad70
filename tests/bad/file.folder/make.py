from pathlib import Path

from shikii.facts.readers.yaml_json import read_facts


def run():
    read_facts(Path())
