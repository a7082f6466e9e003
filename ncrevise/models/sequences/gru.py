"""Gated recurrent units (lecture notes 001 *Long Short-term Memory Networks*; 003 §13).

======  =========  ==========================================================
symbol  shape      meaning
======  =========  ==========================================================
x       (B, T, d)  B sequences of T inputs
z       (B, n)     update gate, from 0 to 1
r       (B, n)     reset gate, from 0 to 1
g       (B, n)     candidate
h       (B, n)     hidden state: part of the old, part of the candidate
======  =========  ==========================================================

The literature has two of each, and both are settings:

- the reset comes *before* the product, ``tanh(W x + U (r ⊙ h) + b)`` (Cho et al. 2014), or
  *after* it, ``tanh(W x + b + r ⊙ (U h + u))``, as fast libraries have it;
- the update gate *keeps* the old state, ``z ⊙ h + (1 − z) ⊙ g``, or *replaces* it,
  ``(1 − z) ⊙ h + z ⊙ g``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ncrevise.kernels.gru import pulled, run
from ncrevise.models.sequences.lstm import Gate, cut, gate, initial_gate, shapes_of
from ncrevise.models.sequences.timeline import at_least_one, over, together, zeros
from ncrevise.models.shapes import agree
from ncrevise.models.weights import unit, weighted
from ncrevise.tape import NO_TAPE, Recorder, raw
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import concat, sigmoid, tanh
from ncrevise.tape.primitive import Fused
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from ncrevise.noise import Noise


@dataclass(frozen=True, slots=True)
class Gru:
    """Update gate, reset gate, candidate, and u, the biases that a reset after gates too."""

    z: Gate
    r: Gate
    g: Gate
    u: Tensor | None = None
    reset: Literal["before", "after"] = "before"
    update: Literal["keeps", "replaces"] = "keeps"


def initial(
    d: int,
    n: int,
    noise: Noise,
    reset: Literal["before", "after"] = "before",
    update: Literal["keeps", "replaces"] = "keeps",
    *,
    keep_bias: float = 1.0,
) -> Gru:
    """Draw n gated units on d inputs.

    Args:
        d: inputs.
        n: units.
        noise: where the weights are drawn.
        reset: where the reset gate acts.
        update: what the update gate does.
        keep_bias: above 0, so that units keep at first what they hold.
    """
    bias = keep_bias if update == "keeps" else -keep_bias
    z, r, g = (initial_gate(d, n, noise, start) for start in (bias, 0.0, 0.0))
    return Gru(z, r, g, np.zeros(n) if reset == "after" else None, reset, update)


def step(p: Gru, x: Tensor, before: Tensor, tape: Recorder = NO_TAPE) -> dict[str, Tensor]:
    """Advance the units by one time step.

    Args:
        p: the weights.
        x: the input, shape (B, d), or (d,) of one sequence.
        before: the hidden state, shape (B, n) or (n,).
        tape: where to write the working.

    Returns:
        ``z``, ``r``, ``g`` and ``h``, each of shape (B, n) or (n,).
    """
    z = gate(tape, p.z, x, before, "z", "Update gate", sigmoid)
    r = gate(tape, p.r, x, before, "r", "Reset gate", sigmoid)
    g = candidate(p, x, before, r, tape)
    kept, new = (z, 1 - z) if p.update == "keeps" else (1 - z, z)
    h = tape.name("h", kept * before + new * g, "Part of the old state, part of the new", "h_t")
    return {"z": z, "r": r, "g": g, "h": h}


def candidate(p: Gru, x: Tensor, before: Tensor, r: Tensor, tape: Recorder) -> Tensor:
    """Compute the candidate, with the reset gate before or after the matrix."""
    if p.reset == "before":
        kept = tape.name("reset", r * before, "What the reset gate lets pass", "s_t")
        return gate(tape, p.g, x, kept, "g", "Candidate", tanh)
    product = weighted(p.g.U, before)
    if p.u is not None:
        product = product + p.u
    held = tape.name("recurrent", product, "The old state, weighted", "v_t")
    pairs = ((p.g.W, x),)
    return unit(pairs, p.g.b, tanh, tape, "g", "Candidate", "g_t", "z_g", (r * held,))


def states(p: Gru, x: Tensor, start: Tensor | None = None, mask: Any = None) -> Tensor:
    """Run the units over a batch of sequences, in one operation.

    Args:
        p: the weights.
        x: inputs, shape (B, T, d).
        start: the first hidden state, shape (B, n); zeros by default.
        mask: true at real steps, shape (B, T); all by default.

    Returns:
        All hidden states, shape (B, T, n).

    Raises:
        ShapeError: where arrays do not go together.
    """
    h = start_of(p, x, start, mask)
    # σ(−a) = 1 − σ(a): a gate that replaces is one that keeps, of opposite weights
    k = p.z if p.update == "keeps" else Gate(-p.z.W, -p.z.U, -p.z.b)
    gates = (p.g, p.r, k)
    W, U, b = (concat([getattr(each, name) for each in gates]) for name in "WUb")
    u = np.zeros(shape(p.g.b), raw(p.g.b).dtype) if p.u is None else p.u
    return whole(x, h, W, U, b, u, after=p.reset == "after", mask=mask)


def stepped(p: Gru, x: Tensor, start: Tensor, mask: Any = None) -> Tensor:
    """Run the units a step at a time, as ``states`` does."""
    return together(over(lambda v, before: step(p, v, before)["h"], x, start, mask))


def unfused(
    x: Tensor,
    h: Tensor,
    W: Tensor,
    U: Tensor,
    b: Tensor,
    u: Tensor,
    *,
    after: bool = False,
    mask: Any = None,
) -> Tensor:
    """Run ``step`` over sequences; of weights stacked as the kernel has them."""
    g, r, z = cut(W, U, b, 3)
    if after:
        return stepped(Gru(z, r, g, u, "after"), x, h, mask)
    return stepped(Gru(z, r, replace(g, b=g.b + u)), x, h, mask)


whole = Fused("gru", run, pulled, unfused)


def start_of(p: Gru, x: Tensor, start: Tensor | None, mask: Any) -> Tensor:
    """Check the shapes of a run, and give its first state."""
    h = zeros(x, shape(p.z.U)[0]) if start is None else start
    given = {"x": (x, "B T d"), "start": (h, "B n")}
    given |= {} if mask is None else {"mask": (mask, "B T")}
    given |= {} if p.u is None else {"u": (p.u, "n")}
    for key in "zrg":
        given |= shapes_of(getattr(p, key), key)
    agree(**given)
    at_least_one(x)
    return h
