"""Results as tables: columns, keys of lines, data dictionary."""
