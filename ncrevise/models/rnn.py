r"""A recurrent network run over a sequence (lecture notes 003 §12; 001 *Recurrent Neural Networks*).

======  ======  ====================================
symbol  shape   meaning
======  ======  ====================================
W_x     (h, d)  weights on the input
W_h     (h, h)  weights on the hidden state before
b       (h,)    biases, or none
W_y     (k, h)  weights of the output layer
b_y     (k,)    its biases, or none
======  ======  ====================================

Scalars serve for one unit, one input, one output.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.tape import NO_TAPE, Recorder, Tensor
from ncrevise.tape.ops import relu, sigmoid, softmax, tanh
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Activation = Callable[[Tensor], Tensor]


def identity(z: Tensor) -> Tensor:
    """Leave a weighted input as it is."""
    return z


ACTIVATIONS: dict[str, Activation] = {
    "tanh": tanh,
    "sigmoid": sigmoid,
    "relu": relu,
    "identity": identity,
    "softmax": softmax,
}


@dataclass(frozen=True, slots=True)
class Layer:
    """Weights on one or more inputs, and biases where there are any."""

    weights: tuple[Tensor, ...]
    b: Tensor | None
    activation: Activation

    def __call__(self, *inputs: Tensor) -> Tensor:
        """Compute ``φ(W u + V v + … + b)``."""
        terms = [weighted(w, u) for w, u in zip(self.weights, inputs, strict=True)]
        z = terms[0]
        for term in (*terms[1:], *(() if self.b is None else (self.b,))):
            z = z + term
        return self.activation(z)


def weighted(w: Tensor, u: Tensor) -> Tensor:
    """Apply weights: a matrix, a column of weights on one number, or one number."""
    return w @ u if shape(w) and shape(u) else w * u


def forward(
    hidden: Layer,
    output: Layer | None,
    inputs: Sequence[Tensor],
    start: Tensor,
    tape: Recorder = NO_TAPE,
    *,
    before: Callable[[Tensor], Tensor] = identity,
) -> dict[str, Tensor]:
    """Run the network over a sequence, ``h_t = φ(W_x x_t + W_h h_{t−1} + b)``.

    Args:
        hidden: the weights W_x and W_h, biases and activation of the hidden units.
        output: the weights W_y, biases and activation of the output layer, when there is one.
        inputs: x_1 … x_T, each of shape (d,).
        start: h_0, shape (h,).
        tape: where to write the working.
        before: what a step takes for the hidden state before; a mistake may take another.

    Returns:
        ``h1`` … ``hT``, and with an output layer ``y1`` … ``yT``.
    """
    found: dict[str, Tensor] = {}
    h = start
    for t, x in enumerate(inputs, 1):
        z = hidden(x, before(h))
        h = found[f"h{t}"] = tape.name(f"h{t}", z, f"Hidden state at step {t}", indexed("h", t))
        if output:
            y = output(h)
            found[f"y{t}"] = tape.name(f"y{t}", y, f"Output at step {t}", indexed("y", t))
    return found


def indexed(letter: str, t: int) -> str:
    """Write a letter with a time step."""
    return f"{letter}_{{{t}}}"
