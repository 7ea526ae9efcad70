from shikii.cli.main import cli


def run():
    cli.main(args=["batch", "make.py", "-o", "out"], standalone_mode=False)
