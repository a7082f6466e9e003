"""What time it is."""

from __future__ import annotations

import time


def now() -> int:
    """Give the time in milliseconds."""
    return time.time_ns() // 1_000_000
