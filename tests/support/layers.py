"""The layers of the package, from the ground up: what a layer imports stands before it."""

LAYERS = ("facts", "rulesets", "texts", "engine", "authoring", "reports", "cli")
