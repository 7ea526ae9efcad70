from shikii.cli.main import cli


def run():
    cli.main(args=["prescreen", "--headcount", "5000", "--as-of", "2014-04-19"], standalone_mode=False)
