"""Additive attention of Bahdanau et al. 2015 (lecture notes 003 §13).

======  =========  ==========================================================
symbol  shape      meaning
======  =========  ==========================================================
s       (…, d)     the decoder's state, the query
H       (…, S, e)  annotations h of the encoder, keys and values in one
W       (n, d)     weights on the state
U       (n, e)     weights on an annotation; [W U] is the notes' one matrix on [s; h]
v       (n,)       weights of the n units in the score
α       (…, S)     weights, softmax over S of vᵀ tanh(W s + U h)
c       (…, e)     context, Σ α h
======  =========  ==========================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ncrevise.models.attention.pooling import pooled
from ncrevise.models.networks.initialise import weights
from ncrevise.models.shapes import agree
from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import add, matmul, reshape, tanh, transpose
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from ncrevise.noise import Noise


@dataclass(frozen=True, slots=True)
class Additive:
    """Weights of the scoring network."""

    W: Tensor
    U: Tensor
    v: Tensor


def initial(state: int, annotation: int, units: int, noise: Noise) -> Additive:
    """Draw a scoring network for states and annotations of given widths."""
    W, U = (weights(noise, units, width, "xavier") for width in (state, annotation))
    return Additive(W, U, weights(noise, 1, units, "xavier")[0])


def forward(
    p: Additive,
    s: Tensor,
    H: Tensor,
    where: Any = None,
    tape: Recorder = NO_TAPE,
    keys: Tensor = None,
) -> tuple[Tensor, Tensor]:
    """Look at annotations.

    Args:
        p: the scoring network.
        s: states, shape (…, d).
        H: annotations, shape (…, S, e).
        where: true where to look, shape (…, S), or None to look everywhere.
        tape: where to write the working.
        keys: what ``keyed`` gives, where many states look at the same annotations.

    Returns:
        The context, shape (…, e), and the weights, shape (…, S).

    Raises:
        ShapeError: where the shapes do not fit.
    """
    agree(s=(s, "* d"), H=(H, "* t e"), W=(p.W, "n d"), U=(p.U, "n e"), v=(p.v, "n"))
    return pooled(scores(p, s, keyed(p, H) if keys is None else keys), H, where, tape)


def keyed(p: Additive, H: Tensor) -> Tensor:
    """Weigh annotations as the scoring network does, U h, shape (…, S, n)."""
    agree(H=(H, "* t e"), U=(p.U, "n e"))
    return matmul(H, transpose(p.U))


def scores(p: Additive, s: Tensor, keys: Tensor) -> Tensor:
    """Score every annotation, shape (…, S)."""
    asked = matmul(s, transpose(p.W))
    row = reshape(asked, shape=(*shape(asked)[:-1], 1, shape(asked)[-1]))
    return matmul(tanh(add(row, keys)), p.v)
