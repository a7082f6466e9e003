"""Seeded draws: the numbers a lecturer would choose, the same ones for ever.

Only ``random.Random.random`` is used, the one stream that Python promises never to change,
seeded by a digest of a text key, so that neighbouring seeds share nothing.
"""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


class Draw:
    """A stream of draws for one key."""

    __slots__ = ("_next",)

    def __init__(self, key: str) -> None:
        digest = hashlib.sha256(key.encode()).digest()
        self._next = random.Random(int.from_bytes(digest[:16], "big")).random

    def integer(self, low: int, high: int, *, skip: Sequence[int] = ()) -> int:
        """Draw a whole number from ``low`` to ``high`` inclusive, never one of ``skip``."""
        while True:
            value = low + int(self._next() * (high - low + 1))
            if value not in skip:
                return value

    def number(self, low: float, high: float, step: float = 0.1, *, zero: bool = False) -> float:
        """Draw a multiple of ``step`` between ``low`` and ``high``; zero only when asked."""
        scale = round(1 / step)
        skip = () if zero else (0,)
        value = self.integer(round(low * scale), round(high * scale), skip=skip) / scale
        return int(value) if scale == 1 else value

    def choice(self, items: Sequence[T]) -> T:
        """Draw one item."""
        return items[int(self._next() * len(items))]

    def chance(self, probability: float) -> bool:
        """Draw yes with the given probability."""
        return self._next() < probability

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Draw an order."""
        rest = list(items)
        return [rest.pop(int(self._next() * len(rest))) for _ in items]

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """Draw ``count`` different items, in drawn order."""
        return self.shuffled(items)[:count]

    def vector(self, length: int, entry: Callable[[], T]) -> tuple[T, ...]:
        """Draw a vector entry by entry."""
        return tuple(entry() for _ in range(length))

    def matrix(self, rows: int, columns: int, entry: Callable[[], T]) -> tuple[tuple[T, ...], ...]:
        """Draw a matrix entry by entry, row by row."""
        return tuple(self.vector(columns, entry) for _ in range(rows))
