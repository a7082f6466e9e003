"""Real-time recurrent learning (lecture notes 002 *Real Time Recurrent Learning*).

======  ============  =======================================================
symbol  shape         meaning
======  ============  =======================================================
u_t     (B, m)        ``[h_{t−1}, x_t, 1]``, m = h + d + 1
θ       (h, m)        ``[W_h W_x b]``: all weights of the hidden units
M_t     (B, h, h, m)  influence ``dh_t/dθ``
======  ============  =======================================================

The derivatives run forwards with the states: ``dh_t/dθ`` is what θ does at this step, ``φ′ u_t``
in the row of each unit, and what it did before, ``φ′ W_h M_{t−1}``. The gradient is there after
every step, and the same as by backpropagation through time; the price is the size of M.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.differentiate import value_and_gradient
from ncrevise.models.networks.activations import activation as called
from ncrevise.models.sequences.joined import joined
from ncrevise.models.sequences.rnn import Hidden, start_of
from ncrevise.models.shapes import agree

if TYPE_CHECKING:
    from collections.abc import Iterator


def influences(p: Hidden, x: Any, start: Any = None) -> Iterator[tuple[Any, Any]]:
    """Run forwards, and give at each step the hidden state h_t, (B, h), and M_t.

    Args:
        p: the hidden units.
        x: inputs, shape (B, T, d).
        start: h_0, shape (B, h), on which θ has no influence; zeros by default.
    """
    h = start_of(p, x, start, None)
    n, q = h.shape[1], joined(p)
    theta = np.concatenate([q.A, q.b[:, None]], axis=1)
    ones = np.ones((len(h), 1), h.dtype)
    M = np.zeros((len(h), n, *theta.shape), h.dtype)
    own = np.arange(n)
    for t in range(x.shape[1]):
        u = np.concatenate([h, x[:, t], ones], axis=1)
        h, slope = value_and_gradient(called(p.activation), u @ theta.T)
        M = (p.Wh @ M.reshape(len(h), n, -1)).reshape(M.shape)
        M[:, own, own] += u[:, None]
        M *= slope[:, :, None, None]
        yield h, M


def gradients(p: Hidden, x: Any, arriving: Any, start: Any = None) -> Iterator[Hidden]:
    """Give the gradient of all losses up to each step, right after it.

    Args:
        p: the hidden units.
        x: inputs, shape (B, T, d).
        arriving: the error signal each hidden state gets from its output alone, (B, T, h).
        start: h_0, shape (B, h); zeros by default.

    Yields:
        The gradient, each in the place of its weights.

    Raises:
        ShapeError: where arrays do not go together.
    """
    agree(arriving=(arriving, "B T h"), x=(x, "B T d"), Wh=(p.Wh, "h h"))
    n = arriving.shape[2]
    so_far = 0
    for t, (_, M) in enumerate(influences(p, x, start)):
        rows = M.reshape(len(M) * n, -1)
        so_far = so_far + (arriving[:, t].reshape(-1) @ rows).reshape(M.shape[2:])
        b = None if p.b is None else so_far[:, -1]
        yield Hidden(so_far[:, n:-1], so_far[:, :n], b, p.activation)


@dataclass(frozen=True, slots=True)
class Cost:
    """What the gradient of one sequence takes.

    Args:
        products: multiplications of the matrix products.
        kept: numbers that have to be remembered from step to step, or for the way back.
    """

    products: int
    kept: int


def cost(n: int, d: int, steps: int) -> Cost:
    """Count for ``influences`` and ``gradients``: n units, d inputs."""
    m = n + d + 1
    a_step = n * m + n * n * n * m + n * n * m  # the state; W_h M; into the gradient
    return Cost(steps * a_step, n * n * m)


def cost_through_time(n: int, d: int, steps: int) -> Cost:
    """Count for ``bptt.signals``, which keeps the states of all steps."""
    m = n + d + 1
    a_step = n * m + n * n + n * m  # the state; z̄ W_h; into the gradient
    return Cost(steps * a_step, steps * n)
