from shikii.cli.main import cli


def run():
    cli.main(args=["compare", "old.yaml", "new.yaml", "--form", "full"], standalone_mode=False)
