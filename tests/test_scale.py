"""Scale: shared products are exact, what is sent is what the formula says, runs are counted."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from ncrevise.errors import ShapeError, UsageError
from ncrevise.models.networks import conv, mlp
from ncrevise.models.scale import communication, costs, counted, parallel, powerlaw
from ncrevise.models.scale.cluster import Cluster
from ncrevise.models.sequences import lstm
from ncrevise.noise import Noise
from ncrevise.tape import ops
from ncrevise.tape.primitive import Primitive

CHECKS = ("scale/communication", "scale/counted")
STRATEGIES = ("data", "sharded", "columns", "rows")


def run(how: str, P: int, W, X, Y_bar) -> tuple[parallel.Gathered, Cluster]:
    cluster = Cluster(P)
    if how in {"data", "sharded"}:
        return parallel.by_data([W], X, Y_bar, cluster, sharded=how == "sharded"), cluster
    shared = {"columns": parallel.by_columns, "rows": parallel.by_rows}[how]
    return shared(W, X, Y_bar, cluster), cluster


def whole_numbers(key: str, *shape: int) -> np.ndarray:
    return Noise(key).integers(shape, 10, -9)


@pytest.mark.parametrize("how", STRATEGIES)
@pytest.mark.parametrize("P", range(1, 18))
def test_whole_numbers_come_out_exactly(how: str, P: int) -> None:
    """Also where P does not divide the sizes, or is larger than they are."""
    W, X, Y_bar = whole_numbers("W", 12, 10), whole_numbers("X", 14, 12), whole_numbers("Y", 14, 10)
    found, _ = run(how, P, W, X, Y_bar)

    assert (found.Y == X @ W).all()
    assert (found.X_bar == Y_bar @ W.T).all()
    assert (found.W_bars[0] == X.T @ Y_bar).all()


@pytest.mark.parametrize("how", STRATEGIES)
@pytest.mark.parametrize("P", [1, 2, 4, 8])
def test_every_worker_sends_what_the_formula_says(how: str, P: int) -> None:
    W, X, Y_bar = np.ones((8, 16)), np.ones((24, 8)), np.ones((24, 16))
    _, cluster = run(how, P, W, X, Y_bar)
    told = communication.sent(how, P, W.size, X.size, Y_bar.size)

    assert cluster.sent == [told] * P
    assert cluster.work == [3 * 24 * 8 * 16 // P] * P


def test_cost_of_many_workers_is_that_of_the_notes() -> None:
    for how, wanted in (("data", 2), ("sharded", 3)):
        assert communication.times_weights(how) == wanted
        assert communication.sent(how, 10**6, 10**6, 5, 5) == wanted * (10**6 - 1)
    assert communication.sent("data", 3, 5, 5, 5) == Fraction(20, 3)
    assert communication.times_weights("rows") == 0


def test_fully_sharded_holds_less() -> None:
    Ws, X = [np.ones((8, 8))] * 6, np.ones((16, 8))
    peaks = []
    for sharded in (False, True):
        cluster = Cluster(4)
        parallel.by_data(Ws, X, X, cluster, sharded=sharded)
        peaks.append(cluster.peak)
        assert cluster.held == [2 * 6 * 64 // 4] * 4, "its part of weights and gradients"

    assert peaks == [[6 * 64 + 64] * 4, [6 * 16 + 48 + 5 * 16 + 64] * 4]


@pytest.mark.parametrize("P", [1, 2, 3, 5, 8])
def test_gathering_and_reducing(P: int) -> None:
    arrays = [whole_numbers(f"a{p}", 7, 3) for p in range(P)]
    cluster = Cluster(P)

    assert all((each == sum(arrays)).all() for each in cluster.reduce_to_all(arrays))
    assert sum(cluster.sent) == 2 * (P - 1) * 21
    assert (np.concatenate(cluster.reduce(arrays)) == sum(arrays)).all()


def test_bad_shapes_inside_a_stack_are_refused() -> None:
    with pytest.raises(ShapeError, match=r"W 2 has shape \(3, 5\)"):
        parallel.by_data(
            [np.ones((2, 4)), np.ones((3, 5))], np.ones((6, 2)), np.ones((6, 5)), Cluster(2)
        )
    with pytest.raises(UsageError, match="0 workers"):
        Cluster(0)


def test_power_laws_are_found_again() -> None:
    x = 2.0 ** np.arange(4, 12)
    plain, rest = powerlaw.fit(x, 3 * x**-0.5), powerlaw.fit_with_rest(x, 3 * x**-0.5 + 0.2)

    assert (plain.a, plain.b) == (pytest.approx(3), pytest.approx(0.5))
    assert (rest.a, rest.b, rest.c) == (pytest.approx(3), pytest.approx(0.5), pytest.approx(0.2))
    assert powerlaw.fit_with_rest(x, 3 * x**-0.5).c < 1e-6
    assert powerlaw.fit_with_rest(x, np.log(5000 / x)).c == 0, "falling ever faster: nothing stays"


@pytest.mark.parametrize(
    ("x", "y"), [([1.0, 1], [1.0, 2]), ([1.0, 2], [0.0, 1]), ([-1.0, 2], [1.0, 1])]
)
def test_power_law_needs_logarithms(x: list[float], y: list[float]) -> None:
    with pytest.raises(UsageError, match="above 0"):
        powerlaw.fit(np.array(x), np.array(y))


def test_a_network_run_costs_what_the_formula_says() -> None:
    net = mlp.initial((6, 8, 3), Noise("net"))
    wanted = costs.dense(6, 8) + costs.dense(8, 3)
    x = np.ones((5, 6))

    assert counted.multiply_adds(mlp.forward, net, x) == 5 * wanted.multiply_adds


@pytest.mark.parametrize("bias", [True, False])
def test_a_convolution_run_costs_what_the_formula_says(bias: bool) -> None:
    layer = conv.initial(Noise("conv"), 3, 5, bias=bias)
    wanted = costs.convolution(3, 5, 3, 8 * 7)

    assert counted.multiply_adds(conv.forward, layer, np.ones((1, 3, 8, 7))) == wanted.multiply_adds


def test_a_fused_run_is_taken_apart() -> None:
    cells = lstm.initial(3, 4, Noise("cells"))

    assert counted.multiply_adds(lstm.states, cells, np.ones((2, 5, 3))) == (
        2 * costs.lstm(3, 4, 5).multiply_adds
    )


def test_products_of_all_kinds_are_counted() -> None:
    A, B, v = np.ones((2, 3)), np.ones((3, 4)), np.ones(3)

    assert counted.multiply_adds(lambda a, b: a @ b, A, B) == 24
    assert counted.multiply_adds(lambda a, b: a @ b, A, v) == 6
    assert counted.multiply_adds(lambda a: ops.dot(a, a), v) == 3
    assert counted.multiply_adds(lambda a: ops.outer(a, a), v) == 9
    assert counted.multiply_adds(lambda a: a * a + 2 * a, v) == 0
    assert counted.multiply_adds(lambda a: ops.conv2d(a, np.ones((2, 2))), np.ones((4, 5))) == 48


def test_unknown_products_are_refused() -> None:
    odd = Primitive("odd", lambda a: a, (None,), lambda a: a, error="linear")
    with pytest.raises(UsageError, match="'odd' does is not known"):
        counted.multiply_adds(odd, np.ones(2))


def test_training_a_large_model() -> None:
    assert costs.training(10**9, 2 * 10**10) == 12 * 10**19
