"""Looking for what a comparison of a rule file asks: figures, names, repeats, days and rows, each on its own."""
