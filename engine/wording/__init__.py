"""Values, tests and explanations in words, Japanese and English."""
