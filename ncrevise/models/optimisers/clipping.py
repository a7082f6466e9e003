"""Gradient clipping around any optimiser (lecture notes 003 §12, *exploding gradients*).

======  ======  ==========================================
symbol  shape   meaning
======  ======  ==========================================
g       a tree  gradient by all parameters
η       ()      the longest or largest it may be
======  ======  ==========================================
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.trees import arrays, mapped

if TYPE_CHECKING:
    from ncrevise.models.optimisers.rule import P, Rule

TINY = 1e-6  # so that a gradient of 0 may be divided by its length


def length(g: Any) -> float:
    """Compute the length of a gradient by all parameters together."""
    return math.sqrt(sum(float(np.vdot(each, each)) for each in arrays(g)))


def by_norm(g: P, most: float) -> P:
    """Shorten a gradient that is longer than ``most``; its direction stays."""
    factor = min(1.0, most / (length(g) + TINY))
    return mapped(lambda each: each * factor, g)


def by_value(g: P, most: float) -> P:
    """Cut every entry to between ``−most`` and ``most``; the direction may change."""
    return mapped(lambda each: np.clip(each, -most, most), g)


@dataclass(frozen=True, slots=True)
class Clipped:
    """A rule that is given clipped gradients.

    Args:
        rule: the optimiser.
        most: the longest a gradient may be.
        values: whether its entries are cut instead, each by itself.
    """

    rule: Rule
    most: float = 1.0
    values: bool = False

    def start(self, w: Any) -> Any:
        """Start as the rule does."""
        return self.rule.start(w)

    def step(self, w: P, g: P, memory: Any) -> tuple[P, Any]:
        """Step along the clipped gradient."""
        clip = by_value if self.values else by_norm
        return self.rule.step(w, clip(g, self.most), memory)
