"""Every entry of the encoding worked out on its own, as the notes' formula has it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.attention import positional

if TYPE_CHECKING:
    from tests.references.case import Case

SOURCE = "the formula"
GRADIENTS = SINGLE = False
BAD: list[tuple[str, int]] = []


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    return {"T": r.size(1, 40), "d": r.size(1, 17)}, {}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    return positional.encoding(s["T"], s["d"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    rows = []
    for t in range(s["T"]):
        row = []
        for k in range(s["d"]):
            i, odd = divmod(k, 2)
            angle = t / math.pow(10000, 2 * i / s["d"])
            row.append(math.cos(angle) if odd else math.sin(angle))
        rows.append(row)
    return np.array(rows)
