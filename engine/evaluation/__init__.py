"""What every executor shares: truth values, the record of one affair, and the result of a run."""
