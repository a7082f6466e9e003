"""Markov decision processes as arrays (lecture notes 003 §20).

======  =========  ==============================================================
symbol  shape      meaning
======  =========  ==============================================================
P       (S, A, S)  probability of the next state, given state and action
R       (S, A)     expected reward of an action
V       (S,)       values of states
Q       (S, A)     values of actions, R + γ P V
π       (S, A)     a policy: the probability of each action
γ       number     discount factor in [0, 1]
======  =========  ==============================================================

What a row of P lacks from 1 is the probability that the episode ends there. A terminal state
has rows of zeros and no reward, so that its value is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.shapes import agree
from ncrevise.tape.ops import reshape, times, total

if TYPE_CHECKING:
    from ncrevise.models.rl.mdp import Action, Mdp
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class Dynamics:
    """Transition probabilities and expected rewards."""

    P: Tensor
    R: Tensor


def tabulated(mdp: Mdp) -> Dynamics:
    """Write a process as arrays.

    Where a state has fewer actions than another, its first stands in for the rest.
    """
    states, most = len(mdp.states), max(map(len, mdp.choices))
    P, R = np.zeros((states, most, states)), np.zeros((states, most))
    for s, actions in enumerate(mdp.choices):
        for a in range(most if actions else 0):
            fill(P[s, a], R[s], a, actions[a if a < len(actions) else 0])
    return Dynamics(P, R)


def fill(row: Any, rewards: Any, a: int, action: Action) -> None:
    """Write an action's outcomes into its row of probabilities and its expected reward."""
    for outcome in action.outcomes:
        rewards[a] += float(outcome.probability) * float(outcome.reward)
        if outcome.to is not None:
            row[outcome.to] += float(outcome.probability)


def action_values(d: Dynamics, gamma: Tensor, V: Tensor) -> Tensor:
    """Look one step ahead: ``Q = R + γ P V``.

    Args:
        d: P and R.
        gamma: γ.
        V: values, shape (S,).

    Returns:
        Q, shape (S, A).

    Raises:
        ShapeError: where P, R and V do not go together.
    """
    agree(P=(d.P, "s a s"), R=(d.R, "s a"), V=(V, "s"))
    return d.R + gamma * (d.P @ V)


def under(d: Dynamics, pi: Tensor) -> tuple[Tensor, Tensor]:
    """Average over a policy's actions.

    Args:
        d: P and R.
        pi: π, shape (S, A).

    Returns:
        The probabilities of the next state, shape (S, S), and expected rewards, shape (S,).

    Raises:
        ShapeError: where P, R and π do not go together.
    """
    sizes = agree(P=(d.P, "s a s"), R=(d.R, "s a"), pi=(pi, "s a"))
    share = reshape(pi, shape=(sizes["s"], sizes["a"], 1))
    return total(times(share, d.P), axis=(1,)), total(times(pi, d.R), axis=(1,))


def deterministic(actions: Any, count: int) -> Any:
    """Write a policy that always takes the same action as probabilities, shape (S, count)."""
    return np.eye(count)[np.asarray(actions)]
