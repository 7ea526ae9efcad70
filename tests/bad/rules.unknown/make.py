from shikii.cli.main import cli


def run():
    cli.main(args=["rules", "show", "threshold.30k"], standalone_mode=False)
