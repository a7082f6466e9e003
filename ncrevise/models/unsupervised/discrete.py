"""A latent variable of K values: the bound, the likelihood and the gap, exactly.

======  ======  ============================================================
symbol  shape   meaning
======  ======  ============================================================
x       (n, d)  examples of 0 and 1 (or of ink between)
c       (K,)    logits of p(z)
a       (K, d)  logits of p(x | z), independent pixels
q       (n, K)  logits of q(z | x), any at all
F       (n,)    Σ_z q (ln p(x, z) − ln q)
======  ======  ============================================================

Every value of z can be looked at, so nothing is drawn: ln p(x) − F = KL(q ‖ p(z | x)), which
is 0 where q is the posterior (lecture notes 003 §18 *Variational Inference*; 002).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.kernels.batched import log_softmax
from ncrevise.models.shapes import agree
from ncrevise.models.unsupervised.densities import log_sum_exp
from ncrevise.tape.ops import softmax, softplus, total

if TYPE_CHECKING:
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class Mixture:
    """Logits of the prior and of the pixels."""

    c: Tensor
    a: Tensor


def initial(K: int, d: int, noise: Noise, scale: float = 0.1) -> Mixture:
    """Draw K nearly equal components of d pixels."""
    return Mixture(np.zeros(K), noise.normal((K, d), scale))


def joint(p: Mixture, x: Tensor) -> Tensor:
    """Compute ln p(x, z) for every z, shape (n, K).

    Raises:
        ShapeError: where the three do not fit.
    """
    agree(c=(p.c, "K"), a=(p.a, "K d"), x=(x, "n d"))
    pixels = x @ p.a.T - total(softplus(p.a), axis=(-1,))
    return pixels + log_softmax(p.c)


def log_likelihood(p: Mixture, x: Tensor) -> Tensor:
    """Compute ln p(x) = ln Σ_z p(x, z), shape (n,)."""
    return log_sum_exp(joint(p, x))


def posterior(p: Mixture, x: Tensor) -> Tensor:
    """Compute p(z | x), shape (n, K)."""
    return softmax(joint(p, x))


def bound(p: Mixture, x: Tensor, q: Tensor) -> Tensor:
    """Compute F, shape (n,).

    Raises:
        ShapeError: where q or x does not fit the mixture.
    """
    agree(c=(p.c, "K"), q=(q, "n K"), x=(x, "n d"))
    return total(softmax(q) * (joint(p, x) - log_softmax(q)), axis=(-1,))


def gap(p: Mixture, x: Tensor, q: Tensor) -> Tensor:
    """Compute KL(q ‖ p(z | x)), shape (n,): never below 0.

    Raises:
        ShapeError: where q or x does not fit the mixture.
    """
    agree(c=(p.c, "K"), q=(q, "n K"), x=(x, "n d"))
    return total(softmax(q) * (log_softmax(q) - log_softmax(joint(p, x))), axis=(-1,))
