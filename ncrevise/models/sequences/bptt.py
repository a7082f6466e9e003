"""Backpropagation through time, written out (lecture notes 003 §12; 002 *Backprop Through Time*).

======  =========  ==================================================================
symbol  shape      meaning
======  =========  ==================================================================
h̄_t     (B, h)     error signal of hidden state t: what arrives from its output, and
                   from the step after it, ``z̄_{t+1} W_h``
z̄_t     (B, h)     error signal δ_t of its weighted inputs, ``h̄_t ⊙ φ′(z_t)``
W̄_x     (h, d)     ``Σ_t z̄_tᵀ x_t``
W̄_h     (h, h)     ``Σ_t z̄_tᵀ h_{t−1}``
======  =========  ==================================================================

The weights are the same at all steps, so their gradient is the sum over the steps. The tape's
own backward pass gives the same numbers; here every signal is at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ncrevise.derivatives.differentiate import value_and_gradient
from ncrevise.models.networks.activations import activation as called
from ncrevise.models.sequences.rnn import Hidden, start_of, states
from ncrevise.models.shapes import agree


@dataclass(frozen=True, slots=True)
class Signals:
    """Error signals at all steps, (B, T, h), and the gradients they add up to.

    Args:
        h: of the hidden states.
        z: of their weighted inputs.
        weights: the gradient, each in the place of its weights.
        start: the error signal of the first hidden state, shape (B, h).
    """

    h: Any
    z: Any
    weights: Hidden
    start: Any


def signals(
    p: Hidden, x: Any, arriving: Any, start: Any = None, *, chunk: int | None = None
) -> Signals:
    """Send error signals from the outputs back through time.

    Args:
        p: the hidden units.
        x: inputs, shape (B, T, d).
        arriving: the error signal that each hidden state gets from its output alone, (B, T, h).
        start: h_0, shape (B, h); zeros by default.
        chunk: truncated BPTT cuts time into stretches of so many steps; states pass from one to
            the next and error signals do not come back. By default there is one stretch.

    Raises:
        ShapeError: where arrays do not go together.
    """
    h0 = start_of(p, x, start, None)
    agree(arriving=(arriving, "B T h"), x=(x, "B T d"), Wh=(p.Wh, "h h"))
    h = states(p, x, h0)
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    slope = slopes(p, x, before)
    z_bar, h_bar = np.empty_like(h), np.empty_like(h)
    after = np.zeros_like(h0)
    for t in range(h.shape[1] - 1, -1, -1):
        if chunk and (t + 1) % chunk == 0:
            after = np.zeros_like(after)
        h_bar[:, t] = arriving[:, t] + after
        z_bar[:, t] = h_bar[:, t] * slope[:, t]
        after = z_bar[:, t] @ p.Wh
    return Signals(h_bar, z_bar, gathered(p, z_bar, x, before), after)


def slopes(p: Hidden, x: Any, before: Any) -> Any:
    """Give φ′ of the weighted inputs at all steps, shape (B, T, h)."""
    z = x @ p.Wx.T + before @ p.Wh.T + (0 if p.b is None else p.b)
    return value_and_gradient(called(p.activation), z)[1]


def gathered(p: Hidden, z_bar: Any, x: Any, before: Any) -> Hidden:
    """Add up over sequences and steps what each says of the weights they share."""
    rows = z_bar.reshape(-1, z_bar.shape[-1])
    return Hidden(
        rows.T @ x.reshape(len(rows), -1),
        rows.T @ before.reshape(len(rows), -1),
        None if p.b is None else rows.sum(axis=0),
        p.activation,
    )
