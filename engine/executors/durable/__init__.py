"""One affair, facts arriving one by one: forward chaining on durable_rules.

Where the package cannot be installed the reference evaluator stands in, says so, and gives the same results.
"""

from .run import available, evaluate_session, session_name

__all__ = ["available", "evaluate_session", "session_name"]
