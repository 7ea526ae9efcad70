"""Files that are written: whole or not at all, over nothing that shikii did not write itself."""
