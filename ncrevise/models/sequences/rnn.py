"""A recurrent network run over sequences (notes 003 §12; 001 *Recurrent Neural Networks*).

======  =========  ===========================================
symbol  shape      meaning
======  =========  ===========================================
x       (B, T, d)  B sequences of T inputs
W_x     (h, d)     weights on the input
W_h     (h, h)     weights on the hidden state before
b       (h,)       biases, or none
h_t     (B, h)     hidden state after step t
W_y     (k, h)     weights of the output layer
b_y     (k,)       its biases, or none
======  =========  ===========================================

``h_t = φ(W_x x_t + W_h h_{t−1} + b)``, ``y_t = ψ(W_y h_t + b_y)``. The other notation of the
notes, one matrix on ``[h_{t−1}, x_t]``, is ``joined``. A single sequence worked out by hand has
no axis of a batch, and its arrays are as ``weights.squeezed`` gives them: a number for one unit
with one input.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.networks.activations import activation as called
from ncrevise.models.networks.initialise import orthogonal, weights
from ncrevise.models.sequences.timeline import at_least_one, over, together, zeros
from ncrevise.models.shapes import agree
from ncrevise.models.weights import identity, unit
from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from ncrevise.noise import Noise


@dataclass(frozen=True, slots=True)
class Hidden:
    """The hidden units, and the name of their activation."""

    Wx: Tensor
    Wh: Tensor
    b: Tensor | None
    activation: str = "tanh"


@dataclass(frozen=True, slots=True)
class Output:
    """The output layer, and the name of its activation."""

    Wy: Tensor
    b: Tensor | None
    activation: str = "identity"


def initial(
    d: int, n: int, noise: Noise, activation: str = "tanh", *, scheme: str = "xavier"
) -> Hidden:
    """Draw n hidden units on d inputs; biases 0.

    Args:
        d: inputs.
        n: units.
        noise: where the weights are drawn.
        activation: its name.
        scheme: of ``initialise``, for both matrices; or ``orthogonal``, for the weights on the
            hidden state, which then keep every vector's length.
    """
    if scheme == "orthogonal":
        return Hidden(weights(noise, n, d, "xavier"), orthogonal(noise, n), np.zeros(n), activation)
    Wx, Wh = weights(noise, n, d, scheme), weights(noise, n, n, scheme)
    return Hidden(Wx, Wh, np.zeros(n), activation)


def output(n: int, k: int, noise: Noise, activation: str = "identity") -> Output:
    """Draw an output layer of k units on n hidden ones; biases 0."""
    return Output(weights(noise, k, n, "xavier"), np.zeros(k), activation)


def step(hidden: Hidden, x: Tensor, before: Tensor, tape: Recorder = NO_TAPE, t: int = 1) -> Tensor:
    """Advance the hidden state by one step.

    Args:
        hidden: the hidden units.
        x: x_t, shape (B, d), or (d,) of one sequence, a number for d = 1.
        before: h_{t−1}, shape (B, h), or (h,), a number for h = 1.
        tape: where to write the working.
        t: which step, for its name.
    """
    return unit(
        ((hidden.Wx, x), (hidden.Wh, before)),
        hidden.b,
        called(hidden.activation),
        tape,
        f"h{t}",
        f"Hidden state at step {t}",
        indexed("h", t),
        indexed("z", t),
    )


def read(output: Output, h: Tensor, tape: Recorder = NO_TAPE, t: int = 1) -> Tensor:
    """Compute the output at a hidden state, or at all of them: shape (…, k)."""
    if len(shape(h)) > 1:
        agree(Wy=(output.Wy, "k h"), h=(h, "* h"), **biases("k", by=output.b))
    return unit(
        ((output.Wy, h),),
        output.b,
        called(output.activation),
        tape,
        f"y{t}",
        f"Output at step {t}",
        indexed("y", t),
        indexed("o", t),
    )


def forward(
    hidden: Hidden,
    output: Output | None,
    inputs: Sequence[Tensor],
    start: Tensor,
    tape: Recorder = NO_TAPE,
    *,
    at: Container[int],
    carried: Callable[[Tensor], Tensor] = identity,
) -> dict[str, Tensor]:
    """Run the network over one sequence, each step told.

    Args:
        hidden: the hidden units.
        output: the output layer, when there is one.
        inputs: x_1 … x_T, each of shape (d,), a number for d = 1.
        start: h_0, shape (h,), a number for h = 1.
        tape: where to write the working.
        at: the steps at which there is an output.
        carried: what a step takes for the hidden state before; a mistake may take another.

    Returns:
        ``h1`` … ``hT``, and with an output layer ``y1`` … ``yT`` or those of them asked for.
    """
    found: dict[str, Tensor] = {}
    h = start
    for t, x in enumerate(inputs, 1):
        h = found[f"h{t}"] = step(hidden, x, carried(h), tape, t)
        if output and t in at:
            found[f"y{t}"] = read(output, h, tape, t)
    return found


def states(p: Hidden, x: Tensor, start: Tensor | None = None, mask: Any = None) -> Tensor:
    """Run the hidden units over a batch of sequences.

    Args:
        p: the hidden units.
        x: inputs, shape (B, T, d).
        start: h_0, shape (B, h); zeros by default.
        mask: true at real steps, shape (B, T); all by default.

    Returns:
        All hidden states, shape (B, T, h); the last ones are the last of each sequence.

    Raises:
        ShapeError: where arrays do not go together.
    """
    h = start_of(p, x, start, mask)
    return together(over(lambda u, before: step(p, u, before), x, h, mask))


def start_of(p: Hidden, x: Tensor, start: Tensor | None, mask: Any) -> Tensor:
    """Check the shapes of a run, and give its first state."""
    given = {"Wx": (p.Wx, "h d"), "Wh": (p.Wh, "h h"), "x": (x, "B T d"), **biases("h", b=p.b)}
    if mask is not None:
        given["mask"] = (mask, "B T")
    h = zeros(x, shape(p.Wh)[0]) if start is None else start
    agree(**given, start=(h, "B h"))
    at_least_one(x)
    return h


def biases(size: str, **b: Tensor | None) -> dict[str, tuple[Tensor, str]]:
    """List for ``agree`` the biases there are."""
    return {name: (each, size) for name, each in b.items() if each is not None}


def indexed(letter: str, t: int) -> str:
    """Write a letter with a time step."""
    return f"{letter}_{{{t}}}"
