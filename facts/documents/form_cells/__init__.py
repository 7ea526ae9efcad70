"""Fields of the form read from cells: from the cell of a label to the cells of its value."""
