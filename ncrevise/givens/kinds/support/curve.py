"""Curves as a value: one or more named series of points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ncrevise.maths.tree import Scalar


@dataclass(frozen=True, slots=True)
class Line:
    """One curve.

    Args:
        name: what it is called; empty when it is the only one.
        points: (x, y) pairs from left to right.

    >>> Line("train", ((1, 2.3), (2, 1.9))).ys
    (2.3, 1.9)
    """

    name: str
    points: tuple[tuple[Scalar, Scalar], ...]

    @property
    def xs(self) -> tuple[Scalar, ...]:
        """List how far right each point is."""
        return tuple(x for x, _ in self.points)

    @property
    def ys(self) -> tuple[Scalar, ...]:
        """List how high each point is."""
        return tuple(y for _, y in self.points)

    @property
    def counted(self) -> bool:
        """Say whether the points are at 1, 2, 3 and so on.

        >>> Line("", ((1, 0.5), (2, 0.25))).counted
        True
        """
        return self.xs == tuple(range(1, len(self.points) + 1))


@dataclass(frozen=True, slots=True)
class Curve:
    """Some curves over one axis.

    Args:
        lines: each with a name of its own.

    >>> curve = Curve((Line("train", ((1, 2.3),)), Line("test", ((1, 2.4),))))
    >>> curve["test"].ys
    (2.4,)
    """

    lines: tuple[Line, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """List the names."""
        return tuple(line.name for line in self.lines)

    def __getitem__(self, name: str) -> Line:
        return self.lines[self.names.index(name)]
