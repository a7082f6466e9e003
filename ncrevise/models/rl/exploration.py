"""Exploring or exploiting: ε-greedy actions and how ε falls (lecture notes 003 §20).

======  ========  ==============================================
symbol  shape     meaning
======  ========  ==============================================
Q       (…, A)    values of the actions to choose from
ε       number    how often any action at all is taken
======  ========  ==============================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.tape.value import mask

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def chances(Q: Any, epsilon: float) -> Any:
    """Give the probability of each action: ε shared by all, the rest by the best.

    Args:
        Q: values, shape (…, A).
        epsilon: ε.

    Returns:
        Probabilities, shape (…, A).
    """
    highest = Q.max(axis=-1, keepdims=True)
    best = mask(highest == Q, Q)
    return epsilon / Q.shape[-1] + (1 - epsilon) * best / best.sum(axis=-1, keepdims=True)


def choose(row: Sequence[float], epsilon: float, luck: float, tie: float) -> int:
    """Choose ε-greedily between a list of values.

    Args:
        row: the values of the actions.
        epsilon: ε.
        luck: from 0 to below 1: below ε any action is taken.
        tie: from 0 to below 1: which one, then or of equals.
    """
    return int(tie * len(row)) if luck < epsilon else best_of(row, tie)


def best_of(row: Sequence[float], tie: float) -> int:
    """Find the best action; between equals a number from 0 to below 1 decides."""
    best = max(row)
    count = row.count(best)
    if count in {1, len(row)}:
        return row.index(best) if count == 1 else int(tie * count)
    equal = [a for a, value in enumerate(row) if value == best]
    return equal[int(tie * count)]


def falling(first: float, last: float, steps: int) -> Callable[[int], float]:
    """Let ε fall evenly from ``first`` to ``last`` within so many steps, then stay."""
    return lambda t: first + (last - first) * min(1.0, t / steps)


def decaying(first: float, factor: float, least: float = 0.0) -> Callable[[int], float]:
    """Multiply ε by a factor every step, down to a least."""
    return lambda t: max(least, first * factor**t)


def visited(power: float = 1.0) -> Callable[[int], float]:
    """Let a learning rate fall with the visits of an entry, ``1/(n + 1)^power``.

    With a power above ½ and at most 1 the rates add up to infinity and their squares do not,
    under which Q-learning converges to Q* (Watkins and Dayan 1992).
    """
    return lambda n: float((n + 1) ** -power)
