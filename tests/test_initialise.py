"""Initialisation: the variances it promises (networks/initialise), and orthogonal matrices."""

from __future__ import annotations

import numpy as np
import pytest

from ncrevise.errors import UsageError
from ncrevise.models.networks import initialise, mlp
from ncrevise.noise import Noise

CHECKS = ("networks/initialise",)


@pytest.mark.parametrize(
    ("scheme", "variance"),
    [("he", 2 / 50), ("xavier", 2 / 250), ("lecun", 1 / 50), ("small", 1e-4), ("large", 1.0)],
)
def test_variance_of_weights(scheme: str, variance: float) -> None:
    W = initialise.weights(Noise(scheme), 200, 50, scheme)

    assert W.shape == (200, 50)
    assert abs(W.var() / variance - 1) < 0.05
    assert abs(W.mean()) < 4 * np.sqrt(variance / W.size)


def test_filters_count_what_is_under_them() -> None:
    kernels = initialise.filters(Noise("f"), (64, 8, 3, 3))

    assert abs(kernels.var() / (2 / (8 * 9)) - 1) < 0.05


def test_orthogonal_keeps_lengths() -> None:
    Q = initialise.orthogonal(Noise("q"), 7)

    np.testing.assert_allclose(Q.T @ Q, np.eye(7), atol=1e-12)


def test_he_keeps_signals_alive_through_relu_layers() -> None:
    """Twenty layers on, the outputs have about the size they started with."""
    x = Noise("x").normal((100, 256))
    kept = {}
    for scheme in ("he", "xavier", "small"):
        net = mlp.initial((256,) * 21, Noise("net"), "relu", "relu", scheme)
        kept[scheme] = float((mlp.forward(net, x) ** 2).mean())

    assert 0.3 < kept["he"] < 3
    assert kept["small"] < 1e-12 < kept["xavier"] < 0.01


def test_unknown_scheme_is_refused() -> None:
    with pytest.raises(UsageError, match="no initialisation 'big'"):
        initialise.weights(Noise("x"), 2, 2, "big")
