"""Variational autoencoder (lecture notes 003 §18; 000; 002 *Variational Inference*).

======  ==========  ========================================================
symbol  shape       meaning
======  ==========  ========================================================
x       (n, d)      examples
z       (…, n, K)   latent variables, N(0, I) before anything is seen
μ, s    (n, K)      mean and ln σ² of q(z | x), which the encoder gives
ε       (…, n, K)   standard normal numbers: z = μ + σ ε
η       ()          variance of a Gaussian decoder, N(x; G(z), η I)
F       (n,)        E_q[ln p(x | z)] − KL(q ‖ p), a lower bound of ln p(x)
======  ==========  ========================================================

The encoder is one network with 2 K outputs, μ and then s. The decoder gives logits of
Bernoulli pixels, or with ``eta`` the means of Gaussian ones.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.models.networks import mlp
from ncrevise.models.shapes import agree
from ncrevise.models.unsupervised import densities
from ncrevise.tape.ops import mean, permute, sigmoid, total
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class Vae:
    """Encoder f, decoder g, and η where pixels are Gaussian."""

    f: mlp.Mlp
    g: mlp.Mlp
    eta: float | None = None


def initial(
    sizes: tuple[int, ...],
    noise: Noise,
    activation: str = "relu",
    eta: float | None = None,
    output: str = "identity",
) -> Vae:
    """Draw a model whose decoder has the encoder's layers in reverse.

    Args:
        sizes: pixels, units of each hidden layer, latent variables.
        noise: where the weights are drawn.
        activation: of the hidden layers.
        eta: variance of Gaussian pixels; None makes them Bernoulli.
        output: of the decoder, ``sigmoid`` for Gaussian pixels around means from 0 to 1.
    """
    f = mlp.initial((*sizes[:-1], 2 * sizes[-1]), noise.split("f"), activation)
    return Vae(f, mlp.initial(sizes[::-1], noise.split("g"), activation, output), eta)


def encode(p: Vae, x: Tensor) -> tuple[Tensor, Tensor]:
    """Compute μ and s = ln σ² of q(z | x), each of shape (…, K).

    Raises:
        ShapeError: where a layer does not fit.
    """
    out = mlp.forward(p.f, x)
    K = shape(out)[-1] // 2
    return out[..., :K], out[..., K:]


def decode(p: Vae, z: Tensor) -> Tensor:
    """Compute the mean of p(x | z), shape (…, d)."""
    out = mlp.forward(p.g, z)
    return sigmoid(out) if p.eta is None else out


def likelihood(p: Vae, x: Tensor, z: Tensor) -> Tensor:
    """Compute ln p(x | z), shape (…, n)."""
    out = mlp.forward(p.g, z)
    if p.eta is None:
        return densities.bernoulli(out, x)
    return densities.gaussian(out, x, p.eta)


def terms(p: Vae, x: Tensor, epsilon: Tensor) -> tuple[Tensor, Tensor]:
    """Compute the two terms of the bound.

    Args:
        p: the model.
        x: examples, shape (n, d).
        epsilon: ε, shape (…, n, K); axes in front are draws more than one.

    Returns:
        ln p(x | z) of each draw, shape (…, n), and the divergence of each latent
        variable, shape (n, K).

    Raises:
        ShapeError: where a layer or ε does not fit.
    """
    mu, s = encode(p, x)
    agree(mu=(mu, "n K"), epsilon=(epsilon, "* n K"))
    z = densities.reparameterised(mu, s, epsilon)
    return likelihood(p, x, z), densities.to_standard(mu, s)


def bound(p: Vae, x: Tensor, epsilon: Tensor) -> Tensor:
    """Compute F with the draws ε in place of the expectation, shape (…, n)."""
    fit, divergence = terms(p, x, epsilon)
    return fit - total(divergence, axis=(-1,))


def loss(p: Vae, x: Tensor, epsilon: Tensor, weight: float = 1.0) -> Tensor:
    """Compute −F, the mean over examples, with the divergence weighted.

    Args:
        p: the model.
        x: examples, shape (n, d).
        epsilon: ε, shape (n, K).
        weight: of the divergence: 1 is the bound, 0 leaves a noisy autoencoder.
    """
    fit, divergence = terms(p, x, epsilon)
    return weight * mean(total(divergence, axis=(-1,))) - mean(fit)


def log_likelihood(p: Vae, x: Tensor, epsilon: Tensor) -> Tensor:
    """Estimate ln p(x) by importance sampling, ln mean p(x, z)/q(z | x).

    With a single draw this is a bound as F is; with more it comes nearer from below (Burda,
    Grosse and Salakhutdinov 2016).

    Args:
        p: the model.
        x: examples, shape (n, d).
        epsilon: ε, shape (S, n, K).

    Returns:
        Shape (n,).

    Raises:
        ShapeError: where a layer or ε does not fit.
    """
    mu, s = encode(p, x)
    S = agree(mu=(mu, "n K"), epsilon=(epsilon, "S n K"))["S"]
    z = densities.reparameterised(mu, s, epsilon)
    prior = densities.gaussian(0 * z, z, 1.0)
    weights = likelihood(p, x, z) + prior - densities.diagonal(mu, s, z)
    return densities.log_sum_exp(permute(weights, axes=(1, 0))) - math.log(S)
