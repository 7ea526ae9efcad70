"""How much of a form was read: which of its fields were located, read, blank, unreadable or not found."""
