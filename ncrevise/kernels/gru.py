"""A whole sequence through gated recurrent units in one operation, and back through time.

======  =========  ==========================================================
symbol  shape      meaning
======  =========  ==========================================================
x       (B, T, d)  B sequences of T inputs
h       (B, n)     hidden state before the first step
W       (3n, d)    weights on the input: candidate g, reset gate r, gate k
U       (3n, n)    weights on the hidden state before, stacked alike
b       (3n,)      biases, stacked alike
u       (n,)       biases of the candidate that belong to U
mask    (B, T)     true at real steps; others leave the state as it was
======  =========  ==========================================================

It gives all hidden states, (B, T, n): ``k ⊙ h + (1 − k) ⊙ g``. With ``after`` the candidate is
``tanh(W x + b + r ⊙ (U h + u))``, else ``tanh(W x + b + U (r ⊙ h) + u)``. As in ``lstm``,
time comes first in all buffers, and the way back works the gates out again.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ncrevise.kernels.lstm import halved, opened, shifted, time_first, weighed


def run(
    x: Any, h: Any, W: Any, U: Any, b: Any, u: Any, *, after: bool = False, mask: Any = None
) -> Any:
    """Run forward over plain arrays."""
    n = h.shape[1]
    z = weighed(time_first(x), halved(W, n).T)
    z += halved(b, n)
    to_candidate, to_gates = U[:n].T, 0.5 * U[n:].T
    states = np.empty((*z.shape[:2], n), z.dtype)
    for t in range(len(z)):
        gates = z[t, :, n:]
        gates += h @ to_gates
        opened(gates, 0)
        r, k = gates[:, :n], gates[:, n:]
        seen = r * (h @ to_candidate + u) if after else (r * h) @ to_candidate + u
        g = np.tanh(z[t, :, :n] + seen)
        np.add(g, k * (h - g), out=states[t])
        if mask is not None:
            np.copyto(states[t], h, where=~mask[:, t, None])
        h = states[t]
    return time_first(states)


def pulled(
    signal: Any,
    y: Any,
    x: Any,
    h: Any,
    W: Any,
    U: Any,
    b: Any,
    u: Any,
    *,
    after: bool = False,
    mask: Any = None,
) -> list[Any]:
    """Pull error signals of all states back through time, then to all six arguments."""
    n = h.shape[1]
    at, xs = time_first(signal), time_first(x)
    before = shifted(h, time_first(y))
    z = weighed(xs, halved(W, n).T)
    z += halved(b, n)
    z[..., n:] += weighed(before, 0.5 * U[n:].T)
    opened(z[..., n:], 0)
    r, k = z[..., n : 2 * n], z[..., 2 * n :]
    onto = before if after else r * before  # what the candidate's matrix is multiplied with
    seen = weighed(onto, U[:n].T) + u
    g = np.tanh(z[..., :n] + (r * seen if after else seen))
    to_g, to_k = (1 - k) * (1 - g * g), (before - g) * (k - k * k)
    to_r = (seen if after else before) * (r - r * r)
    if mask is not None:
        live = time_first(mask[..., None])
        to_g *= live
        to_k *= live
        k = np.where(live, k, 1)
    dz = np.empty_like(z)
    dh = np.zeros_like(h)
    for t in range(len(xs) - 1, -1, -1):
        dh = dh + at[t]
        dg = np.multiply(to_g[t], dh, out=dz[t, :, :n])
        np.multiply(to_k[t], dh, out=dz[t, :, 2 * n :])
        through = (dg * r[t] if after else dg) @ U[:n]
        np.multiply(dg if after else through, to_r[t], out=dz[t, :, n : 2 * n])
        passed = through if after else through * r[t]
        dh = passed + dz[t, :, n:] @ U[n:] + dh * k[t]
    held = flat(dz[..., :n] * r if after else dz[..., :n])
    return [
        time_first(weighed(dz, W)),
        dh,
        flat(dz).T @ flat(xs),
        np.concatenate([held.T @ flat(onto), flat(dz[..., n:]).T @ flat(before)]),
        flat(dz).sum(axis=0),
        held.sum(axis=0),
    ]


def flat(x: Any) -> Any:
    """Write all steps of all sequences as rows of one matrix."""
    return x.reshape(-1, x.shape[-1])
