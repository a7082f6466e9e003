"""GloVe: word vectors whose products give the logarithms of co-occurrence counts.

Source: lecture notes 003 §6, *GloVe*; Pennington, Socher and Manning (2014).

======  ======  ==========================================================
symbol  shape   meaning
======  ======  ==========================================================
X       (V, V)  co-occurrence counts, never below 0
R, R̃    (V, K)  vectors of words, as the first and as the second of a pair
b, b̃    (V,)    their biases
f       (V, V)  weight of each pair: (x/100)^¾ below 100, else 1; 0 at 0
J       ()      Σ f(x_ij) (r_iᵀ r̃_j + b_i + b̃_j − ln x_ij)²
======  ======  ==========================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.shapes import agree
from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import reshape, square, total, transpose
from ncrevise.tape.value import raw

if TYPE_CHECKING:
    from ncrevise.noise import Noise

COMMON, POWER = 100, 0.75


@dataclass(frozen=True, slots=True)
class Glove:
    """Vectors and biases of words on either side of a pair."""

    R: Tensor
    other: Tensor
    b: Tensor
    other_b: Tensor


def initial(words: int, K: int, noise: Noise) -> Glove:
    """Draw small vectors of K numbers for V words."""
    drawn = noise.uniform((2, words, K), -0.5 / K, 0.5 / K)
    return Glove(drawn[0], drawn[1], np.zeros(words), np.zeros(words))


def weight(x: Any, common: float = COMMON, power: float = POWER) -> Any:
    """Weigh counts: rare pairs little, common ones alike, absent ones not at all.

    Args:
        x: counts, any shape.
        common: the count from which on the weight is 1.
        power: how the weight rises until then.
    """
    return np.minimum(x / common, 1) ** power


def loss(p: Glove, X: Any, common: float = COMMON, tape: Recorder = NO_TAPE) -> Tensor:
    """Compute the cost J.

    Args:
        p: vectors and biases.
        X: counts, shape (V, V).
        common: the count from which on all pairs weigh alike.
        tape: where to write the working.

    Raises:
        ShapeError: naming the arrays that do not go together.
    """
    agree(
        X=(X, "V V"), R=(p.R, "V K"), other=(p.other, "V K"), b=(p.b, "V"), other_b=(p.other_b, "V")
    )
    words = len(X)
    kind = raw(p.R).dtype
    f = weight(X, common).astype(kind)
    log_x = np.log(np.where(X > 0, X, 1)).astype(kind)  # f is 0 where ln 0 would stand
    fitted = p.R @ transpose(p.other) + reshape(p.b, shape=(words, 1)) + p.other_b
    gap = tape.name("gap", fitted - log_x, "What the vectors miss", "E")
    return tape.name("J", total(f * square(gap)), "Weighted sum of squares", "J")
