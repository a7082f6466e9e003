"""A whole sequence through an LSTM in one operation, with backpropagation through time.

======  ===========  ==========================================================
symbol  shape        meaning
======  ===========  ==========================================================
x       (B, T, d)    B sequences of T inputs
h, c    (B, n)       hidden state and cell before the first step
W       (4n, d)      weights on the input: candidate, input, forget, output gate
U       (4n, n)      weights on the hidden state before, stacked alike
b       (4n,)        biases, stacked alike
mask    (B, T)       true at real steps; others leave both states as they were
======  ===========  ==========================================================

It gives (2, B, T, n): all hidden states, then all cells. In this order of the gates the first
three are fed by the cell's error signal and the last three are σ, so that each are one block;
``σ(z) = (1 + tanh(z/2))/2`` makes it one tanh a step. Buffers have time first, where a step is
one stretch of memory. The backward pass works the gates out again from the hidden states, all
steps in one product, instead of keeping them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

GATES = "gifo"


def time_first(x: Any) -> Any:
    """Swap the axes of batch and time, the two before the last."""
    return x.swapaxes(-3, -2)


def halved(stacked: Any, n: int) -> Any:
    """Halve what the σ gates are weighted with: all but the first n units."""
    out = stacked.copy()
    out[n:] *= 0.5
    return out


def weighed(x: Any, weights: Any) -> Any:
    """Multiply rows of any number by a matrix, in one product."""
    return (x.reshape(-1, x.shape[-1]) @ weights).reshape(*x.shape[:-1], -1)


def opened(z: Any, n: int) -> Any:
    """Make gates of weighted inputs, halved for σ, in place."""
    np.tanh(z, out=z)
    gates = z[..., n:]
    gates *= 0.5
    gates += 0.5
    return z


def by_gate(a: Any) -> Any:
    """Give the candidate and the gates one by one: g, i, f, o."""
    n = a.shape[-1] // 4
    return [a[..., k * n : (k + 1) * n] for k in range(4)]


def run(x: Any, h: Any, c: Any, W: Any, U: Any, b: Any, *, mask: Any = None) -> Any:
    """Run forward over plain arrays."""
    n = h.shape[1]
    z = weighed(time_first(x), halved(W, n).T)
    z += halved(b, n)
    on_state = halved(U, n).T
    states = np.empty((2, *z.shape[:2], n), z.dtype)
    for t in range(len(z)):
        z[t] += h @ on_state
        g, i, f, o = by_gate(opened(z[t], n))
        new_h, new_c = states[:, t]
        np.multiply(f, c, out=new_c)
        new_c += i * g
        np.multiply(o, np.tanh(new_c), out=new_h)
        if mask is not None:
            ended = ~mask[:, t, None]
            np.copyto(new_h, h, where=ended)
            np.copyto(new_c, c, where=ended)
        h, c = new_h, new_c
    return time_first(states)


def shifted(start: Any, states: Any) -> Any:
    """Give the states before each step."""
    return np.concatenate([start[None], states[:-1]])


def pulled(
    signal: Any, y: Any, x: Any, h: Any, c: Any, W: Any, U: Any, b: Any, *, mask: Any = None
) -> list[Any]:
    """Pull error signals of all states back through time, then to all six arguments."""
    (at_h, at_c), (hs, cs), xs = time_first(signal), time_first(y), time_first(x)
    before_h, before_c = shifted(h, hs), shifted(c, cs)
    n = h.shape[1]
    z = weighed(xs, halved(W, n).T)
    z += halved(b, n)
    z += weighed(before_h, halved(U, n).T)
    a = opened(z, n)
    to_cell, keeps, slopes = local_slopes(a, before_c, cs)
    stays = None
    if mask is not None:
        live = time_first(mask[..., None])
        stays = ~live
        to_cell *= live
        slopes *= live
        keeps = np.where(live, keeps, 1)
    dh, dc = np.zeros_like(h), np.zeros_like(c)
    for t in range(len(xs) - 1, -1, -1):
        dh = dh + at_h[t]
        dc = dc + at_c[t] + dh * to_cell[t]
        dz = slopes[t].reshape(-1, 4, n)
        dz[:, :3] *= dc[:, None]
        dz[:, 3] *= dh
        passed = slopes[t] @ U
        dh = passed if stays is None else passed + dh * stays[t]
        dc = dc * keeps[t]
    rows = slopes.reshape(-1, 4 * n)
    return [
        time_first(weighed(slopes, W)),
        dh,
        dc,
        rows.T @ xs.reshape(len(rows), -1),
        rows.T @ before_h.reshape(len(rows), -1),
        rows.sum(axis=0),
    ]


def local_slopes(a: Any, before: Any, cells: Any) -> tuple[Any, Any, Any]:
    """Differentiate every step by itself.

    Returns:
        ``∂h/∂c``; ``∂c/∂c`` of the step before; and, side by side, ``∂c/∂z`` of candidate,
        input and forget gate and ``∂h/∂z`` of the output gate.
    """
    g, i, f, o = by_gate(a)
    shown = np.tanh(cells)
    slopes = np.empty_like(a)
    to_g, to_i, to_f, to_o = by_gate(slopes)
    np.multiply(i, 1 - g * g, out=to_g)
    for gate, partner, out in ((i, g, to_i), (f, before, to_f), (o, shown, to_o)):
        np.multiply(partner, gate - gate * gate, out=out)
    return o * (1 - shown * shown), f, slopes
