"""Which inputs activate a unit most strongly (lecture notes 003 §10, *Feature visualisation*).

======  ======  ==============================================
symbol  shape   meaning
======  ======  ==============================================
h       (N, n)  activations of n units by N inputs
======  ======  ==============================================

It shows what a unit goes with, and not what it is in the picture that the unit responds to.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ncrevise.models.shapes import agree


def strongest(h: Any, count: int) -> Any:
    """Rank inputs by what each unit makes of them; of equals the first comes first.

    Args:
        h: shape (N, n).
        count: how many inputs a unit.

    Returns:
        Their numbers, shape (n, count), the strongest first.

    Raises:
        ShapeError: where h has not two axes.
    """
    agree(h=(h, "N n"))
    return np.argsort(-h, axis=0, kind="stable")[:count].T


def peaks(maps: Any) -> Any:
    """Take of each feature map its largest entry: (N, F, H, W) to (N, F).

    Raises:
        ShapeError: where there are not four axes.
    """
    agree(maps=(maps, "N F H W"))
    return maps.max(axis=(2, 3))
