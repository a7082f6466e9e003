"""An encoder and a decoder with attention between them (lecture notes 003 §13).

======  ============  ==========================================================
symbol  shape         meaning
======  ============  ==========================================================
x       (B, S)        symbols read, whole numbers below V
y       (B, T)        symbols written so far, the first a start symbol
E       (V, e)        embeddings of what is read
F       (K, e)        embeddings of what is written
H       (B, S, 2 n)   annotations, states of a GRU from the left and one from the right
s       (B, m)        the decoder's state; at first tanh(W h + b) of the annotation of x_1
c       (B, 2 n)      context
z       (B, T, K)     scores of the symbol that comes after each of y
======  ============  ==========================================================

As in Bahdanau et al. (2015): the decoder looks with the state before, steps on ``[F_y, c]``, and
its output sees ``[s, c]``. ``look`` is additive or multiplicative attention; without one the
context is the plain average of the annotations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ncrevise.errors import UsageError
from ncrevise.kernels.batched import affine, looked_up
from ncrevise.models.attention import additive, multiplicative, pooling
from ncrevise.models.attention.multiplicative import Multiplicative
from ncrevise.models.networks.initialise import weights
from ncrevise.models.networks.mlp import Layer
from ncrevise.models.sequences import bidirectional, gru
from ncrevise.models.sequences.bidirectional import Both
from ncrevise.models.sequences.timeline import cut, together
from ncrevise.models.shapes import agree
from ncrevise.tape import Loose as Tensor
from ncrevise.tape import raw
from ncrevise.tape.ops import concat, take, tanh

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.models.attention.additive import Additive
    from ncrevise.models.sequences.gru import Gru
    from ncrevise.noise import Noise

Look: TypeAlias = "Callable[[Tensor], tuple[Tensor, Tensor]]"
FIRST = (slice(None), 0)


@dataclass(frozen=True, slots=True)
class Seq2Seq:
    """Embeddings, both directions of the encoder, the first state, the decoder, its output."""

    E: Tensor
    F: Tensor
    encoder: Both
    start: Layer
    decoder: Gru
    output: Layer
    look: Additive | Multiplicative | None


def initial(
    symbols: tuple[int, int], e: int, n: int, noise: Noise, look: str = "additive"
) -> Seq2Seq:
    """Draw a model.

    Args:
        symbols: how many it reads, how many it writes; the start symbol is one of these.
        e: width of the embeddings.
        n: units in each direction of the encoder, and in the decoder.
        noise: where the weights are drawn.
        look: ``additive``, ``multiplicative``, or ``average``, which is no attention.
    """
    read, write = symbols
    return Seq2Seq(
        noise.normal((read, e)),
        noise.normal((write, e)),
        Both(gru.initial(e, n, noise), gru.initial(e, n, noise)),
        Layer(weights(noise, n, 2 * n, "xavier"), np.zeros(n)),
        gru.initial(e + 2 * n, n, noise),
        Layer(weights(noise, write, 3 * n, "xavier"), np.zeros(write)),
        initial_look(look, n, noise),
    )


def initial_look(look: str, n: int, noise: Noise) -> Additive | Multiplicative | None:
    """Draw what looks from n units at twice as many.

    Raises:
        UsageError: with the kinds there are.
    """
    if look == "additive":
        return additive.initial(n, 2 * n, n, noise)
    if look == "multiplicative":
        return multiplicative.initial(n, 2 * n, noise)
    if look != "average":
        raise UsageError(f"There is no attention {look!r}: additive, multiplicative or average.")
    return None


def encode(p: Seq2Seq, x: Any) -> Tensor:
    """Annotate every symbol read, shape (B, S, 2 n)."""
    return bidirectional.states(p.encoder, looked_up(p.E, x), gru.states)


def looking(p: Seq2Seq, H: Tensor) -> Look:
    """Make ready to look at annotations from any state."""
    look = p.look
    if look is None:
        pooled = pooling.average(H)
        return lambda _s: pooled
    if isinstance(look, Multiplicative):
        return lambda s: multiplicative.forward(look, s, H)
    keys = additive.keyed(look, H)
    return lambda s: additive.forward(look, s, H, keys=keys)


def first(p: Seq2Seq, H: Tensor) -> Tensor:
    """Start the decoder from the annotation of the first symbol, which has read all of x."""
    W, b = p.start.W, p.start.b
    agree(**{"H": (H, "B S n"), "W of start": (W, "m n"), "b of start": (b, "m")})
    return tanh(affine(take(H, index=FIRST), W, b))


def step(p: Seq2Seq, y: Tensor, s: Tensor, look: Look) -> tuple[Tensor, Tensor, Tensor]:
    """Read the embedding of a symbol; give scores of the next, the new state and the weights."""
    c, alpha = look(s)
    s = gru.step(p.decoder, concat([y, c], axis=-1), s)["h"]
    both = concat([s, c], axis=-1)
    W, b = p.output.W, p.output.b
    agree(**{"[s, c]": (both, "* n"), "W of output": (W, "k n"), "b of output": (b, "k")})
    return affine(both, W, b), s, alpha


def forward(p: Seq2Seq, x: Any, y: Any) -> Tensor:
    """Score every next symbol of y given all of x, shape (B, T, K).

    Raises:
        ShapeError: where the parts do not fit.
    """
    H = encode(p, x)
    s, look, found = first(p, H), looking(p, H), []
    for embedded in cut(looked_up(p.F, y)):
        z, s, _ = step(p, embedded, s, look)
        found.append(z)
    return together(found)


def greedy(p: Seq2Seq, x: Any, length: int, start: int) -> tuple[Any, Any]:
    """Write the likeliest symbol, read it, write the next.

    Returns:
        Symbols, shape (B, length), and the weights they were written with, (B, length, S).
    """
    H = encode(p, x)
    s, look = first(p, H), looking(p, H)
    y, written, looks = np.full(len(x), start), [], []
    for _ in range(length):
        z, s, alpha = step(p, looked_up(p.F, y), s, look)
        y = raw(z).argmax(axis=-1)
        written.append(y)
        looks.append(raw(alpha))
    return np.stack(written, axis=1), np.stack(looks, axis=1)
