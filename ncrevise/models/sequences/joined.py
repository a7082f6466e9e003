"""A recurrent network with one matrix on ``[h, x]`` (001 *Recurrent Neural Networks*).

======  ==========  =================================================
symbol  shape       meaning
======  ==========  =================================================
A       (n, n + d)  ``[W_h W_x]``: weights on ``[h_{t−1}, x_t]``
b       (n,)        biases
======  ==========  =================================================

``h_t = φ(A · [h_{t−1}, x_t] + b)`` is the network of ``rnn`` in the other notation of the notes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ncrevise.errors import ShapeError
from ncrevise.kernels.batched import affine
from ncrevise.models.networks.activations import activation as called
from ncrevise.models.sequences.rnn import Hidden, indexed
from ncrevise.models.sequences.timeline import at_least_one, over, together, zeros
from ncrevise.models.shapes import agree
from ncrevise.tape import NO_TAPE, Recorder, raw
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import concat
from ncrevise.tape.value import shape


@dataclass(frozen=True, slots=True)
class Joined:
    """Hidden units with all their weights in one matrix."""

    A: Tensor
    b: Tensor
    activation: str = "tanh"


def joined(p: Hidden) -> Joined:
    """Write the two matrices of a network side by side; without biases they are 0."""
    b = np.zeros(shape(p.Wh)[0], raw(p.Wh).dtype) if p.b is None else p.b
    return Joined(concat([p.Wh, p.Wx], axis=1), b, p.activation)


def separate(p: Joined) -> Hidden:
    """Cut the matrix into weights on the hidden state and on the input."""
    n = shape(p.A)[0]
    return Hidden(p.A[:, n:], p.A[:, :n], p.b, p.activation)


def step(p: Joined, x: Tensor, before: Tensor, tape: Recorder = NO_TAPE, t: int = 1) -> Tensor:
    """Advance the hidden state by one step.

    Args:
        p: the hidden units.
        x: x_t, shape (B, d) or (d,).
        before: h_{t−1}, shape (B, n) or (n,).
        tape: where to write the working.
        t: which step, for its name.
    """
    both = tape.name(
        f"hx{t}",
        concat([before, x], axis=-1),
        f"Hidden state before and input of step {t} in one vector",
        f"[{indexed('h', t - 1)}, {indexed('x', t)}]",
    )
    z = tape.name(f"h{t}_weighted", affine(both, p.A, p.b), "Weighted inputs", indexed("z", t))
    return tape.name(f"h{t}", called(p.activation)(z), f"Hidden state at step {t}", indexed("h", t))


def states(p: Joined, x: Tensor, start: Tensor | None = None, mask: Any = None) -> Tensor:
    """Run the hidden units over a batch of sequences (B, T, d), as ``rnn.states``.

    Returns:
        All hidden states, shape (B, T, n).

    Raises:
        ShapeError: where arrays do not go together.
    """
    n, width = shape(p.A)
    h = zeros(x, n) if start is None else start
    live = {} if mask is None else {"mask": (mask, "B T")}
    sizes = agree(A=(p.A, "n m"), b=(p.b, "n"), x=(x, "B T d"), start=(h, "B n"), **live)
    at_least_one(x)
    if width != n + sizes["d"]:
        raise ShapeError(
            f"A must have shape (n, n + d) and has {shape(p.A)}, where x has shape {shape(x)}."
        )
    return together(over(lambda u, before: step(p, u, before), x, h, mask))
