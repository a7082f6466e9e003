"""ε-greedy probabilities, schedules and choices against counting them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.rl import exploration

if TYPE_CHECKING:
    from tests.references.case import Case

SOURCE = "enumeration"
GRADIENTS = False
BAD: list[tuple[str, int]] = []
FINE = 60  # draws on a grid, of which 2, 3, 4 and 5 are divisors


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    shape = (r.size(1, 3), r.size(1, 5))
    return {"epsilon": r.choice([0, 0.1, 0.25, 1])}, {"Q": r.classes(*shape, of=3).astype(float)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    return exploration.chances(a["Q"], s["epsilon"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    """Act with every draw of a fine grid, exploring or not, and count."""
    found = np.zeros(a["Q"].shape)
    for state, row in enumerate(a["Q"].tolist()):
        for tie in (np.arange(FINE) + 0.5) / FINE:
            for luck, share in ((-1.0, s["epsilon"]), (2.0, 1 - s["epsilon"])):
                found[state, exploration.choose(row, 0.5, luck, float(tie))] += share / FINE
    return found
