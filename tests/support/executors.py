"""The executors to run a test on: sessions only where durable_rules is installed.

Without it sessions run on the reference, and a comparison would be one of the reference with itself.
"""

import pytest

from shikii.engine.executors.durable import available

needs_durable = pytest.mark.skipif(
    not available(),
    reason="durable_rules is not installed: sessions run on the reference, which would be compared with itself",
)
EXECUTORS = ("reference", pytest.param("session", marks=needs_durable))
