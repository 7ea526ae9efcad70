"""All affairs at once, as polars expressions: no loop over rows anywhere."""

from .level import assess_frame
from .run import BatchEvaluation, evaluate_frames

__all__ = ["BatchEvaluation", "assess_frame", "evaluate_frames"]
