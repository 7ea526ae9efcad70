from shikii.cli.main import cli


def run():
    cli.main(args=["batch", "nowhere", "-o", "out"], standalone_mode=False)
