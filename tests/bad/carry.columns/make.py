def run():
    import io
    import os
    import tempfile
    from pathlib import Path

    import openpyxl

    from shikii.reports.wording.labels import column_label
    from shikii.reports.workbook.earlier_workbook import read_previous

    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        book = openpyxl.Workbook()
        book.active.title = "指摘"
        book.active.append(["指摘", "判断", "期限", column_label("key", "ja")])
        out = io.BytesIO()
        book.save(out)
        Path("findings.xlsx").write_bytes(out.getvalue())
        read_previous(Path("findings.xlsx"))
