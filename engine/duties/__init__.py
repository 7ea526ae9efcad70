"""Duties: whether they apply, whether they are met, and when they fall due."""
