"""Densities of pixels and codes, and how far one is from another (lecture notes 003 §18).

======  ======  ============================================================
symbol  shape   meaning
======  ======  ============================================================
x       (…, d)  examples
a       (…, d)  logits of Bernoulli pixels
G       (…, d)  means of Gaussian ones, η their variance
μ, s    (…, K)  mean and s = ln σ² of a Gaussian with a diagonal covariance
======  ======  ============================================================

A network gives ln σ², which may be any number, for σ² has to be positive.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ncrevise.kernels.batched import log_softmax
from ncrevise.models.shapes import agree
from ncrevise.tape import raw
from ncrevise.tape.ops import exp, softmax, softplus, square, total

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor


def bernoulli(a: Tensor, x: Tensor) -> Tensor:
    """Compute ln p(x) of independent pixels from logits, shape (…,), without overflow.

    Raises:
        ShapeError: where a and x differ in d.
    """
    agree(a=(a, "* d"), x=(x, "* d"))
    return total(x * a - softplus(a), axis=(-1,))


def gaussian(G: Tensor, x: Tensor, eta: float) -> Tensor:
    """Compute ln N(x; G, η I), shape (…,).

    Raises:
        ShapeError: where G and x differ in d.
    """
    d = agree(G=(G, "* d"), x=(x, "* d"))["d"]
    distance = total(square(x - G), axis=(-1,))
    return distance * (-1 / (2 * eta)) - d / 2 * math.log(2 * math.pi * eta)


def diagonal(mu: Tensor, s: Tensor, z: Tensor) -> Tensor:
    """Compute ln N(z; μ, diag e^s), shape (…,).

    Raises:
        ShapeError: where the three differ in K.
    """
    K = agree(mu=(mu, "* K"), s=(s, "* K"), z=(z, "* K"))["K"]
    scaled = square(z - mu) * exp(-s)
    return total(scaled + s, axis=(-1,)) * -0.5 - K / 2 * math.log(2 * math.pi)


def to_standard(mu: Tensor, s: Tensor) -> Tensor:
    """Compute KL(N(μ, diag e^s) ‖ N(0, I)) of each dimension: ½ (μ² + σ² − 1 − ln σ²).

    Returns:
        Shape (…, K); the divergence is the sum over K.

    Raises:
        ShapeError: where μ and s differ in K.
    """
    agree(mu=(mu, "* K"), s=(s, "* K"))
    return (square(mu) + exp(s) - s - 1) * 0.5


def reparameterised(mu: Tensor, s: Tensor, epsilon: Tensor) -> Tensor:
    """Draw from N(μ, diag e^s) as μ + σ ε, through which μ and s have slopes.

    Args:
        mu: μ, shape (n, K).
        s: ln σ², shape (n, K).
        epsilon: standard normal numbers, shape (…, n, K).

    Raises:
        ShapeError: where the three do not fit.
    """
    agree(mu=(mu, "n K"), s=(s, "n K"), epsilon=(epsilon, "* n K"))
    return mu + exp(s * 0.5) * epsilon


def log_sum_exp(scores: Tensor) -> Tensor:
    """Compute ln Σₖ e^(scores) along the last axis without overflow.

    ``scores − log_softmax(scores)`` is this number in every entry; the average takes the
    entries that matter, and its weights, being constant, leave the slope right.
    """
    weights = softmax(raw(scores))
    return total(weights * (scores - log_softmax(scores)), axis=(-1,))
