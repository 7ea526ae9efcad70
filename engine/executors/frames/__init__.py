"""All affairs at once, as polars expressions: no loop over rows anywhere."""

from .run import BatchEvaluation, evaluate_frames

__all__ = ["BatchEvaluation", "evaluate_frames"]
