"""What each file of a run comes to: read and assessed here or in other processes, and kept for the next run."""
