"""A recurrent network run over a sequence (notes 003 §12; 001 *Recurrent Neural Networks*).

======  ======  ====================================
symbol  shape   meaning
======  ======  ====================================
W_x     (h, d)  weights on the input
W_h     (h, h)  weights on the hidden state before
b       (h,)    biases, or none
W_y     (k, h)  weights of the output layer
b_y     (k,)    its biases, or none
======  ======  ====================================

All as ``weights.squeezed`` gives them: a number for one unit with one input.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.models.weights import identity, unit
from ncrevise.tape import NO_TAPE, Recorder, Tensor

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from ncrevise.models.weights import Activation


@dataclass(frozen=True, slots=True)
class Hidden:
    """The hidden units."""

    Wx: Tensor
    Wh: Tensor
    b: Tensor | None
    activation: Activation


@dataclass(frozen=True, slots=True)
class Output:
    """The output layer."""

    Wy: Tensor
    b: Tensor | None
    activation: Activation


def forward(
    hidden: Hidden,
    output: Output | None,
    inputs: Sequence[Tensor],
    start: Tensor,
    tape: Recorder = NO_TAPE,
    *,
    read: Container[int],
    carried: Callable[[Tensor], Tensor] = identity,
) -> dict[str, Tensor]:
    """Run the network over a sequence.

    ``h_t = φ(W_x x_t + W_h h_{t−1} + b)``, ``y_t = ψ(W_y h_t + b_y)``.

    Args:
        hidden: the hidden units.
        output: the output layer, when there is one.
        inputs: x_1 … x_T, each of shape (d,), a number for d = 1.
        start: h_0, shape (h,), a number for h = 1.
        tape: where to write the working.
        read: the steps at which there is an output.
        carried: what a step takes for the hidden state before; a mistake may take another.

    Returns:
        ``h1`` … ``hT``, and with an output layer ``y1`` … ``yT`` or those of them that are read.
    """
    found: dict[str, Tensor] = {}
    h = start
    for t, x in enumerate(inputs, 1):
        h = found[f"h{t}"] = unit(
            ((hidden.Wx, x), (hidden.Wh, carried(h))),
            hidden.b,
            hidden.activation,
            tape,
            f"h{t}",
            f"Hidden state at step {t}",
            indexed("h", t),
            indexed("z", t),
        )
        if output and t in read:
            found[f"y{t}"] = unit(
                ((output.Wy, h),),
                output.b,
                output.activation,
                tape,
                f"y{t}",
                f"Output at step {t}",
                indexed("y", t),
                indexed("o", t),
            )
    return found


def indexed(letter: str, t: int) -> str:
    """Write a letter with a time step."""
    return f"{letter}_{{{t}}}"
