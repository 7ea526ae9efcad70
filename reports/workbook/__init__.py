"""Excel workbooks, and judgements read back from them."""
