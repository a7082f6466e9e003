"""Training: batches, gradients and steps, one after the other (lecture notes 003 §6)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from ncrevise.derivatives.differentiate import Held
from ncrevise.derivatives.trees import arrays, builder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ncrevise.models.optimisers.rule import Rule
    from ncrevise.tape import Loose as Tensor

P = TypeVar("P")


def fit(
    loss: Callable[[P, Any], Tensor], p: P, rule: Rule, batches: Iterable[Any]
) -> Iterator[tuple[float, P]]:
    """Train, a step a batch.

    Args:
        loss: a number from parameters and a batch.
        p: the parameters to start from.
        rule: the optimiser.
        batches: what each step sees.

    Yields:
        The loss before each step, and the parameters after it.
    """
    pieces = arrays(p)
    build, joined, held = builder(p), Joined(pieces), Held(p)
    long = joined.together(pieces)
    memory = rule.start(long)
    for batch in batches:
        value, slopes = held.slopes(loss, pieces, batch)
        long, memory = rule.step(long, joined.together(slopes), memory)
        pieces = joined.apart(long)
        yield float(value), build(iter(pieces))


class Joined:
    """Arrays end to end as long vectors, one for each precision: few operations for many arrays.

    Args:
        like: arrays of the shapes and precisions in question.
    """

    def __init__(self, like: list[Any]) -> None:
        self.kinds = list(dict.fromkeys(array.dtype for array in like))
        self.heaps: list[list[int]] = [[] for _ in self.kinds]
        self.places = []
        ends = [0] * len(self.kinds)
        for place, array in enumerate(like):
            k = self.kinds.index(array.dtype)
            start = ends[k]
            ends[k] += math.prod(array.shape)
            self.heaps[k].append(place)
            self.places.append((k, start, ends[k], array.shape))

    def together(self, pieces: list[Any]) -> list[Any]:
        """Join arrays."""
        kinds = zip(self.heaps, self.kinds, strict=True)
        return [
            np.concatenate([pieces[place] for place in heap], axis=None, dtype=kind)
            for heap, kind in kinds
        ]

    def apart(self, long: list[Any]) -> list[Any]:
        """Give the arrays as views of their vectors."""
        return [long[k][start:end].reshape(shape) for k, start, end, shape in self.places]
