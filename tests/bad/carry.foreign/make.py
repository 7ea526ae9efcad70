def run():
    import os
    import tempfile
    from pathlib import Path

    import openpyxl

    from shikii.reports.workbook.earlier_workbook import read_previous

    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        book = openpyxl.Workbook()
        book.active.append(["名前", "備考"])
        book.save("budget.xlsx")
        read_previous(Path("budget.xlsx"))
