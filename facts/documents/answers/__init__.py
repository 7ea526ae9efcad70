"""Answers of a form: chosen options, tick boxes, and their order on the page."""
