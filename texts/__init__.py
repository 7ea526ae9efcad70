"""Reading prose: sentences, what they affirm or deny, and where a measure is stated."""
