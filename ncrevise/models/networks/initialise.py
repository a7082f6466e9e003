"""Starting weights: how far from zero, so that signals neither fade nor explode.

======  ======  ==========================================
symbol  shape   meaning
======  ======  ==========================================
W       (n, d)  weights of n units on d inputs
======  ======  ==========================================

With independent weights of variance s², a weighted input has d s² times the variance of the
inputs; ``xavier`` (Glorot and Bengio 2010) and ``he`` (He et al. 2015) choose s so that it
stays the same through a layer of tanh or ReLU (lecture notes 003 §7).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.noise import Noise

SPREADS: dict[str, Callable[[int, int], float]] = {
    "he": lambda _n, d: math.sqrt(2 / d),
    "xavier": lambda n, d: math.sqrt(2 / (n + d)),
    "lecun": lambda _n, d: math.sqrt(1 / d),
    "small": lambda _n, _d: 0.01,
    "large": lambda _n, _d: 1.0,
    "zeros": lambda _n, _d: 0.0,
}


def spread(scheme: str, n: int, d: int) -> float:
    """Give the standard deviation of a scheme for n units on d inputs.

    Raises:
        UsageError: with the schemes there are.
    """
    if scheme not in SPREADS:
        raise UsageError(f"There is no initialisation {scheme!r}. Known: {', '.join(SPREADS)}.")
    return SPREADS[scheme](n, d)


def weights(noise: Noise, n: int, d: int, scheme: str = "he") -> Any:
    """Draw normal weights, shape (n, d), of the spread of a scheme."""
    return noise.normal((n, d), spread(scheme, n, d))


def filters(noise: Noise, shape: tuple[int, ...], scheme: str = "he") -> Any:
    """Draw kernels, shape (filters, channels, …), spread by the inputs under each."""
    under = math.prod(shape[1:])
    out = shape[0] * math.prod(shape[2:])
    return noise.normal(shape, spread(scheme, out, under))


def orthogonal(noise: Noise, n: int) -> Any:
    """Draw an orthogonal matrix, shape (n, n): it keeps every vector's length."""
    q, r = np.linalg.qr(noise.normal((n, n)))
    return q * np.sign(np.diag(r))
