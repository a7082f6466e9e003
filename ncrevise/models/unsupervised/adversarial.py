"""What generator and discriminator each minimise (lecture notes 003 §17; 000; 001).

======  ======  ============================================================
symbol  shape   meaning
======  ======  ============================================================
a       (n,)    the discriminator's logits of data, D = σ(a)
b       (m,)    its logits of what the generator made
J_D     ()      E[−ln D(x)] + E[−ln(1 − D(G(z)))]
J_G     ()      E[ln(1 − D(G(z)))] *minimax*, E[−ln D(G(z))] *non-saturating*
======  ======  ============================================================

From logits: −ln σ(a) = ln(1 + e^−a), however sure the discriminator is. Where it is sure of a
fake, b → −∞, the slope of the minimax loss by b, −D, vanishes and that of the other, D − 1,
is largest.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from ncrevise.errors import UsageError
from ncrevise.models.shapes import agree
from ncrevise.tape.ops import mean, sigmoid, softplus

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.tape import Loose as Tensor

Kind: TypeAlias = Literal["minimax", "non-saturating"]


def discriminator_loss(a: Tensor, b: Tensor) -> Tensor:
    """Compute J_D.

    Raises:
        ShapeError: where a or b is no vector of logits.
    """
    agree(a=(a, "n"), b=(b, "m"))
    return mean(softplus(-a)) + mean(softplus(b))


def minimax(b: Tensor) -> Tensor:
    """Compute E[ln(1 − D)], what of −J_D the generator can change."""
    agree(b=(b, "m"))
    return -mean(softplus(b))


def non_saturating(b: Tensor) -> Tensor:
    """Compute E[−ln D]."""
    agree(b=(b, "m"))
    return mean(softplus(-b))


GENERATOR_LOSSES: dict[str, Callable[[Tensor], Tensor]] = {
    "minimax": minimax,
    "non-saturating": non_saturating,
}


def generator_loss(b: Tensor, kind: Kind = "non-saturating") -> Tensor:
    """Compute J_G.

    Raises:
        ShapeError: where b is no vector of logits.
        UsageError: with the kinds there are.
    """
    if kind not in GENERATOR_LOSSES:
        known = ", ".join(GENERATOR_LOSSES)
        raise UsageError(f"There is no generator loss {kind!r}. Known: {known}.")
    return GENERATOR_LOSSES[kind](b)


def optimal(data: Tensor, made: Tensor) -> Tensor:
    """Compute the best discriminator, p/(p + p_G), of known densities.

    Args:
        data: ln p(x), any shape.
        made: ln p_G(x), the same shape.
    """
    return sigmoid(data - made)


def jensen_shannon(p: Any, q: Any) -> float:
    """Compute the Jensen–Shannon divergence of two distributions over a few values.

    The best discriminator's J_D is 2 ln 2 − 2 JS: the generator that J_G leads to is the one
    nearest to the data.

    Args:
        p: probabilities, shape (K,).
        q: the same, shape (K,).

    Raises:
        ShapeError: where they differ in K.
    """
    agree(p=(p, "K"), q=(q, "K"))
    middle = (p + q) / 2
    parts = [each[each > 0] * np.log(each[each > 0] / middle[each > 0]) for each in (p, q)]
    return math.fsum(np.concatenate(parts)) / 2
