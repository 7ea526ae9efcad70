"""The required level: bounds, deciding row, what is missing, and the grid of the table."""
