def run():
    from pathlib import Path

    from shikii.reports.interchange.baseline import read_baseline

    read_baseline(Path("input.json"))
