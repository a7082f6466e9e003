"""The two blocks of a transformer (lecture notes 003 §14; Vaswani et al. 2017).

======  =========  ==========================================================
symbol  shape      meaning
======  =========  ==========================================================
x       (…, T, d)  the sequence so far
m       (…, S, d)  what the encoder made of its own sequence
A(x)    (…, T, d)  multi-head attention
F(x)    (…, T, d)  the same two layers of units at every position
N(x)    (…, T, d)  layer normalisation
======  =========  ==========================================================

Every part adds to what comes in: ``x + A(N(x))`` with the norm before it, or, as first
published, ``N(x + A(x))`` with the norm after the sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ncrevise.models.attention import multihead
from ncrevise.models.networks import layer_norm, mlp

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.models.attention.multihead import MultiHead
    from ncrevise.models.networks.layer_norm import LayerNorm
    from ncrevise.models.networks.mlp import Mlp
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class EncoderBlock:
    """Attention of a sequence to itself, then units at every position.

    Args:
        attention: A.
        units: F.
        norms: one for each part.
        before: whether the norm stands before a part, else after the sum.
    """

    attention: MultiHead
    units: Mlp
    norms: tuple[LayerNorm, LayerNorm]
    before: bool = True


@dataclass(frozen=True, slots=True)
class DecoderBlock:
    """Attention to itself, attention to what the encoder made, then units at every position."""

    own: MultiHead
    across: MultiHead
    units: Mlp
    norms: tuple[LayerNorm, LayerNorm, LayerNorm]
    before: bool = True


def initial_encoder(
    d: int, heads: int, units: int, noise: Noise, *, before: bool = True
) -> EncoderBlock:
    """Draw an encoder block of width d, with so many units between its two layers."""
    attention = multihead.initial(d, heads, noise)
    norms = (layer_norm.initial(d), layer_norm.initial(d))
    return EncoderBlock(attention, mlp.initial((d, units, d), noise), norms, before)


def initial_decoder(
    d: int, heads: int, units: int, noise: Noise, *, before: bool = True
) -> DecoderBlock:
    """Draw a decoder block of width d, with so many units between its two layers."""
    own, across = (multihead.initial(d, heads, noise) for _ in range(2))
    norms = (layer_norm.initial(d), layer_norm.initial(d), layer_norm.initial(d))
    return DecoderBlock(own, across, mlp.initial((d, units, d), noise), norms, before)


def added(x: Tensor, part: Callable[[Tensor], Tensor], n: LayerNorm, *, before: bool) -> Tensor:
    """Add what a part makes of x to x, with the norm in its place."""
    return x + part(layer_norm.forward(n, x)) if before else layer_norm.forward(n, x + part(x))


def encode(p: EncoderBlock, x: Tensor, where: Any = None) -> Tensor:
    """Run an encoder block, shape (…, T, d).

    Args:
        p: the block.
        x: the sequence.
        where: a mask of x on itself; with a causal one this is the block of a language model.

    Raises:
        ShapeError: where the shapes do not fit.
    """
    first, second = p.norms
    x = added(x, lambda z: multihead.forward(p.attention, z, None, where), first, before=p.before)
    return added(x, lambda z: mlp.forward(p.units, z), second, before=p.before)


def decode(
    p: DecoderBlock, x: Tensor, m: Tensor, where: Any = None, across: Any = None
) -> tuple[Tensor, Tensor]:
    """Run a decoder block.

    Args:
        p: the block.
        x: the sequence so far.
        m: what the encoder made.
        where: a mask of x on itself, the causal one in a decoder.
        across: a mask of x on m, for padding.

    Returns:
        The sequence, shape (…, T, d), and the heads' weights on m, shape (…, h, T, S).

    Raises:
        ShapeError: where the shapes do not fit.
    """
    first, second, third = p.norms
    alpha: list[Tensor] = []

    def look(z: Tensor) -> Tensor:
        context, weights = multihead.attend(p.across, z, m, across)
        alpha.append(weights)
        return context

    x = added(x, lambda z: multihead.forward(p.own, z, None, where), first, before=p.before)
    x = added(x, look, second, before=p.before)
    return added(x, lambda z: mlp.forward(p.units, z), third, before=p.before), alpha[0]
