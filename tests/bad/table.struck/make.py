import tempfile
from dataclasses import replace
from pathlib import Path

from shikii.facts.errors import InputError
from shikii.facts.readers.affair_tables import read_table


def run():
    import xlsxwriter

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input.xlsx"
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet()
        struck, raised = book.add_format({"font_strikeout": True}), book.add_format({"font_script": 1})
        sheet.write_row("A1", ["事務名", "対象人数", "取扱者数"])
        sheet.write_row("A2", ["予防接種", None, 20])
        sheet.write_rich_string("B2", struck, "1,000人", " 900人")
        sheet.write_row("A3", ["児童手当", None, 20])
        sheet.write_rich_string("B3", "250000", raised, "1")
        sheet.write_row("A4", ["介護保険", 5, None])
        sheet.write("C4", 30, struck)
        book.close()
        raise InputError(
            replace(p, place=p.place.replace(f"{folder}/", "")) for p in read_table(path).problems
        )
