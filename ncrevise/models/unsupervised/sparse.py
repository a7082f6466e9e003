"""Sparse codes: L(x, g(f(x))) + λ Ω(h) (lecture notes 001 *Types of autoencoder*).

======  ======  ============================================================
symbol  shape   meaning
======  ======  ============================================================
h       (n, H)  codes of a batch
Ω       ()      penalty
ρ       ()      how active each unit should be on average, from 0 to 1
ρ̂       (H,)    how active each is, the mean over the batch
======  ======  ============================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.shapes import agree
from ncrevise.models.unsupervised import autoencoder
from ncrevise.tape.ops import absolute, log, mean, total

if TYPE_CHECKING:
    from ncrevise.models.unsupervised.autoencoder import Autoencoder
    from ncrevise.tape import Loose as Tensor


def absolute_sum(h: Tensor) -> Tensor:
    """Compute Σⱼ |hⱼ|, the mean over examples: it drives entries to 0, each by itself.

    Raises:
        ShapeError: where h is no matrix.
    """
    agree(h=(h, "n H"))
    return mean(total(absolute(h), axis=(-1,)))


def divergence(h: Tensor, rho: float) -> Tensor:
    """Compute Σⱼ KL(ρ ‖ ρ̂ⱼ), each unit a coin: units are to fire seldom, ρ of the time.

    Args:
        h: codes between 0 and 1, as a sigmoid gives them, shape (n, H).
        rho: ρ, strictly between 0 and 1.

    Raises:
        ShapeError: where h is no matrix.
    """
    agree(h=(h, "n H"))
    active = mean(h, axis=(0,))
    constant = rho * float(np.log(rho)) + (1 - rho) * float(np.log(1 - rho))
    return total(constant - rho * log(active) - (1 - rho) * log(1 - active))


def loss(p: Autoencoder, x: Tensor, weight: float, rho: float | None = None) -> Tensor:
    """Compute ‖x − g(h)‖² + λ Ω(h), h = f(x).

    Args:
        p: the autoencoder.
        x: examples, shape (n, d).
        weight: λ.
        rho: the activity asked for, with the divergence; None penalises absolute values.
    """
    h = autoencoder.encode(p, x)
    penalty = absolute_sum(h) if rho is None else divergence(h, rho)
    return autoencoder.error(x, autoencoder.decode(p, h)) + weight * penalty


def silent(h: Any, below: float = 1e-3) -> float:
    """Give the share of entries that are as good as 0 beside the largest."""
    return float(np.mean(np.abs(h) <= below * np.abs(h).max()))
