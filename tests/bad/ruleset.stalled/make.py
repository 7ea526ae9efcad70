from shikii.rulesets.patterns.guarded import Limited


def run():
    Limited("(?:市{1,9}区{0,2}){5,9}[長町]", "own/rules.yaml:3 x.text", seconds=0.02).search("市" * 4_000)
