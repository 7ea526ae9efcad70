def run():
    from pathlib import Path

    from shikii.cli.formats import write_file

    write_file([None] * 101, "checklist", Path("report.docx"), "ja", ())
