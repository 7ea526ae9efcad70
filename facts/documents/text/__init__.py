"""From bytes to clean lines of text."""
