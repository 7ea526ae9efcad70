"""Predicates: whether a sentence affirms, denies, plans, owes or retells what was found in it."""
