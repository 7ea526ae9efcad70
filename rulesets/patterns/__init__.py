"""Regular expressions of rules: what they may cost, and the guard around those of own rules."""
