from shikii import load_ruleset


def run():
    load_ruleset("own-rules")
