"""The language of rules: grammar, conditions, tests."""
