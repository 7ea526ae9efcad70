from shikii.cli.main import cli


def run():
    cli.main(args=["facts", "template", "-o", "no/such/file.yaml"], standalone_mode=False)
