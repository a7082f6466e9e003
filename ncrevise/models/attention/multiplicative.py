"""Multiplicative attention of Luong, Pham and Manning 2015 (lecture notes 003 §13).

The notes leave open what f scores by; this is the other common choice beside ``additive``.

======  =========  ==========================================================
symbol  shape      meaning
======  =========  ==========================================================
s       (…, d)     the decoder's state, the query
H       (…, S, e)  annotations h of the encoder, keys and values in one
W       (d, e)     weights between them; None scores by sᵀh alone, with d = e
α       (…, S)     weights, softmax over S of sᵀ W h
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
from ncrevise.tape.ops import matmul, reshape
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from ncrevise.noise import Noise


@dataclass(frozen=True, slots=True)
class Multiplicative:
    """Weights between state and annotation, or none."""

    W: Tensor | None = None


def initial(state: int, annotation: int, noise: Noise) -> Multiplicative:
    """Draw weights between states and annotations of given widths."""
    return Multiplicative(weights(noise, state, annotation, "xavier"))


def forward(
    p: Multiplicative, s: Tensor, H: Tensor, where: Any = None, tape: Recorder = NO_TAPE
) -> tuple[Tensor, Tensor]:
    """Look at annotations.

    Args:
        p: the weights.
        s: states, shape (…, d).
        H: annotations, shape (…, S, e).
        where: true where to look, shape (…, S), or None to look everywhere.
        tape: where to write the working.

    Returns:
        The context, shape (…, e), and the weights, shape (…, S).

    Raises:
        ShapeError: where the shapes do not fit.
    """
    if p.W is None:
        agree(s=(s, "* d"), H=(H, "* t d"))
        return pooled(scores(s, H), H, where, tape)
    agree(s=(s, "* d"), H=(H, "* t e"), W=(p.W, "d e"))
    return pooled(scores(matmul(s, p.W), H), H, where, tape)


def scores(q: Tensor, H: Tensor) -> Tensor:
    """Score every annotation by its product with a query, shape (…, S)."""
    if len(shape(q)) == 1:
        return matmul(H, q)
    column = matmul(H, reshape(q, shape=(*shape(q), 1)))
    return reshape(column, shape=shape(column)[:-1])
