"""A multilayer perceptron with batch normalisation between weights and activations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ncrevise.kernels.batched import affine, cross_entropy
from ncrevise.models.networks import batch_norm
from ncrevise.models.networks.activations import activation
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.models.networks.batch_norm import BatchNorm, Running
    from ncrevise.models.networks.mlp import Mlp
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class Normalised:
    """A network, and the scale and shift of each hidden layer."""

    net: Mlp
    norms: tuple[BatchNorm, ...]


def around(net: Mlp) -> Normalised:
    """Put batch normalisation into every hidden layer of a network."""
    sizes = [shape(layer.b)[0] for layer in net.layers[:-1]]
    return Normalised(net, tuple(map(batch_norm.initial, sizes)))


def run(p: Normalised, x: Tensor, norm: Callable[[int, Tensor], Tensor]) -> Tensor:
    """Run examples through the layers, each normalised in a way of its own."""
    phi, h = activation(p.net.activation), x
    for l, layer in enumerate(p.net.layers[:-1]):
        h = phi(norm(l, affine(h, layer.W, layer.b)))
    last = p.net.layers[-1]
    return affine(h, last.W, last.b)


def loss(p: Normalised, batch: tuple[Any, Any]) -> Tensor:
    """Compute the cross-entropy of a batch, normalised by itself."""
    x, labels = batch
    scores = run(p, x, lambda l, z: batch_norm.forward(p.norms[l], z))
    return cross_entropy(scores, classes=labels)


def seen(p: Normalised, x: Any) -> list[Running]:
    """Give each layer's mean and variance over all of x, to evaluate with."""
    found: list[Running] = []

    def norm(l: int, z: Any) -> Any:
        start = batch_norm.at_start(z.shape[1], momentum=1.0)
        found.append(batch_norm.updated(start, z))
        return batch_norm.evaluate(p.norms[l], z, found[-1])

    run(p, x, norm)
    return found


def evaluate(p: Normalised, x: Any, running: list[Running]) -> Any:
    """Give scores of examples, each by itself."""
    return run(p, x, lambda l, z: batch_norm.evaluate(p.norms[l], z, running[l]))
