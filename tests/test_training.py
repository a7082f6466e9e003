"""Training: the loop of ``training.fit``, rates and the rule of an optimiser."""

from __future__ import annotations

from itertools import repeat

import numpy as np

from ncrevise.models.networks import mlp
from ncrevise.models.optimisers.momentum import Momentum
from ncrevise.models.optimisers.rule import at
from ncrevise.models.training import fit
from ncrevise.noise import Noise
from ncrevise.tape import ops

CHECKS = ("optimisers/rule",)


def test_fit_learns_xor() -> None:
    x = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    net = mlp.initial((2, 8, 2), Noise("xor"), "tanh", scheme="xavier")
    classes = np.array([0, 1, 1, 0])
    steps = list(
        fit(
            lambda p, batch: ops.cross_entropy(mlp.forward(p, batch), classes=classes),
            net,
            Momentum(0.3),
            repeat(x, 300),
        )
    )
    losses = [loss for loss, _ in steps]
    found = mlp.forward(steps[-1][1], x).argmax(axis=1)

    assert losses[-1] < 0.01 < losses[0]
    assert found.tolist() == classes.tolist()
    assert net.layers[0].W.shape == (8, 2), "the network trained from is left alone"


def test_a_rate_may_be_a_schedule() -> None:
    assert at(0.1, 5) == 0.1
    assert at(lambda t: 1 / (1 + t), 3) == 0.25
