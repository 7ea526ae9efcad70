"""Results as plain text and Markdown."""
