"""Nodes on a ring, in an order in which few edges cross: no edge runs through a third node."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from math import cos, pi, sin

MOST_NODES, MOST_EDGES = 12, 24  # for larger ones the order stays
ROUNDS = 4


@lru_cache(maxsize=512)
def places(count: int, edges: tuple[tuple[int, int], ...]) -> tuple[tuple[float, float], ...]:
    """Place so many nodes, clockwise from the top, in the unit square, y upwards.

    >>> places(2, ((0, 1),))
    ((0.0, 0.5), (1.0, 0.5))
    """
    if count == 1:
        return ((0.5, 0.5),)
    ring = order(count, edges)
    start = pi / 2 + (pi / count if count % 2 == 0 else 0)
    angles = [start - 2 * pi * ring.index(node) / count for node in range(count)]
    return tuple(zip(*(stretched([turn(a) for a in angles]) for turn in (cos, sin)), strict=True))


def stretched(values: list[float]) -> list[float]:
    """Stretch coordinates so that they go from 0 to 1; equal ones are all in the middle.

    >>> stretched([-0.5, 0.5, 0.25])
    [0.0, 1.0, 0.75]
    """
    low, high = min(values), max(values)
    if high - low < 0.1:
        return [0.5 for _ in values]
    return [round((value - low) / (high - low), 4) for value in values]


def order(count: int, edges: tuple[tuple[int, int], ...]) -> list[int]:
    """Exchange nodes as long as fewer edges cross; the first stays first.

    >>> order(4, ((0, 2), (2, 1), (1, 3), (3, 0)))
    [0, 2, 1, 3]
    """
    ring = list(range(count))
    if count > MOST_NODES or len(edges) > MOST_EDGES:
        return ring
    best = crossings(ring, edges)
    for _ in range(ROUNDS):
        before = best
        for i, j in combinations(range(count), 2):
            tried = ring.copy()
            tried[i], tried[j] = tried[j], tried[i]
            found = crossings(tried, edges)
            if found < best:
                ring, best = tried, found
        if best in {0, before}:
            break
    first = ring.index(0)
    ring = [*ring[first:], *ring[:first]]
    return ring if ring[1] <= ring[-1] else [0, *ring[:0:-1]]


def crossings(ring: list[int], edges: tuple[tuple[int, int], ...]) -> int:
    """Count the pairs of edges that cross inside a ring."""
    place = {node: k for k, node in enumerate(ring)}
    chords = [sorted((place[u], place[v])) for u, v in edges]
    return sum(a < c < b < d or c < a < d < b for (a, b), (c, d) in combinations(chords, 2))
