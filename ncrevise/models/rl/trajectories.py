"""Whole trajectories: how likely one is, and what a fixed number of steps pays (003 §20).

======  =========  ==========================================================
symbol  shape      meaning
======  =========  ==========================================================
p0      (S,)       probability of each first state
π       (S, A)     a policy: the probability of each action
P, R               probabilities and expected rewards (``dynamics``)
τ                  s_0, a_0, s_1, a_1, …, s_T
======  =========  ==========================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.models.rl.dynamics import Dynamics, under
from ncrevise.models.shapes import agree
from ncrevise.tape.ops import take, total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.tape import Loose as Tensor


def probability(
    d: Dynamics, p0: Tensor, pi: Tensor, states: Sequence[int], actions: Sequence[int]
) -> Tensor:
    """Multiply up ``p(τ) = p(s_0) Π π(a_t | s_t) p(s_{t+1} | s_t, a_t)``.

    Args:
        d: P and R.
        p0: shape (S,).
        pi: π, shape (S, A).
        states: s_0 … s_T.
        actions: a_0 … a_{T−1}.

    Returns:
        A number.

    Raises:
        ShapeError: where P, π and p0 do not go together.
    """
    agree(P=(d.P, "s a s"), pi=(pi, "s a"), p0=(p0, "s"))
    found = take(p0, index=(states[0],))
    for s, a, after in zip(states, actions, states[1:], strict=False):
        found = found * take(pi, index=(s, a)) * take(d.P, index=(s, a, after))
    return found


def expected_return(d: Dynamics, p0: Tensor, pi: Tensor, horizon: int) -> Tensor:
    """Add up what each of so many steps pays on average, without discount: ``E[Σ r_t]``.

    Args:
        d: P and R.
        p0: shape (S,).
        pi: π, shape (S, A).
        horizon: T, at least 1.

    Returns:
        A number.

    Raises:
        ShapeError: where P, R, π and p0 do not go together.
    """
    P, r = under(d, pi)
    agree(P=(d.P, "s a s"), p0=(p0, "s"))
    at, paid = p0, total(p0 * r)
    for _ in range(horizon - 1):
        at = at @ P
        paid = paid + total(at * r)
    return paid
