"""Planning in a known world: evaluate policies, improve them, iterate values (003 §20).

======  =======  ==============================================================
symbol  shape    meaning
======  =======  ==============================================================
V       (S,)     values of states; V* the best there are
Q       (S, A)   values of actions, R + γ P V
π       (S, A)   a policy: the probability of each action
γ       number   discount factor in [0, 1]
======  =======  ==============================================================

A backup brings any two sets of values γ times closer in their largest difference (it is a
*contraction*; Bellman 1957, Howard 1960), and leaves V* as it is. So after k sweeps the error
is at most γᵏ times that of the start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.rl.dynamics import Dynamics, action_values, deterministic, under
from ncrevise.models.shapes import agree
from ncrevise.tape import raw
from ncrevise.tape.ops import maximum

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor

SLACK = 1e-9  # worths closer than this are equal


def evaluate(d: Dynamics, gamma: float, pi: Any) -> Any:
    """Solve ``V = r_π + γ P_π V``.

    Args:
        d: P and R.
        gamma: γ.
        pi: π, shape (S, A).

    Returns:
        V, shape (S,).

    Raises:
        LinAlgError: when the policy may go on for ever and nothing is discounted.
    """
    P, r = under(d, pi)
    return np.linalg.solve(np.eye(len(r), dtype=r.dtype) - gamma * P, r)


def evaluation_sweeps(d: Dynamics, gamma: Tensor, pi: Tensor, V: Tensor, count: int) -> Tensor:
    """Replace V by ``r_π + γ P_π V`` so many times.

    Args:
        d: P and R.
        gamma: γ.
        pi: π, shape (S, A).
        V: where to start, shape (S,).
        count: how many sweeps.

    Returns:
        V, shape (S,).

    Raises:
        ShapeError: where P, R, π and V do not go together.
    """
    P, r = under(d, pi)
    agree(P=(d.P, "s a s"), V=(V, "s"))
    for _ in range(count):
        V = r + gamma * (P @ V)
    return V


def value_iteration(d: Dynamics, gamma: Tensor, V: Tensor, count: int) -> list[Tensor]:
    """Replace V by ``max_a Q`` so many times.

    Args:
        d: P and R.
        gamma: γ.
        V: where to start, shape (S,).
        count: how many sweeps.

    Returns:
        The values before the first sweep and after each.
    """
    found = [V]
    for _ in range(count):
        found.append(maximum(action_values(d, gamma, found[-1]), axis=(1,)))
    return found


def greedy(Q: Any) -> Any:
    """Choose the best action of each state, the first of equals: whole numbers, shape (S,)."""
    best = Q.max(axis=-1, keepdims=True)
    behind = best - Q
    return (behind <= SLACK * np.maximum(1, abs(best))).argmax(axis=-1)


def improved(d: Dynamics, gamma: float, V: Any, chosen: Any) -> Any:
    """Improve a policy: take the best action of each state where it beats the one chosen.

    Args:
        d: P and R.
        gamma: γ.
        V: the policy's values, shape (S,).
        chosen: its actions, shape (S,).

    Returns:
        Actions, shape (S,); the same ones when none is better.
    """
    Q = action_values(d, gamma, V)
    held = np.take_along_axis(Q, chosen[:, None], 1)[:, 0]
    gains = Q.max(axis=1) > held + SLACK * np.maximum(1, abs(held))
    return np.where(gains, greedy(Q), chosen)


def policy_iteration(d: Dynamics, gamma: float) -> tuple[Any, Any, int]:
    """Evaluate a policy and improve it, until that changes nothing.

    Args:
        d: P and R.
        gamma: γ below 1, unless every policy ends.

    Returns:
        V*, shape (S,), the best actions, the first of equals, shape (S,), and how many policies
        were evaluated.
    """
    states, actions = d.R.shape
    chosen, rounds = np.zeros(states, int), 0
    while True:
        pi = deterministic(chosen, actions).astype(d.R.dtype)
        V, rounds = evaluate(d, gamma, pi), rounds + 1
        better = improved(d, gamma, V, chosen)
        if (better == chosen).all():
            return V, greedy(action_values(d, gamma, V)), rounds
        chosen = better


def distance(V: Tensor, other: Tensor) -> float:
    """Give the largest difference of two sets of values, the norm in which backups contract."""
    return float(abs(raw(V) - raw(other)).max())


def error_bound(gamma: float, first_change: float, count: int) -> float:
    """Bound the error after so many sweeps by what the first of them changed.

    ``‖V_k − V*‖ ≤ γᵏ/(1 − γ) ‖V_1 − V_0‖``.

    Args:
        gamma: γ below 1.
        first_change: ‖V_1 − V_0‖.
        count: k.
    """
    return gamma**count * first_change / (1 - gamma)


def sweeps_needed(gamma: float, first_change: float, error: float) -> int:
    """Give how many sweeps bring the error surely down to a given one."""
    count = 0
    while error_bound(gamma, first_change, count) > error:
        count += 1
    return count
