def run():
    from pathlib import Path

    from shikii.cli.formats import check_output

    check_output("checklist", Path("report.pdf"))
