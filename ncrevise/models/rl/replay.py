"""A replay buffer: what happened, kept to learn from again (lecture notes 003 §20).

A ring: once it is full, the newest takes the place of the oldest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from ncrevise.noise import Noise


@dataclass(frozen=True, slots=True)
class Transitions:
    """Steps taken at various times.

    Args:
        states: where, shape (N,).
        actions: what was done, shape (N,).
        rewards: what it paid, shape (N,).
        after: where it led, shape (N,).
        over: 1 where the episode ended, else 0, shape (N,).
    """

    states: Any
    actions: Any
    rewards: Any
    after: Any
    over: Any

    def __getitem__(self, rows: Any) -> Transitions:
        return Transitions(
            self.states[rows],
            self.actions[rows],
            self.rewards[rows],
            self.after[rows],
            self.over[rows],
        )


class Replay:
    """The last steps, as many as there is room for.

    Args:
        capacity: how many are kept.
    """

    __slots__ = ("_held", "count")

    def __init__(self, capacity: int) -> None:
        whole, real = (np.zeros(capacity, kind) for kind in (np.int64, np.float64))
        self._held = Transitions(whole, whole.copy(), real, whole.copy(), real.copy())
        self.count = 0

    def __len__(self) -> int:
        return min(self.count, len(self._held.states))

    def add(self, state: int, action: int, reward: float, after: int, *, over: bool) -> None:
        """Keep a step, in the place of the oldest when there is no room."""
        held, k = self._held, self.count % len(self._held.states)
        held.states[k], held.actions[k], held.rewards[k] = state, action, reward
        held.after[k], held.over[k] = after, over
        self.count += 1

    def sample(self, noise: Noise, size: int) -> Transitions:
        """Draw kept steps, each as likely, with repetition."""
        return self._held[noise.integers((size,), len(self))]
