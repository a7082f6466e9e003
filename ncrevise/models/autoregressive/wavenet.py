"""WaveNet: gated blocks of dilated causal convolution (lecture notes 003 §15 *WaveNet*).

======  ============  ==========================================================
symbol  shape         meaning
======  ============  ==========================================================
x       (…, T, c)     inputs, such as the level of a signal one-hot
h       (…, T, n)     residual channels
z       (…, T, n)     tanh(W_f ∗ h) ⊙ σ(W_g ∗ h), what a gate lets through
s       (…, T, m)     skip channels, added up over all blocks
y       (…, T, Q)     scores of the level that comes next
======  ============  ==========================================================

Each block adds to h and to s (van den Oord et al. 2016); the output is two layers, ReLU before
each, at every time on its own. Dilations 1, 2, …, 512 with two taps see 1024 steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.kernels.batched import affine
from ncrevise.models.autoregressive import causal
from ncrevise.models.networks import mlp
from ncrevise.models.networks.initialise import weights
from ncrevise.models.networks.mlp import Layer
from ncrevise.models.shapes import agree
from ncrevise.tape.ops import relu, sigmoid, tanh, times
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.models.autoregressive.causal import Causal
    from ncrevise.models.networks.mlp import Mlp
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class Block:
    """Filter and gate of one dilation, and what is added to h and to s."""

    filter: Causal
    gate: Causal
    residual: Layer
    skip: Layer


@dataclass(frozen=True, slots=True)
class WaveNet:
    """What makes h of the input, the blocks, and the two layers on s."""

    entrance: Causal
    blocks: tuple[Block, ...]
    output: Mlp


def initial(
    c: int,
    n: int,
    levels: int,
    dilations: Sequence[int],
    noise: Noise,
    *,
    kernel: int = 2,
    skip: int = 0,
) -> WaveNet:
    """Draw a WaveNet.

    Args:
        c: channels of the input.
        n: residual channels.
        levels: Q.
        dilations: one for each block; ``(1, 2, 4, 8) * 2`` is two stacks of four.
        noise: where the weights are drawn.
        kernel: taps of every convolution in a block.
        skip: skip channels; n by default.
    """
    m = skip or n

    def layer(out: int) -> Layer:
        return Layer(weights(noise, out, n, "xavier"), np.zeros(out))

    def gated(dilation: int) -> Causal:
        return causal.initial(n, n, kernel, noise, dilation)

    return WaveNet(
        causal.initial(c, n, 1, noise),
        tuple(Block(gated(d), gated(d), layer(n), layer(m)) for d in dilations),
        mlp.initial((m, m, levels), noise),
    )


def block(p: Block, h: Tensor) -> tuple[Tensor, Tensor]:
    """Run a block: the residual channels after it, and what it gives to the skip channels.

    Raises:
        ShapeError: where the shapes do not fit.
    """
    z = times(tanh(causal.forward(p.filter, h)), sigmoid(causal.forward(p.gate, h)))
    agree(
        **{
            "h": (h, "* n"),
            "z": (z, "* k"),
            "W of residual": (p.residual.W, "n k"),
            "b of residual": (p.residual.b, "n"),
            "W of skip": (p.skip.W, "m k"),
            "b of skip": (p.skip.b, "m"),
        }
    )
    return h + affine(z, p.residual.W, p.residual.b), affine(z, p.skip.W, p.skip.b)


def forward(p: WaveNet, x: Tensor) -> Tensor:
    """Score the next level at every time, shape (…, T, Q).

    Raises:
        ShapeError: where the shapes do not fit.
    """
    h, total = causal.forward(p.entrance, x), None
    for each in p.blocks:
        h, s = block(each, h)
        total = s if total is None else total + s
    return mlp.forward(p.output, relu(h if total is None else total))


def receptive_field(p: WaveNet) -> int:
    """Count the inputs an output sees."""
    stack = [p.entrance, *(each.filter for each in p.blocks)]
    return 1 + sum((shape(each.W)[-1] - 1) * each.dilation for each in stack)
