"""Reading one value: counts, dates and options as people write them."""
