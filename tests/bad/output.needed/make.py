from shikii.cli.main import cli


def run():
    cli.main(args=["assess", "x.yaml", "--format", "xlsx"], standalone_mode=False)
