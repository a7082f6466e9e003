"""Convolutional network: convolutions, each pooled, then dense layers (lecture notes 003 §9).

======  ==============  ======================================================
symbol  shape           meaning
======  ==============  ======================================================
x       (N, C, H, W)    images
maps    (N, F, Ĥ, Ŵ)    feature maps after each stage: convolution, φ, pooling
z       (N, k)          scores of k classes
======  ==============  ======================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.models.networks import conv, mlp, pooling
from ncrevise.models.networks.activations import activation
from ncrevise.models.networks.pooling import Pool, global_average
from ncrevise.models.shapes import agree
from ncrevise.tape.ops import reshape
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from ncrevise.models.networks.conv import Conv
    from ncrevise.models.networks.mlp import Mlp
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class Plan:
    """The architecture of a network.

    Args:
        side: rows and columns of an image.
        channels: its channels.
        filters: of each convolution.
        kernel: side of all kernels; maps are padded to keep their size.
        pool: side of all pooling groups; 1 for none.
        hidden: units of the dense layers before the last.
        classes: outputs.
        activation: φ.
        average: whether the last maps are averaged to a number a channel, not laid out.
    """

    side: int
    channels: int = 1
    filters: tuple[int, ...] = (8, 16)
    kernel: int = 3
    pool: int = 2
    hidden: tuple[int, ...] = ()
    classes: int = 10
    activation: str = "relu"
    average: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A convolution and the pooling of what it gives, if any."""

    conv: Conv
    pool: Pool | None


@dataclass(frozen=True, slots=True)
class Cnn:
    """Stages in order, then dense layers on the last maps, laid out or averaged."""

    stages: tuple[Stage, ...]
    head: Mlp
    activation: str = "relu"
    average: bool = False


def initial(plan: Plan, noise: Noise, scheme: str = "he") -> Cnn:
    """Draw a network of an architecture; biases are 0."""
    side, channels, stages = plan.side, plan.channels, []
    for count in plan.filters:
        layer = conv.initial(noise, channels, count, plan.kernel, scheme)
        stages.append(Stage(layer, Pool(plan.pool) if plan.pool > 1 else None))
        side, channels = side // plan.pool, count
    units = (channels if plan.average else side * side * channels, *plan.hidden, plan.classes)
    head = mlp.initial(units, noise, plan.activation, scheme=scheme)
    return Cnn(tuple(stages), head, plan.activation, plan.average)


def maps(p: Cnn, x: Tensor) -> list[Tensor]:
    """Run images through the stages and keep what each gives.

    Args:
        p: the network.
        x: images, shape (N, C, H, W).

    Returns:
        Feature maps, shape (N, F, Ĥ, Ŵ), a stage each.
    """
    phi, found, h = activation(p.activation), [], x
    for stage in p.stages:
        h = phi(conv.forward(stage.conv, h))
        if stage.pool is not None:
            h = pooling.forward(stage.pool, h)
        found.append(h)
    return found


def forward(p: Cnn, x: Tensor) -> Tensor:
    """Give each image a score for every class.

    Args:
        p: the network.
        x: images, shape (N, C, H, W).

    Returns:
        Scores, shape (N, k).

    Raises:
        ShapeError: where a layer does not fit what comes to it.
    """
    agree(x=(x, "N C H W"))
    last = maps(p, x)[-1] if p.stages else x
    return mlp.forward(p.head, global_average(last) if p.average else flattened(last))


def flattened(x: Tensor) -> Tensor:
    """Write each example's maps as one vector: (N, C, H, W) to (N, C·H·W)."""
    n, *rest = shape(x)
    size = 1
    for side in rest:
        size *= side
    return reshape(x, shape=(n, size))
