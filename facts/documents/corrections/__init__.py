"""A person's corrections of what was read in a document: their file, the prefilled one, and how they are applied."""
