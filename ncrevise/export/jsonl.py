"""JSON Lines: one variant a line, everything there is to know about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ncrevise.export.key.record import record
from ncrevise.export.making.exporter import alone

if TYPE_CHECKING:
    from ncrevise.item import Solution

encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def write(solution: Solution) -> bytes:
    """Write one variant."""
    return f"{encode(record(solution))}\n".encode()


EXPORTER = alone(write)
