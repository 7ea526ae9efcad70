"""Words of the reports in Japanese and English, as data."""
