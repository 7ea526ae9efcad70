from shikii.cli.main import cli


def run():
    cli.main(args=["rules", "test", "threshold.30k*"], standalone_mode=False)
