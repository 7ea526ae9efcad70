"""Two versions of a record side by side: what changed, in words and as rows of 変更箇所."""
