from shikii.cli.main import cli


def run():
    cli.main(args=["rules", "diff", "2019-13", "2024-05"], standalone_mode=False)
