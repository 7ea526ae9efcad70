from pathlib import Path
from tempfile import TemporaryDirectory

from shikii.facts.errors import InputError
from shikii.facts.readers.affair_tables import read_table


def run():
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_text("事務名,対象人数\n" + "甲,-1\n" * 201 + "乙,5\n", encoding="utf-8")
        table = read_table(path)
        assert table.frame.height == 1
        assert len(table.problems) == 201
        last = max(table.problems, key=lambda p: p.id)
        raise InputError(type(last)(last.id, "t.csv", *(last.value, last.message, last.remedy)))
