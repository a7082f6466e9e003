"""JSON Lines: one variant a line, everything there is to know about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ncrevise.export.record import record

if TYPE_CHECKING:
    from ncrevise.item import Solution

HEAD = b""
TAIL = b""

encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def write(solution: Solution) -> bytes:
    """Write one variant."""
    return f"{encode(record(solution))}\n".encode()


def objection(solution: Solution) -> str:  # noqa: ARG001
    """Say why a variant can't be written; JSON holds everything."""
    return ""
