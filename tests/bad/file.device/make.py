import os
from pathlib import Path
from tempfile import TemporaryDirectory

from shikii.facts.errors import InputError
from shikii.facts.readers.facts_files import read_facts


def run():
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pipe.yaml"
        os.mkfifo(path)
        try:
            read_facts(path)
        except InputError as error:
            (p,) = error.problems
            raise InputError(type(p)(p.id, path.name, p.value, p.message, p.remedy)) from None
