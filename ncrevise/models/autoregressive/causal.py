"""Causal, dilated convolution of sequences (lecture notes 003 §15 *Causal convolution*).

======  ============  ==========================================================
symbol  shape         meaning
======  ============  ==========================================================
x       (…, T, c)     c channels at T times
W       (n, c, K)     kernels; the last of the K taps lies on the present
b       (n,)          biases
δ       whole number  dilation, steps from tap to tap
y       (…, T, n)     y[t] = Σ_k W[:, :, k] x[t − (K − 1 − k) δ] + b
======  ============  ==========================================================

Before the start there are zeros, so there are as many outputs as inputs, and none of them sees
what comes after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.kernels.batched import affine
from ncrevise.models.networks.initialise import filters
from ncrevise.models.shapes import agree
from ncrevise.tape import Loose as Tensor
from ncrevise.tape import raw
from ncrevise.tape.ops import concat, permute, reshape, take
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.noise import Noise


@dataclass(frozen=True, slots=True)
class Causal:
    """Kernels, biases and the dilation."""

    W: Tensor
    b: Tensor
    dilation: int = 1


def initial(c: int, n: int, kernel: int, noise: Noise, dilation: int = 1) -> Causal:
    """Draw n kernels of so many taps on c channels; biases 0."""
    return Causal(filters(noise, (n, c, kernel), "xavier"), np.zeros(n), dilation)


def forward(p: Causal, x: Tensor) -> Tensor:
    """Convolve sequences, shape (…, T, n).

    Raises:
        ShapeError: where the channels do not fit.
    """
    sizes = agree(x=(x, "* t c"), W=(p.W, "n c k"), b=(p.b, "n"))
    n, c, taps = sizes["n"], sizes["c"], sizes["k"]
    seen = concat(delayed(x, taps, p.dilation), axis=-1)
    flat = reshape(permute(p.W, axes=(0, 2, 1)), shape=(n, taps * c))
    return affine(seen, flat, p.b)


def delayed(x: Tensor, taps: int, dilation: int) -> list[Tensor]:
    """List what each tap sees, the one furthest back first, each of shape (…, T, c)."""
    *front, t, c = shape(x)
    reach = (taps - 1) * dilation
    if not reach:
        return [x]
    padded = concat([np.zeros((*front, reach, c), raw(x).dtype), x], axis=-2)
    starts = (k * dilation for k in range(taps))
    return [take(padded, index=(..., slice(at, at + t), slice(None))) for at in starts]


def receptive_field(kernel: int, dilations: Sequence[int]) -> int:
    """Count the inputs an output of a stack sees, ``1 + (K − 1) Σ δ``: itself and those before."""
    return 1 + (kernel - 1) * sum(dilations)
