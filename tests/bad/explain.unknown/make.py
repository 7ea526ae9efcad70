from shikii.cli.main import cli


def run():
    cli.main(args=["prescreen", "--headcount", "5", "--why", "duty.hearing"], standalone_mode=False)
