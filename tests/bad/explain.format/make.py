from shikii.cli.main import cli


def run():
    cli.main(args=["assess", "one.yaml", "--why", "level", "--format", "html"], standalone_mode=False)
