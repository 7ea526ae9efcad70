"""A ruleset compiled for a day: ordered facts, tables, duties."""
