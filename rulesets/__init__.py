"""Rulesets: the law as data, and the small package that loads and checks it."""
