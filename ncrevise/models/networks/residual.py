"""Residual block: what layers add to what they were given (lecture notes 003 §13).

======  ==============  ==================================================
symbol  shape           meaning
======  ==============  ==================================================
x       (N, C, H, W)    maps
F(x)    (N, M, Ĥ, Ŵ)    convolution, φ, convolution
y       (N, M, Ĥ, Ŵ)    φ(x + F(x)), or φ(V x + F(x))
V       (M, C, 1, 1)    projection, where sizes differ
======  ==============  ==================================================

Error signals come back as ``x̄ = ȳ (I + ∂F/∂x)``: however small the second part, the first
arrives. With F = 0 a block without φ at its end passes x on unmodified.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.models.networks import conv
from ncrevise.models.networks.activations import activation
from ncrevise.models.shapes import agree

if TYPE_CHECKING:
    from ncrevise.models.networks.conv import Conv
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class Block:
    """Two convolutions and a way round them.

    Args:
        first: from C to M channels, perhaps with a stride.
        second: from M to M.
        shortcut: the projection; None passes x itself.
        activation: φ.
        last: φ after the sum; ``identity`` leaves the way round clear.
    """

    first: Conv
    second: Conv
    shortcut: Conv | None = None
    activation: str = "relu"
    last: str = "relu"


def initial(
    noise: Noise, channels: int, made: int, stride: int = 1, kernel: int = 3, last: str = "relu"
) -> Block:
    """Draw a block; it has a projection where the shape changes.

    The second kernels start at 0, and so the block as the identity (or the projection).
    """
    side = kernel // 2
    first = conv.initial(noise, channels, made, kernel, stride=stride, padding=side)
    second = conv.initial(noise, made, made, kernel, "zeros", padding=side)
    same = channels == made and stride == 1
    way = conv.initial(noise, channels, made, 1, "lecun", bias=False, stride=stride, padding=0)
    return Block(first, second, None if same else way, last=last)


def forward(p: Block, x: Tensor) -> Tensor:
    """Run maps through a block.

    Args:
        p: the block.
        x: maps, shape (N, C, H, W).

    Returns:
        Maps, shape (N, M, Ĥ, Ŵ).

    Raises:
        ShapeError: where the two ways do not end in one shape.
    """
    phi = activation(p.activation)
    added = conv.forward(p.second, phi(conv.forward(p.first, x)))
    kept = x if p.shortcut is None else conv.forward(p.shortcut, x)
    agree(**{"F(x)": (added, "N M H W"), "the way round": (kept, "N M H W")})
    return activation(p.last)(kept + added)
