"""Findings: checks, measures, risk sheets, and adequacy compared with the answer."""
