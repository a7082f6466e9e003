"""Workers in a ring, each with memory of its own, and every number sent counted.

======  ======  ==========================================================
symbol  shape   meaning
======  ======  ==========================================================
P       ()      workers
parts   a list  what each worker holds
======  ======  ==========================================================

A worker sends to the next one only (lecture notes 003 §16). To *gather* an array that lies in
P parts, or to *reduce* P arrays to the parts of their sum, each sends (P − 1)/P of the array;
to have the whole sum everywhere takes both, one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(slots=True)
class Cluster:
    """P workers and their counters.

    Attributes:
        workers: P.
        sent: numbers each worker has sent.
        work: multiply–adds each has done.
        held: numbers each holds now, of those it was told to count.
        peak: the most it ever held.
    """

    workers: int
    sent: list[int] = field(init=False)
    work: list[int] = field(init=False)
    held: list[int] = field(init=False)
    peak: list[int] = field(init=False)

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise UsageError(f"{self.workers} workers can't share anything.")
        for name in ("sent", "work", "held", "peak"):
            setattr(self, name, [0] * self.workers)

    def split(self, array: Any, axis: int = 0) -> list[Any]:
        """Cut an array into P parts as equal as can be."""
        return np.array_split(array, self.workers, axis=axis)

    def multiply(self, worker: int, A: Any, B: Any) -> Any:
        """Let a worker compute ``A @ B``."""
        self.work[worker] += A.shape[0] * A.shape[1] * B.shape[1]
        return A @ B

    def hold(self, worker: int, count: int) -> None:
        """Let a worker hold so many numbers more, or, below 0, fewer."""
        self.held[worker] += count
        self.peak[worker] = max(self.peak[worker], self.held[worker])

    def gather(self, parts: Sequence[Any], axis: int = 0) -> list[Any]:
        """Give every worker all parts, joined: P − 1 times each passes on what it got last.

        Args:
            parts: a part a worker.
            axis: along which they are joined.

        Returns:
            The whole array, once for every worker.
        """
        known = [{p: parts[p]} for p in range(self.workers)]
        for step in range(self.workers - 1):
            for p in range(self.workers):
                k = (p - step) % self.workers
                self.send(p, known[p][k])
                known[(p + 1) % self.workers][k] = known[p][k]
        return [np.concatenate([have[k] for k in range(self.workers)], axis=axis) for have in known]

    def reduce(self, arrays: Sequence[Any], axis: int = 0) -> list[Any]:
        """Add up P arrays, a part of the sum ending with each worker.

        A part starts with the worker after its own and comes home having passed all others.

        Args:
            arrays: an array of the same shape a worker.
            axis: along which the sum is cut.

        Returns:
            Part p of the sum for worker p.
        """
        own = [self.split(array, axis) for array in arrays]
        moving = {p: own[p][(p - 1) % self.workers] for p in range(self.workers)}
        for step in range(self.workers - 1):
            for p in range(self.workers):
                self.send(p, moving[p])
            arrived = {(p + 1) % self.workers: part for p, part in moving.items()}
            moving = {
                p: part + own[p][(p - 2 - step) % self.workers] for p, part in arrived.items()
            }
        return [moving[p] for p in range(self.workers)]

    def reduce_to_all(self, arrays: Sequence[Any], axis: int = 0) -> list[Any]:
        """Add up P arrays and give every worker the sum."""
        return self.gather(self.reduce(arrays, axis), axis)

    def send(self, worker: int, array: Any) -> None:
        """Count what a worker sends on."""
        self.sent[worker] += array.size
