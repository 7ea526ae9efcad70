"""Rulesets laid over the law: what they may change, and where they are weaker."""
