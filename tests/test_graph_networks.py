"""Graph networks: the order of nodes does not matter, far nodes are not heard, few are sampled."""

from __future__ import annotations

import numpy as np
import pytest

from ncrevise.data import karate
from ncrevise.errors import ShapeError, UsageError
from ncrevise.exhibits import layout
from ncrevise.models.graphs import adjacency, gcn, links, message, oversmoothing, pooling
from ncrevise.models.graphs.message import AGGREGATES
from ncrevise.noise import Noise
from ncrevise.tape import Tape

A = karate.load().adjacency()
X = Noise("x").normal((34, 5))
ORDER = Noise("order").order(34)


@pytest.mark.parametrize("how", AGGREGATES)
@pytest.mark.parametrize("own", ["among", "beside", "out"])
def test_messages_go_with_their_nodes(how: str, own: message.Own) -> None:
    """Equivariance: relabelled nodes get the same embeddings under their new numbers."""
    net = message.initial((5, 6, 3), Noise("net"), how, own, "tanh")
    there = message.forward(net, adjacency.relabelled(A, ORDER), X[ORDER])

    np.testing.assert_allclose(there, message.forward(net, A, X)[ORDER], atol=1e-12)


def test_gcn_goes_with_its_nodes() -> None:
    net = gcn.initial((5, 6, 3), Noise("net"), "tanh")
    there = gcn.forward(net, adjacency.relabelled(A, ORDER), X[ORDER])

    np.testing.assert_allclose(there, gcn.forward(net, A, X)[ORDER], atol=1e-12)


@pytest.mark.parametrize("how", pooling.POOLS)
def test_pooling_does_not_see_the_order(how: str) -> None:
    """Invariance: a graph is the same graph, however its nodes are numbered."""
    np.testing.assert_allclose(pooling.pooled(X[ORDER], how), pooling.pooled(X, how), atol=1e-12)


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_a_layer_hears_one_step_further(layers: int) -> None:
    net = gcn.initial((5, *[4] * layers), Noise("net"), "tanh")
    before = gcn.forward(net, A, X)
    near = adjacency.around(A, 16, layers)
    for v in range(34):
        moved = X.copy()
        moved[v] += 1
        heard = not np.allclose(gcn.forward(net, A, moved)[16], before[16])
        assert heard == (v in near)


def test_without_edges_a_gcn_is_a_multilayer_perceptron() -> None:
    from ncrevise.models.networks import mlp

    net = gcn.initial((5, 6, 3), Noise("net"))

    np.testing.assert_allclose(gcn.forward(net, np.zeros_like(A), X), mlp.forward(net, X))


def test_sampling_keeps_neighbours_only() -> None:
    kept = adjacency.sampled(A, 3, Noise("sample"))

    assert (kept <= A).all()
    assert kept.sum(axis=1).tolist() == np.minimum(A.sum(axis=1), 3).tolist()
    assert (adjacency.sampled(A, 99, Noise("sample")) == A).all()


def test_mean_of_a_sample_is_right_on_average() -> None:
    noise = Noise("sample")
    means = [message.averaged(adjacency.sampled(A, 2, noise), X) for _ in range(3000)]
    gap = np.mean(means, axis=0) - message.averaged(A, X)

    assert np.abs(gap).max() < 5 * np.std(means, axis=0).max() / np.sqrt(3000)


def test_strangers_are_not_joined() -> None:
    pairs = links.strangers(A, 100, Noise("pairs"))

    assert (A[pairs[:, 0], pairs[:, 1]] == 0).all()
    assert len({tuple(sorted(pair)) for pair in pairs.tolist()}) == 100
    assert len(links.strangers(A, 10_000, Noise("pairs"))) == 34 * 33 // 2 - 78


def test_many_rounds_make_all_alike() -> None:
    P = adjacency.normalised(A)
    found = [oversmoothing.similarity(h) for h in oversmoothing.rounds(P, X, 200)]

    assert abs(found[0]) < 0.2
    assert 1 - found[-1] < 1e-6
    assert 0 < oversmoothing.rate(P) < 1
    assert oversmoothing.similarity(X[:1]) == 1.0
    assert oversmoothing.rate(np.ones((1, 1))) == 0.0


def test_unknown_ways_are_refused() -> None:
    with pytest.raises(UsageError, match="no aggregate 'median'"):
        message.messages(A, X, "median")
    with pytest.raises(UsageError, match="no pooling 'median'"):
        pooling.pooled(X, "median")
    with pytest.raises(ShapeError, match=r"\(34, 34\).*\(33, 5\)"):
        message.messages(A, X[1:])


def test_working_is_told() -> None:
    tape = Tape()
    gcn.forward(gcn.initial((5, 2, 2), Noise("net"), "tanh"), A, X, tape)
    message.forward(message.initial((5, 2), Noise("net")), A, X, tape)

    assert {"m1", "h1", "m2", "h2"} <= set(tape.named)


def test_drawing_keeps_distances() -> None:
    """No more stress than networkx's drawing by the same measure; no round adds to it."""
    import networkx as nx

    D = layout.steps(A)
    ways = dict(nx.all_pairs_shortest_path_length(nx.from_numpy_array(A)))
    theirs = nx.kamada_kawai_layout(nx.from_numpy_array(A))
    x = np.array([theirs[v] for v in range(34)])
    best = min(layout.stress(x * s, D) for s in np.linspace(0.5, 6, 200))
    found = [layout.placed(A, rounds) for rounds in (0, 100)]
    lowest = [layout.stress(x, D) for x in found]
    framed = layout.framed(found[1])

    assert all(D[u, v] == ways[u][v] for u in range(34) for v in range(34))
    assert lowest[1] < 1.05 * best
    assert lowest[1] < lowest[0]
    assert framed.min() == 0
    assert framed.max() == 1


def test_parts_without_a_way_between_them_are_drawn_apart() -> None:
    two = np.kron(np.eye(2), np.ones((3, 3)) - np.eye(3))

    assert layout.steps(two)[0, 3] == 2
    assert np.isfinite(layout.placed(two)).all()
