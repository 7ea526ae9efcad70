"""Tools for those who write rules: lint, cases, coverage of the law, catalogue of measures."""
