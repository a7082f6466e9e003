"""Sequences step by step: cut apart, run through, put together again; lengths and masks.

=======  =========  =====================================================
symbol   shape      meaning
=======  =========  =====================================================
x        (B, T, d)  B sequences of T inputs each
mask     (B, T)     true at real steps, false at those that only fill up
lengths  (B,)       how many real steps each sequence has
=======  =========  =====================================================

Where a sequence has ended its state stays as it is, so that the last state of all is the last
of each, and a run from the end to the start begins where each sequence ends.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np

from ncrevise.derivatives.trees import mapped
from ncrevise.errors import ShapeError
from ncrevise.tape import Loose as Tensor
from ncrevise.tape import raw
from ncrevise.tape.ops import permute, stack, take
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from collections.abc import Callable

S = TypeVar("S")


class Run(Protocol):
    """Whatever turns sequences (B, T, d) into states (B, T, n): ``rnn.states`` and its like."""

    def __call__(self, p: Any, x: Tensor, *, mask: Any = None) -> Tensor:
        """Run a network over sequences."""


def mask_of(lengths: Any, steps: int) -> Any:
    """Mark the real steps of sequences of some lengths, shape (B, T)."""
    return np.arange(steps) < np.asarray(lengths)[:, None]


def at_least_one(x: Tensor) -> None:
    """Check that sequences have a step.

    Raises:
        ShapeError: naming x and its shape.
    """
    if 0 in shape(x)[:2]:
        raise ShapeError(f"x must have a sequence and a step and has shape {shape(x)}.")


def zeros(x: Tensor, n: int) -> Any:
    """Give a state of zeros for every sequence of a batch, shape (B, n), as precise as it."""
    data = raw(x)
    return np.zeros((len(data), n), data.dtype if data.dtype.kind == "f" else float)


def cut(x: Tensor) -> list[Tensor]:
    """Cut sequences into steps, each of shape (B, …).

    By halves, and the halves by halves: each cut is pulled back by filling up a whole, so cutting
    off step by step would take time of the order of T².
    """
    steps = shape(x)[1]
    if steps == 1:
        return [take(x, index=(slice(None), 0))]
    middle = steps // 2
    ends = (slice(None, middle), slice(middle, None))
    return [step for end in ends for step in cut(take(x, index=(slice(None), end)))]


def together(steps: list[Tensor]) -> Tensor:
    """Put steps of shape (B, …) together as sequences (B, T, …)."""
    joined = stack(steps)
    return permute(joined, axes=(1, 0, *range(2, len(shape(joined)))))


def backwards(x: Tensor) -> Tensor:
    """Turn sequences round, the last step first."""
    return take(x, index=(slice(None), slice(None, None, -1)))


def over(step: Callable[[Tensor, S], S], x: Tensor, start: S, mask: Any = None) -> list[S]:
    """Run a step after the other.

    Args:
        step: the state after from an input, shape (B, d), and the state before.
        x: inputs, shape (B, T, d).
        start: the state before the first step: an array or a tree of them, each (B, n).
        mask: the real steps, shape (B, T); all by default.

    Returns:
        The state after each step.
    """
    found: list[S] = []
    state = start
    for t, u in enumerate(cut(x)):
        after = step(u, state)
        if mask is not None:
            after = mapped(partial(carried, live=mask[:, t, None]), after, state)
        found.append(after)
        state = after
    return found


def carried(new: Tensor, before: Tensor, live: Any) -> Tensor:
    """Take a new state where a sequence goes on, else the one before."""
    kept = live.astype(np.result_type(raw(new)))
    return new * kept + before * (1 - kept)
