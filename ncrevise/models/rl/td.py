"""Q-learning with a function in place of the table (lecture notes 003 §20).

======  ========  ==========================================================
symbol  shape     meaning
======  ========  ==========================================================
Q       (N, A)    action values that the function gives in N states
a       (N,)      the actions taken there, whole numbers
r       (N,)      the rewards
over    (N,)      1 where the episode ended, else 0
t       (N,)      targets, r + γ max_a′ Q(s′, a′); r alone at an end
======  ========  ==========================================================

The target is taken as a number that does not depend on θ: the gradient of ``½ (t − Q)²`` is
then ``−(t − Q) ∂Q/∂θ``, the update of the notes, and not that of the whole Bellman error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.shapes import agree
from ncrevise.tape import raw
from ncrevise.tape.ops import half_square, mean, take

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor


def targets(rewards: Any, over: Any, following: Tensor, gamma: float) -> Any:
    """Compute what the values of the actions taken should be, as plain numbers.

    Args:
        rewards: r, shape (N,).
        over: 1 where the episode ended, shape (N,).
        following: Q(s′, ·), shape (N, A).
        gamma: γ.

    Returns:
        t, shape (N,).

    Raises:
        ShapeError: where these are not as many.
    """
    agree(rewards=(rewards, "n"), over=(over, "n"), following=(following, "n a"))
    best = raw(following).max(axis=-1)
    return rewards.astype(best.dtype) + gamma * (1 - over.astype(best.dtype)) * best


def taken(Q: Tensor, actions: Any) -> Tensor:
    """Pick the values of the actions that were taken, shape (N,)."""
    return take(Q, index=(np.arange(len(actions)), actions))


def loss(Q: Tensor, actions: Any, t: Any) -> Tensor:
    """Compute the mean of ``½ (t − Q(s, a))²``, the targets held fast.

    Args:
        Q: Q(s, ·), shape (N, A).
        actions: a, shape (N,).
        t: targets, shape (N,).

    Raises:
        ShapeError: where these are not as many.
    """
    agree(Q=(Q, "n a"), actions=(actions, "n"), t=(t, "n"))
    return mean(half_square(raw(t) - taken(Q, actions)))
