from shikii.cli.main import cli


def run():
    cli.main(args=["compare", "old.yaml", "new.yaml"], standalone_mode=False)
