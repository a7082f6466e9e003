"""Arrays of random numbers for training: the same ones on every machine and version.

NumPy does not promise its streams across versions. This is SplitMix64 (Steele, Lea and
Flood 2014) run over a counter: whole-number arithmetic, 64 bits, and so the same everywhere.
"""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from ncrevise.tape.value import Numpy

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST, SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
MOST_BITS = 53

Shape = tuple[int, ...]


class Noise:
    """A stream of random arrays for one key.

    Args:
        key: any text; streams of different keys share nothing.
    """

    __slots__ = ("_count", "_start", "key")

    def __init__(self, key: str) -> None:
        self.key = key
        digest = hashlib.sha256(key.encode()).digest()
        self._start = np.uint64(int.from_bytes(digest[:8], "big"))
        self._count = 0

    def split(self, name: str) -> Noise:
        """Start a stream of its own, that draws elsewhere do not move."""
        return Noise(f"{self.key}/{name}")

    def bits(self, count: int) -> Numpy:
        """Draw 64-bit words, shape (count,)."""
        at = np.arange(self._count + 1, self._count + 1 + count, dtype=np.uint64)
        self._count += count
        word: Numpy = self._start + at * GOLDEN  # arrays wrap round, as they should
        word = (word ^ (word >> np.uint64(30))) * FIRST
        word = (word ^ (word >> np.uint64(27))) * SECOND
        mixed: Numpy = word ^ (word >> np.uint64(31))
        return mixed

    def uniform(self, shape: Shape = (), low: float = 0.0, high: float = 1.0) -> Any:  # noqa: ANN401 - a number where no shape is given
        """Draw numbers from ``low`` to below ``high``."""
        words = self.bits(math.prod(shape)) >> np.uint64(64 - MOST_BITS)
        unit = words.astype(float) * 2.0**-MOST_BITS
        drawn = low + (high - low) * unit.reshape(shape)
        return drawn if shape else float(drawn)

    def normal(self, shape: Shape = (), scale: float = 1.0) -> Any:  # noqa: ANN401 - a number where no shape is given
        """Draw from a normal distribution around 0, by the method of Box and Muller (1958)."""
        count = math.prod(shape)
        half = (count + 1) // 2
        radius = np.sqrt(-2 * np.log(1 - self.uniform((half,))))
        angle = 2 * np.pi * self.uniform((half,))
        both = np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])[:count]
        drawn = scale * both.reshape(shape)
        return drawn if shape else float(drawn)

    def integers(self, shape: Shape, high: int, low: int = 0) -> Any:  # noqa: ANN401 - a number where no shape is given
        """Draw whole numbers from ``low`` to below ``high``."""
        drawn = low + np.floor(self.uniform(shape) * (high - low)).astype(np.int64)
        return drawn if shape else int(drawn)

    def chance(self, shape: Shape, probability: float) -> Any:  # noqa: ANN401 - a number where no shape is given
        """Draw yes with the given probability."""
        return self.uniform(shape) < probability

    def order(self, count: int) -> Numpy:
        """Draw an order of 0 … count − 1."""
        return np.argsort(self.bits(count), kind="stable")

    def picks(self, weights: Numpy, shape: Shape = ()) -> Any:  # noqa: ANN401 - a number where no shape is given
        """Draw positions by their weights, which need not add up to 1.

        Args:
            weights: shape (n,), none below 0.
            shape: how many to draw.
        """
        ends = np.cumsum(weights)
        found = np.searchsorted(ends, self.uniform(shape) * ends[-1], side="right")
        return np.minimum(found, len(ends) - 1) if shape else min(int(found), len(ends) - 1)
