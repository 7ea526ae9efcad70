from shikii.cli.main import cli


def run():
    cli.main(
        args=["rules", "show", "text.old-table-after-2024", "--as-of", "2024-05-26"], standalone_mode=False
    )
