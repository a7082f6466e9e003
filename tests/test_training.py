"""Training: the loop of ``training.fit``, which examples it sees, when it stops, how it steps."""

from __future__ import annotations

from itertools import islice, repeat
from typing import Any

import numpy as np
import pytest

from ncrevise.derivatives.differentiate import value_and_gradient
from ncrevise.errors import UsageError
from ncrevise.kernels import batched
from ncrevise.maths import text
from ncrevise.models.generalisation.stopping import watched
from ncrevise.models.networks import mlp
from ncrevise.models.optimisers import (
    adam,
    bfgs,
    conjugate,
    decay,
    momentum,
    newton,
    rmsprop,
    sgd,
)
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.batches import SCHEMES, batches
from ncrevise.models.optimisers.clipping import Clipped
from ncrevise.models.optimisers.decay import Decayed
from ncrevise.models.optimisers.momentum import Momentum
from ncrevise.models.optimisers.rmsprop import RmsProp
from ncrevise.models.optimisers.rule import at
from ncrevise.models.optimisers.sgd import Sgd
from ncrevise.models.training import fit
from ncrevise.noise import Noise
from ncrevise.tape import Tape, ops
from ncrevise.tape.spelling import Speller
from ncrevise.working import equations

CHECKS = ("optimisers/rule", "optimisers/batches", "generalisation/stopping")

XOR = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
CLASSES = np.array([0, 1, 1, 0])


def cost(p: Any, batch: Any) -> Any:
    return batched.cross_entropy(mlp.forward(p, batch), classes=CLASSES)


def test_fit_learns_xor() -> None:
    net = mlp.initial((2, 8, 2), Noise("xor"), "tanh", scheme="xavier")
    steps = list(fit(cost, net, Momentum(0.3), repeat(XOR, 300)))
    losses = [loss for loss, _ in steps]
    found = mlp.forward(steps[-1][1], XOR).argmax(axis=1)

    assert losses[-1] < 0.01 < losses[0]
    assert found.tolist() == CLASSES.tolist()
    assert net.layers[0].W.shape == (8, 2), "the network trained from is left alone"


RULES = [Sgd(0.1), Momentum(0.1, nesterov=True), RmsProp(), Adam(), Decayed(Adam(), 0.1)]


@pytest.mark.parametrize("rule", [*RULES, Clipped(Sgd(0.1), 0.01)])
def test_fit_steps_as_the_rule_does(rule: Any) -> None:
    """In one long vector or array by array, the steps are the same; what was given is kept."""
    net = mlp.initial((2, 3, 2), Noise("steps"), "tanh")
    p, memory, kept = net, rule.start(net), []
    for _ in range(4):
        _, g = value_and_gradient(lambda q: cost(q, XOR), p)
        p, memory = rule.step(p, g, memory)
        kept.append(p)

    found = [after for _, after in fit(cost, net, rule, repeat(XOR, 4))]
    for mine, theirs in zip(kept, found, strict=True):
        for one, other in zip(mine.layers, theirs.layers, strict=True):
            np.testing.assert_allclose(one.W, other.W, rtol=1e-12)
            np.testing.assert_allclose(one.b, other.b, rtol=1e-12)


def test_fit_keeps_the_precision_of_each_array() -> None:
    p = (np.ones((2, 2), np.float32), np.ones(3), np.ones(2, np.float32))

    def loss(q: Any, _batch: Any) -> Any:
        return ops.total(q[0] * q[2]) + ops.total(q[1] * q[1])

    *_, (_, after) = fit(loss, p, Adam(0.1), repeat(None, 3))

    assert [array.dtype for array in after] == [array.dtype for array in p]
    assert [array.shape for array in after] == [(2, 2), (3,), (2,)]


def test_a_rate_may_be_a_schedule() -> None:
    assert at(0.1, 5) == 0.1
    assert at(lambda t: 1 / (1 + t), 3) == 0.25


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("n", "b"), [(1, 1), (10, 3), (10, 5), (4, 9)])
def test_batches(scheme: Any, n: int, b: int) -> None:
    found = [rows.tolist() for rows in batches(n, b, Noise("b"), 3, scheme)]
    per_epoch = -(-n // b)

    assert len(found) == 3 * per_epoch
    assert all(0 <= k < n for rows in found for k in rows)
    if scheme != "with":
        assert all(len(set(rows)) == len(rows) for rows in found)
    if scheme == "shuffled":
        dealt = [k for rows in found for k in rows]
        epochs = [dealt[k : k + n] for k in range(0, 3 * n, n)]
        assert all(sorted(epoch) == list(range(n)) for epoch in epochs)
        assert n < 4 or epochs[0] != epochs[1]
    else:
        assert {len(rows) for rows in found} == {min(n, b)}
    assert found == [rows.tolist() for rows in batches(n, b, Noise("b"), 3, scheme)]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_example_is_as_likely(scheme: Any) -> None:
    counts = np.zeros(7)
    for rows in batches(7, 3, Noise("fair"), 2000, scheme):
        np.add.at(counts, rows, 1)

    np.testing.assert_allclose(counts / counts.sum(), 1 / 7, atol=0.005)


def test_wrong_batches_are_refused() -> None:
    with pytest.raises(UsageError, match="shuffled, without, with"):
        next(batches(3, 1, Noise("b"), scheme="sorted"))
    with pytest.raises(UsageError, match="at least one"):
        next(batches(3, 0, Noise("b")))


@pytest.mark.parametrize(
    ("losses", "patience", "stops", "best"),
    [
        ([3, 2, 1, 2, 3, 0], 2, 5, 3),
        ([3, 2, 1, 2, 0, 1], 2, 6, 5),
        ([1, 1, 1], 1, 2, 1),
        ([2, 1], 5, 2, 2),
        ([float("nan"), 1, 2], 1, 1, 0),
    ],
)
def test_early_stopping(losses: list[float], patience: int, stops: int, best: int) -> None:
    seen = list(watched(((loss, f"epoch {k}") for k, loss in enumerate(losses, 1)), patience))

    assert (len(seen), seen[-1].epoch) == (stops, best)
    assert seen[-1].kept == (f"epoch {best}" if best else None)


@pytest.mark.parametrize("n", [1, 2, 5, 8])
def test_a_quadratic_takes_n_steps_of_conjugate_gradients(n: int) -> None:
    M = Noise(f"quadratic {n}").normal((n, n))
    A = M @ M.T + np.eye(n)
    start = np.ones(n)

    def bowl(w: Any) -> Any:
        return w @ (A @ w) / 2

    *_, solved = conjugate.solve(A, np.zeros(n), start)
    searched = list(islice(conjugate.conjugate(bowl, start), n + 1))[-1]
    first = list(islice(newton.newton(bowl, start), 2))[-1]

    assert np.abs(solved).max() < 1e-9
    assert searched.loss < 1e-5 * bowl(start)
    assert np.abs(first.x).max() < 1e-9


def banana(w: Any) -> Any:
    """Rosenbrock's valley, lowest at (1, 1)."""
    a, b = 1 - w[0], w[1] - w[0] * w[0]
    return a * a + 100 * b * b


@pytest.mark.parametrize(
    ("method", "most"), [(newton.newton, 25), (conjugate.conjugate, 40), (bfgs.bfgs, 50)]
)
def test_a_bent_valley(method: Any, most: int) -> None:
    path = list(islice(method(banana, np.array([-1.2, 1.0])), most))
    losses = [here.loss for here in path]

    np.testing.assert_allclose(path[-1].x, [1, 1], atol=1e-7)
    assert losses == sorted(losses, reverse=True)


def test_updates_are_told_as_in_the_notes() -> None:
    """Each rule's update of one number, run on a tape, spells its own formula."""
    tape = Tape()
    w, g, m, s = (tape.given(k, x) for k, x in zip("wgms", (2.0, 0.5, 0.1, 0.04), strict=True))
    alpha, mu, gamma = (tape.given(k, x) for k, x in zip("αμγ", (0.1, 0.9, 0.1), strict=True))
    lines = {
        "p = μ m − α g": momentum.pushed(m, g, mu, alpha),
        "p = −α/(1 − μ) g": momentum.terminal(g, mu, alpha),
        "p = μ m + (1 − μ) g": adam.moment(m, g, mu),
        "p = m/(1 − μ³)": adam.unbiased(m, mu, 3),
        "p = (1 − γ) s + γ g²": rmsprop.mean_square(s, g, gamma),
        "p = g/√(s + γ)": rmsprop.scaled(g, s, gamma),
        "p = g/(√s + γ)": rmsprop.scaled(g, s, gamma, inside=False),
        "p = w − α g": sgd.moved(w, g, alpha),
        "p = (1 − α γ) w": decay.decayed(w, gamma, alpha),
    }
    for wanted, value in lines.items():
        told = text.write(equations(Speller(tape), tape.keep("p", value, "p"))[0])

        assert told.startswith(f"{wanted} ="), told


def test_newton_leaves_a_saddle() -> None:
    """Where plain Newton is drawn to the saddle at 0, curvature counted by its size is not."""

    def saddle(w: Any) -> Any:
        return w[0] * w[0] - w[1] * w[1] + w[1] ** 4

    start = np.array([1.0, 0.1])
    drawn = list(islice(newton.newton(saddle, start, searched=False), 20))[-1]
    away = list(islice(newton.newton(saddle, start), 20))[-1]

    assert np.abs(drawn.x).max() < 1e-6
    np.testing.assert_allclose(away.x, [0, np.sqrt(0.5)], atol=1e-7)
