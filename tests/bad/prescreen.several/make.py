from shikii.cli.main import cli


def run():
    cli.main(args=["prescreen", "two.yaml"], standalone_mode=False)
