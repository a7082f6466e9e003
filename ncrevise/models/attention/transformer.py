"""The transformer: encoder, decoder, and one symbol after the other (lecture notes 003 §14).

======  =========  ==========================================================
symbol  shape      meaning
======  =========  ==========================================================
x       (…, S)     symbols read, whole numbers below V
y       (…, T)     symbols written so far, the first a start symbol
E       (V, d)     embeddings
m       (…, S, d)  what the encoder makes of x
z       (…, T, K)  scores of the symbol that comes after each of y
======  =========  ==========================================================

Without positions a transformer cannot tell the order of x: a permutation of x only permutes m.
The notes add positions to the embeddings in one line and join them on in another; here they
are added, as in Vaswani et al. (2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.kernels.batched import affine, looked_up
from ncrevise.models.attention import block, masks
from ncrevise.models.attention.positional import encoding
from ncrevise.models.networks import layer_norm
from ncrevise.models.networks.initialise import weights
from ncrevise.models.networks.mlp import Layer
from ncrevise.models.shapes import agree
from ncrevise.tape import Loose as Tensor
from ncrevise.tape import raw
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from ncrevise.models.attention.block import DecoderBlock, EncoderBlock
    from ncrevise.models.networks.layer_norm import LayerNorm
    from ncrevise.noise import Noise


@dataclass(frozen=True, slots=True)
class Encoder:
    """Embeddings, blocks in order, and a last norm where the blocks have theirs before."""

    E: Tensor
    blocks: tuple[EncoderBlock, ...]
    norm: LayerNorm | None = None
    positions: bool = True


@dataclass(frozen=True, slots=True)
class Decoder:
    """Embeddings, blocks in order, a last norm or none, and what makes scores."""

    E: Tensor
    blocks: tuple[DecoderBlock, ...]
    output: Layer
    norm: LayerNorm | None = None
    positions: bool = True


@dataclass(frozen=True, slots=True)
class Transformer:
    """An encoder and a decoder."""

    encoder: Encoder
    decoder: Decoder


def initial(
    symbols: tuple[int, int],
    d: int,
    noise: Noise,
    *,
    heads: int = 4,
    units: int = 64,
    depth: int = 1,
    before: bool = True,
    positions: bool = True,
) -> Transformer:
    """Draw a transformer.

    Args:
        symbols: how many it reads, how many it writes; each with its start and filling.
        d: width.
        noise: where the weights are drawn.
        heads: of every attention.
        units: between the two layers of every block.
        depth: blocks of the encoder, and of the decoder.
        before: whether norms stand before the parts of a block.
        positions: whether positions are added to the embeddings.
    """
    read, write = symbols
    sizes = (d, heads, units, noise)

    def last() -> LayerNorm | None:
        return layer_norm.initial(d) if before else None

    return Transformer(
        Encoder(
            noise.normal((read, d)),
            tuple(block.initial_encoder(*sizes, before=before) for _ in range(depth)),
            last(),
            positions,
        ),
        Decoder(
            noise.normal((write, d)),
            tuple(block.initial_decoder(*sizes, before=before) for _ in range(depth)),
            Layer(weights(noise, write, d, "xavier"), np.zeros(write)),
            last(),
            positions,
        ),
    )


def embedded(E: Tensor, x: Any, *, positions: bool) -> Tensor:
    """Look symbols up and add where they stand, shape (…, T, d)."""
    found = looked_up(E, x)
    if not positions:
        return found
    return found + encoding(*shape(found)[-2:]).astype(raw(E).dtype)


def encode(p: Encoder, x: Any, where: Any = None) -> Tensor:
    """Read symbols, m of shape (…, S, d).

    Args:
        p: the encoder.
        x: symbols.
        where: a mask of x on itself, for padding; with a causal one this is the body of a
            decoder-only language model.

    Raises:
        ShapeError: where the parts do not fit.
    """
    for each in p.blocks:
        agree(E=(p.E, "v d"), W_Q=(each.attention.W_Q, "n d"))
    m = embedded(p.E, x, positions=p.positions)
    for each in p.blocks:
        m = block.encode(each, m, where)
    return m if p.norm is None else layer_norm.forward(p.norm, m)


def decode(p: Decoder, y: Any, m: Tensor, across: Any = None) -> tuple[Tensor, list[Tensor]]:
    """Score what comes after each symbol written.

    Args:
        p: the decoder.
        y: symbols written so far.
        m: what the encoder made.
        across: a mask of y on m, for padding.

    Returns:
        z, shape (…, T, K), and each block's weights on m, shape (…, h, T, S).

    Raises:
        ShapeError: where the parts do not fit.
    """
    for each in p.blocks:
        agree(E=(p.E, "v d"), W_Q=(each.own.W_Q, "n d"), m=(m, "* s d"))
    h = embedded(p.E, y, positions=p.positions)
    where, looks = masks.causal(shape(h)[-2]), []
    for each in p.blocks:
        h, alpha = block.decode(each, h, m, where, across)
        looks.append(alpha)
    h = h if p.norm is None else layer_norm.forward(p.norm, h)
    agree(h=(h, "* t d"), W=(p.output.W, "k d"), b=(p.output.b, "k"))
    return affine(h, p.output.W, p.output.b), looks


def forward(p: Transformer, x: Any, y: Any, where: Any = None) -> Tensor:
    """Score every next symbol of y given all of x, shape (…, T, K).

    Args:
        p: the transformer.
        x: symbols read.
        y: symbols written, the start symbol first.
        where: a mask of x (…, 1, S), for padding.

    Raises:
        ShapeError: where the parts do not fit.
    """
    return decode(p.decoder, y, encode(p.encoder, x, where), where)[0]


def greedy(p: Transformer, x: Any, length: int, start: int, where: Any = None) -> Any:
    """Write the likeliest symbol, read it, write the next: shape (…, length).

    Every step runs over all symbols so far again: decoding is what the notes call expensive.
    """
    m = raw(encode(p.encoder, x, where))
    y = np.full((*np.shape(x)[:-1], 1), start)
    for _ in range(length):
        scores = raw(decode(p.decoder, y, m, where)[0])[..., -1, :]
        y = np.concatenate([y, scores.argmax(axis=-1)[..., None]], axis=-1)
    return y[..., 1:]
