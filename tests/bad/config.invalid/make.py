def run():
    from pathlib import Path

    from shikii.cli.configuration import configuration

    configuration(Path())
