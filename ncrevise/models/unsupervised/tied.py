"""Autoencoders with tied weights: the decoder's are the encoder's, transposed.

======  ===========  =======================================================
symbol  shape        meaning
======  ===========  =======================================================
W       (n, d)       weights of a layer of the encoder; Wᵀ in the decoder
b, c    (n,), (d,)   biases in the encoder, in the decoder
======  ===========  =======================================================

Half the weights, and the linear one is as near to PCA as can be: its best W is an orthonormal
basis, turned, of the principal space (lecture notes 002, where W₂ = U and W₁ = Uᵀ).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.models.networks import mlp
from ncrevise.models.unsupervised.autoencoder import Autoencoder
from ncrevise.tape.ops import transpose

if TYPE_CHECKING:
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class Tied:
    """The encoder, and the decoder's biases from its first layer to its output."""

    f: mlp.Mlp
    c: tuple[Tensor, ...]
    output: str = "identity"


def initial(
    sizes: tuple[int, ...],
    noise: Noise,
    activation: str = "relu",
    code: str = "identity",
    output: str = "identity",
    scheme: str = "he",
) -> Tied:
    """Draw a tied autoencoder; as ``autoencoder.initial``."""
    biases = tuple(np.zeros(d) for d in sizes[-2::-1])
    return Tied(mlp.initial(sizes, noise.split("f"), activation, code, scheme), biases, output)


def opened(p: Tied) -> Autoencoder:
    """Write both halves out, for ``autoencoder`` to run.

    Raises:
        ShapeError: when run, where a bias does not fit its layer.
    """
    pairs = zip(reversed(p.f.layers), p.c, strict=True)
    back = tuple(mlp.Layer(transpose(layer.W), c) for layer, c in pairs)
    return Autoencoder(p.f, mlp.Mlp(back, p.f.activation, p.output))
