"""Layer normalisation, as transformer blocks use it (Ba, Kiros and Hinton 2016).

======  ======  ==================================================
symbol  shape   meaning
======  ======  ==================================================
x       (…, d)  activations; each row is normalised on its own
γ       (d,)    gain
β       (d,)    shift
======  ======  ==================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.models.shapes import agree
from ncrevise.tape.ops import divide, mean, sqrt, square, times

if TYPE_CHECKING:
    from ncrevise.tape import Tensor


@dataclass(frozen=True, slots=True)
class LayerNorm:
    """Gain and shift, and what keeps the division safe."""

    gain: Tensor
    shift: Tensor
    eps: float = 1e-5


def initial(d: int) -> LayerNorm:
    """Start with gain 1 and shift 0."""
    return LayerNorm(np.ones(d), np.zeros(d))


def forward(p: LayerNorm, x: Tensor) -> Tensor:
    """Bring every row to mean 0 and variance 1, then scale and shift it, shape (…, d).

    Raises:
        ShapeError: where gain or shift does not fit.
    """
    agree(x=(x, "* d"), gain=(p.gain, "d"), shift=(p.shift, "d"))
    centred = x - mean(x, axis=(-1,), keepdims=True)
    variance = mean(square(centred), axis=(-1,), keepdims=True)
    return times(divide(centred, sqrt(variance + p.eps)), p.gain) + p.shift
