"""The affair: building it from data, merging records, and the rows executors read."""
