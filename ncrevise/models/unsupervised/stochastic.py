"""Stochastic autoencoders: codes and outputs are drawn (lecture notes 001).

======  ======  ============================================================
symbol  shape   meaning
======  ======  ============================================================
x       (n, d)  examples, between 0 and 1
f       (n, H)  what the encoder gives
h       (n, H)  the code drawn: p(h | x)
u, ε    (n, H)  uniform or standard normal numbers, the drawing's own
======  ======  ============================================================

Encoder and decoder are the distributions p(h | x) and p(x | h), and the loss is
−ln p(x | h): no prior on h, in which a variational autoencoder differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.models.networks import mlp
from ncrevise.models.shapes import agree
from ncrevise.models.unsupervised import autoencoder, densities
from ncrevise.tape import raw
from ncrevise.tape.ops import mean, sigmoid
from ncrevise.tape.value import mask

if TYPE_CHECKING:
    from ncrevise.models.unsupervised.autoencoder import Autoencoder
    from ncrevise.tape import Loose as Tensor


def noisy(f: Tensor, epsilon: Tensor, scale: float) -> Tensor:
    """Draw a code around the encoder's, f + s ε.

    Raises:
        ShapeError: where ε is shaped otherwise than f.
    """
    agree(f=(f, "n H"), epsilon=(epsilon, "n H"))
    return f + scale * epsilon


def binary(f: Tensor, u: Tensor) -> Tensor:
    """Draw zeros and ones, 1 with probability σ(f).

    A threshold has no slope, so the error signal is passed on as if h were σ(f): the
    straight-through estimate (Bengio, Léonard and Courville 2013), biased but of use.

    Args:
        f: logits, shape (n, H).
        u: uniform numbers from 0 to 1, shape (n, H).

    Raises:
        ShapeError: where u is shaped otherwise than f.
    """
    agree(f=(f, "n H"), u=(u, "n H"))
    chance = sigmoid(f)
    drawn = mask(raw(u) < raw(chance), raw(chance))
    return chance + (drawn - raw(chance))


def loss(p: Autoencoder, x: Tensor, draws: Tensor, scale: float | None = None) -> Tensor:
    """Compute −ln p(x | h), the mean over examples, for one h each.

    Args:
        p: the autoencoder; its decoder gives logits of Bernoulli pixels.
        x: examples, shape (n, d).
        draws: u for binary codes, ε for noisy ones, shape (n, H).
        scale: s of noisy codes; None draws binary ones.

    Raises:
        ShapeError: where a shape does not fit.
    """
    f = autoencoder.encode(p, x)
    h = binary(f, draws) if scale is None else noisy(f, draws, scale)
    return -mean(densities.bernoulli(mlp.forward(p.g, h), x))
