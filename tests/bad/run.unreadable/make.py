from shikii.cli.main import cli


def run():
    cli.main(args=["report", "diff", "no/such", "no/other"], standalone_mode=False)
