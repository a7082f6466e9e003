"""Positional encoding by sines and cosines (lecture notes 003 §14 *Positional encoding*).

======  =======  ==================================================
symbol  shape    meaning
======  =======  ==================================================
PE      (T, d)   PE[t, 2i] = sin(t/10000^(2i/d)), PE[t, 2i+1] = cos of the same
======  =======  ==================================================

Positions are counted from 0. The product of two encodings depends on their distance alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np

LONGEST = 10_000.0


def encoding(positions: int, d: int) -> Any:
    """Encode positions 0 … positions − 1, shape (positions, d)."""
    pair = np.arange(d) // 2 * 2
    angle = np.arange(positions)[:, None] / LONGEST ** (pair / d)
    return np.where(np.arange(d) % 2 == 0, np.sin(angle), np.cos(angle))
