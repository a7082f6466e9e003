"""A multilayer perceptron trained with dropout, weight decay or changed images."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.kernels.batched import affine, cross_entropy
from ncrevise.models.generalisation.penalties import squares
from ncrevise.models.networks import dropout
from ncrevise.models.networks.activations import activation
from ncrevise.models.networks.cnn import flattened

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.models.networks.augmentation import Changes
    from ncrevise.models.networks.mlp import Mlp
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor

    Masks = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Cure:
    """What is done against overfitting.

    Args:
        name: as it is called.
        decay: λ of weight decay.
        rho: ρ of dropout, in every hidden layer.
        changes: what augmentation may do to an image.
    """

    name: str
    decay: float = 0.0
    rho: float = 0.0
    changes: Changes | None = None


def drawn(noise: Noise, cure: Cure, examples: int, units: tuple[int, ...]) -> Masks:
    """Draw which units of each hidden layer are kept, for each example by itself."""
    if not cure.rho:
        return ()
    return tuple(dropout.drawn(noise, (examples, n), cure.rho, np.float32) for n in units)


def scores(net: Mlp, x: Tensor, masks: Masks = (), rho: float = 0.0) -> Tensor:
    """Give images (N, C, H, W) their scores; without masks, as at test time."""
    phi, h = activation(net.activation), flattened(x)
    for l, layer in enumerate(net.layers[:-1]):
        h = phi(affine(h, layer.W, layer.b))
        h = dropout.forward(h, masks[l], rho) if masks else dropout.evaluate(h, rho)
    return affine(h, net.layers[-1].W, net.layers[-1].b)


def loss(cure: Cure) -> Callable[[Mlp, Any], Tensor]:
    """Give the loss of a batch of images, labels and masks, with its penalty."""

    def penalised(net: Mlp, batch: tuple[Any, Any, Masks]) -> Tensor:
        x, labels, masks = batch
        missed = cross_entropy(scores(net, x, masks, cure.rho), classes=labels)
        if not cure.decay:
            return missed
        return missed + squares([layer.W for layer in net.layers], cure.decay)

    return penalised
