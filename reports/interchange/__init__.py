"""Formats for other tools: SARIF, OSCAL, iCalendar."""
