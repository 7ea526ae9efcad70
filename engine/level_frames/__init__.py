"""The level of every row of a frame."""

from .level_table import assess_frame

__all__ = ["assess_frame"]
