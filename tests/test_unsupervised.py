"""Clusters, codes and games: what holds whatever is drawn."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ncrevise.derivatives.trees import count
from ncrevise.errors import ShapeError, UsageError
from ncrevise.models.optimisers.momentum import Momentum
from ncrevise.models.unsupervised import (
    adversarial,
    autoencoder,
    bilinear,
    corruption,
    discrete,
    games,
    gan,
    kmeans,
    pca,
    stochastic,
    tied,
    vae,
)
from ncrevise.noise import Noise
from ncrevise.tape import Tape
from ncrevise.tape.grad import gradient
from tests.references.unsupervised.kmeans import smallest

CHECKS = ("unsupervised/corruption",)


def pictures(n: int = 40, d: int = 30) -> np.ndarray:
    return Noise("pictures").uniform((n, d))


def test_k_means_never_raises_the_inertia_and_seldom_misses_the_least() -> None:
    missed = 0
    for k in range(60):
        noise = Noise(f"k-means/{k}")
        x = noise.normal((6, 2))
        runs = list(kmeans.rounds(x, kmeans.spread_out(x, 3, noise)))
        inertias = [each.J for each in runs]
        assert inertias == sorted(inertias, reverse=True)
        best = kmeans.fit(x, 3, noise).J
        least = smallest(x, 3)[0]
        assert best >= least - 1e-12
        missed += best > least + 1e-9
    assert missed <= 3


def test_k_means_with_equal_examples_and_empty_clusters() -> None:
    x = np.ones((4, 2))
    found = kmeans.fit(x, 3, Noise("equal"))
    assert found.J == 0
    far = np.array([[0.0, 0.0], [50.0, 50.0]])
    assert np.array_equal(kmeans.moved(x, far, kmeans.assigned(x, far).c)[1], far[1])
    with pytest.raises(ShapeError, match="k must be 1 to 4 and is 5"):
        kmeans.spread_out(x, 5, Noise("many"))


def test_spread_out_takes_distant_examples_first() -> None:
    x = np.concatenate([np.zeros((50, 2)), np.full((1, 2), 9.0)])
    for k in range(20):
        assert kmeans.assigned(x, kmeans.spread_out(x, 2, Noise(f"{k}"))).J == 0


def test_pca_refuses_more_directions_than_there_are() -> None:
    with pytest.raises(ShapeError, match="H must be 1 to 3 and is 4"):
        pca.fit(np.ones((3, 5)), 4)


def test_pca_is_the_nearest_of_its_rank() -> None:
    x = pictures()
    best = autoencoder.error(x, pca.forward(pca.fit(x, 4), x))
    for k in range(20):
        U, _ = np.linalg.qr(Noise(f"basis/{k}").normal((30, 4)))
        m = x.mean(0)
        assert autoencoder.error(x, m + (x - m) @ U @ U.T) > best
    cut = pca.shortened(pca.fit(x, 9), 4)
    np.testing.assert_allclose(autoencoder.error(x, pca.forward(cut, x)), best)


def test_tied_halves_the_weights() -> None:
    loose = autoencoder.initial((30, 9, 4), Noise("a"))
    bound = tied.initial((30, 9, 4), Noise("a"))
    weights = 30 * 9 + 9 * 4
    assert count(loose) - count(bound) == weights
    assert autoencoder.forward(tied.opened(bound), pictures()).shape == (40, 30)


@pytest.mark.parametrize("kind", corruption.KINDS)
def test_corruption(kind: corruption.Kind) -> None:
    x = pictures(400) * 0.8 + 0.1
    kept = x.copy()
    spoilt = corruption.corrupt(x, Noise(kind), kind, 0.3)
    assert np.array_equal(x, kept)
    assert corruption.corrupt(x.astype(np.float32), Noise(kind), kind, 0.3).dtype == np.float32
    changed = float((spoilt != x).mean())
    if kind == "gaussian":
        assert abs((spoilt - x).std() - 0.3) < 0.01
    else:
        assert abs(changed - 0.3) < 0.01
        assert set(spoilt[spoilt != x]) == ({0.0} if kind == "masking" else {0.0, 1.0})
    assert np.array_equal(corruption.corrupt(x, Noise(kind), kind, 0), x)


def test_unknown_names_are_refused_with_the_known() -> None:
    with pytest.raises(UsageError, match="masking"):
        corruption.corrupt(pictures(), Noise("x"), "blur", 0.1)
    with pytest.raises(UsageError, match="non-saturating"):
        adversarial.generator_loss(np.zeros(2), "wasserstein")
    with pytest.raises(UsageError, match="optimistic"):
        bilinear.transition("newton", 0.1)


def test_binary_codes_are_coins_and_pass_the_slope_of_the_chance() -> None:
    f = np.full((20000, 2), (0.5, -1.0))
    tape = Tape()
    logits = tape.given("f", f)
    h = stochastic.binary(logits, Noise("coins").uniform(f.shape))
    chance = 1 / (1 + np.exp(-f[0]))
    assert set(np.unique(h.data)) == {0.0, 1.0}
    assert np.abs(h.data.mean(0) - chance).max() < 0.01
    (slope,) = gradient(h, [logits], np.ones(f.shape))
    np.testing.assert_allclose(slope, np.broadcast_to(chance * (1 - chance), f.shape))
    single = stochastic.binary(f.astype(np.float32), Noise("coins").uniform(f.shape))
    assert single.dtype == np.float32


def test_binary_codes_train() -> None:
    p = autoencoder.initial((30, 5), Noise("binary"))
    u = Noise("u").uniform((40, 5))
    assert math.isfinite(stochastic.loss(p, pictures(), u))


def test_the_bound_is_below_the_likelihood_and_meets_it_at_the_posterior() -> None:
    noise = Noise("bound")
    p = discrete.Mixture(noise.normal((5,)), noise.normal((5, 30), 2.0))
    x = pictures()
    q = noise.normal((40, 5), 3.0)
    log_likelihood = discrete.log_likelihood(p, x)
    assert (discrete.bound(p, x, q) < log_likelihood).all()
    np.testing.assert_allclose(discrete.bound(p, x, q) + discrete.gap(p, x, q), log_likelihood)
    np.testing.assert_allclose(discrete.bound(p, x, discrete.joint(p, x)), log_likelihood)
    assert discrete.initial(3, 4, noise).a.shape == (3, 4)


def test_more_draws_come_nearer_to_the_likelihood() -> None:
    p = vae.initial((30, 8, 2), Noise("vae"))
    x = pictures()
    epsilon = Noise("draws").normal((2000, 40, 2))
    found = [vae.log_likelihood(p, x, epsilon[:s]).mean() for s in (1, 10, 2000)]
    assert vae.bound(p, x, epsilon).mean() < found[-1]
    assert found == sorted(found)


def test_a_linear_gaussian_vae_has_the_exact_bound() -> None:
    """With the posterior as q the bound is ln p(x), which is Gaussian and known."""
    noise = Noise("linear")
    W, m, eta = noise.normal((3, 1)), noise.normal((3,)), 0.4
    covariance = W @ W.T + eta * np.eye(3)
    x = noise.normal((5, 3))
    variance = 1 / (1 + (W * W).sum() / eta)
    from ncrevise.models.networks.mlp import Layer, Mlp

    rows = np.concatenate([variance / eta * W.T, np.zeros((1, 3))])
    shifts = np.array([-(rows[0] @ m), math.log(variance)])
    p = vae.Vae(Mlp((Layer(rows, shifts),)), Mlp((Layer(W, m),)), eta)
    epsilon = noise.normal((7, 5, 1))
    solved = np.linalg.solve(covariance, (x - m).T).T
    log_det = np.linalg.slogdet(2 * np.pi * covariance)[1]
    exact = -0.5 * ((x - m) * solved).sum(1) - 0.5 * log_det
    np.testing.assert_allclose(vae.log_likelihood(p, x, epsilon), exact)


@pytest.mark.parametrize("method", ["simultaneous", "alternating", "extragradient", "optimistic"])
@pytest.mark.parametrize("rate", [0.05, 0.3, 0.45])
def test_the_bilinear_game_as_foretold(method: bilinear.Method, rate: float) -> None:
    start, losses, steps = np.array([1.0, -0.5]), bilinear.losses(), 60
    players = (start[:1], start[1:])
    if method in {"simultaneous", "alternating"}:
        run = getattr(games, method)(losses, players, [Momentum(rate, 0.0)] * 2, [None] * steps)
    else:
        run = getattr(games, method)(losses, players, rate, [None] * steps)
    for t, (_, (x, y)) in enumerate(run, 1):
        at = np.concatenate([x, y])
        np.testing.assert_allclose(at, bilinear.after(method, start, rate, t), atol=1e-12)
        if method == "alternating":
            kept = at @ at + rate * at[0] * at[1]
            assert kept == pytest.approx(start @ start + rate * start[0] * start[1])
    matrix = bilinear.transition(method, rate)
    largest = np.abs(np.linalg.eigvals(matrix)).max()
    assert bilinear.growth(method, rate) == pytest.approx(largest)
    assert np.array_equal(bilinear.after(method, start, rate, 0), start)


def test_the_best_discriminator_reaches_two_ln_two_minus_the_divergence() -> None:
    p, q = np.array([0.5, 0.3, 0.2, 0.0]), np.array([0.1, 0.3, 0.4, 0.2])
    with np.errstate(divide="ignore"):
        D = adversarial.optimal(np.log(p), np.log(q))
    assert D[[0, 3]] == pytest.approx([0.5 / 0.6, 0.0])
    some = p > 0
    value = -(p[some] @ np.log(D[some])) - q @ np.log(1 - D)
    assert value == pytest.approx(2 * math.log(2) - 2 * adversarial.jensen_shannon(p, q))


def test_losses_stay_finite_however_sure_the_discriminator_is() -> None:
    sure = np.array([-1e4, 1e4])
    assert adversarial.discriminator_loss(sure, sure) == pytest.approx(1e4)
    assert adversarial.minimax(sure) == pytest.approx(-5e3)
    assert adversarial.non_saturating(sure) == pytest.approx(5e3)


def test_a_player_moves_only_its_own_parameters() -> None:
    players = gan.initial(2, (4,), 2, Noise("players"))
    seen = gan.Round(Noise("x").normal((5, 2)), Noise("z").normal((6, 2)))
    still = Momentum(0.0)
    (_, (G, D)) = next(
        games.alternating(gan.losses("minimax"), players, [still, Momentum(0.1)], [seen])
    )
    assert np.array_equal(G.layers[0].W, players[0].layers[0].W)
    assert not np.array_equal(D.layers[0].W, players[1].layers[0].W)
