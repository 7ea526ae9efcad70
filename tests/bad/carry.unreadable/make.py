def run():
    import os
    import tempfile
    from pathlib import Path

    from shikii.reports.workbook.earlier_workbook import read_previous

    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("findings.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 100)
        read_previous(Path("findings.xlsx"))
