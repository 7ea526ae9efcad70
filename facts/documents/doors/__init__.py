"""Doors: files of every kind an office holds, opened into pages of rows of cells, each cell with its place."""
