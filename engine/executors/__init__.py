"""The executors: one meaning, run in plain Python, on frames, on durable_rules, and in a browser page."""
