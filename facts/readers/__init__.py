"""Reading facts files and tables."""
