def run():
    import os
    import tempfile
    from pathlib import Path

    import openpyxl

    from shikii.cli.formats import keep_judged
    from shikii.reports.wording.labels import column_label

    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        book = openpyxl.Workbook()
        book.active.append([column_label(n, "ja") for n in ("judgement", "owner", "due_by", "remark", "key")])
        book.active.append(["対応する", "山田", None, "窓口で確認", None])
        book.save("findings.xlsx")
        keep_judged(Path("findings.xlsx"), ())
