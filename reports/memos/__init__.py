"""Memos of a pre-screening, to put on file."""
