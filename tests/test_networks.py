"""Layers where a reference cannot look: refusals, random draws, what the notes say of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ncrevise.derivatives.trees import count
from ncrevise.errors import GivensError, ShapeError, UsageError
from ncrevise.lab import digit_nets
from ncrevise.lab.experiment import Bench
from ncrevise.lab.experiments import digits
from ncrevise.models.convolution import Slide
from ncrevise.models.networks import (
    augmentation,
    batch_norm,
    cnn,
    conv,
    deep_linear,
    dropout,
    initialise,
    mlp,
    pooling,
    residual,
    transposed,
    upsampling,
)
from ncrevise.models.networks.augmentation import Changes
from ncrevise.models.networks.conv import Conv
from ncrevise.models.networks.pooling import Pool
from ncrevise.models.networks.transposed import Transposed
from ncrevise.noise import Noise
from ncrevise.tape.windows import ends

CHECKS = ("networks/initialise",)
NOISE = Noise("networks")


def images(*shape: int) -> np.ndarray:
    return NOISE.split(str(shape)).normal(shape)


def test_the_notes_convolution() -> None:
    """The flipped layer in full mode gives the map worked out in the notes."""
    A = np.array([[1.0, 3, 1], [0, -1, 1], [2, 2, -1]])[None, None]
    B = np.array([[1.0, 2], [0, -1]])[None, None]

    found = conv.forward(Conv(B, None, padding="full", flip=True), A)

    expected = [[1, 5, 7, 2], [0, -2, -4, 1], [2, 6, 4, -3], [0, -2, -2, 1]]
    assert found[0, 0].tolist() == expected


def test_convolution_moves_with_its_input() -> None:
    layer = conv.initial(NOISE.split("equivariant"), 1, 2, 3)
    x = np.zeros((1, 1, 12, 12))
    x[0, 0, 4:7, 4:7] = images(3, 3)
    moved = augmentation.shifted(x, np.array([[2, 1]]))

    expected = augmentation.shifted(conv.forward(layer, x), np.array([[2, 1]]))

    np.testing.assert_allclose(conv.forward(layer, moved), expected, atol=1e-12)


def test_transposed_convolution_is_the_transpose() -> None:
    """<conv(x), y> = <x, conv transposed(y)> for stride, border and leftover rows."""
    K, x = images(3, 2, 3, 2), images(2, 2, 8, 7)
    forwards = conv.forward(Conv(K, None, 2, 1), x)
    y = images(*forwards.shape)

    back = transposed.forward(Transposed(K, None, 2, 1, extra=(1, 1)), y)

    assert back.shape == x.shape
    np.testing.assert_allclose((forwards * y).sum(), (x * back).sum())


def test_unpooling_puts_back_what_pooling_took() -> None:
    x = np.arange(16.0).reshape(1, 1, 4, 4)
    y, at = pooling.places(Pool(2), x)

    back = pooling.unpool(y, at, (4, 4))

    assert at.tolist() == [[[[5, 7], [13, 15]]]]
    assert (back == x * (back > 0)).all()
    assert np.count_nonzero(back) == 4


@pytest.mark.parametrize(
    ("layer", "x", "said"),
    [
        (lambda x: pooling.forward(Pool(3), x), (1, 1, 2, 4), "(1, 1, 2, 4)"),
        (lambda x: pooling.forward(Pool(2, padding=2), x), (1, 1, 4, 4), "more than half"),
        (lambda x: conv.forward(Conv(np.ones((1, 1, 3, 3)), None), x), (1, 1, 5, 2), "(5, 2)"),
        (lambda x: upsampling.nearest(x, (4, 4)), (4, 4), "(4, 4)"),
        (lambda x: pooling.unpool(x, np.zeros((1, 1, 2, 1), int), (4, 4)), (1, 1, 2, 2), "at"),
        (
            lambda x: transposed.forward(Transposed(np.ones((1, 1, 2, 2)), None, 2, extra=2), x),
            (1, 1, 2, 2),
            "(6, 6)",
        ),
        (lambda x: dropout.forward(x, np.ones((2, 3)), 0.5), (2, 2), "(2, 3)"),
        (lambda x: cnn.forward(cnn.initial(cnn.Plan(8), NOISE), x), (2, 1, 6, 6), "(2, 16)"),
    ],
)
def test_wrong_sizes_are_refused(layer, x, said) -> None:
    with pytest.raises(ShapeError) as caught:
        layer(np.ones(x))

    assert said in str(caught.value)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: dropout.drawn(NOISE, (2,), 1.0),
        lambda: conv.border("half", (3, 3)),
        lambda: initialise.spread("huge", 2, 2),
        lambda: deep_linear.product(mlp.initial((2, 2), NOISE)),
    ],
)
def test_wrong_settings_are_refused(wrong) -> None:
    with pytest.raises(UsageError):
        wrong()


def test_plan_fixes_the_parameters() -> None:
    net = cnn.initial(cnn.Plan(8, filters=(8, 16), hidden=(32,)), NOISE)

    assert count(net) == (9 + 1) * 8 + (9 * 8 + 1) * 16 + (2 * 2 * 16 + 1) * 32 + (32 + 1) * 10
    assert cnn.forward(net, images(3, 1, 8, 8)).shape == (3, 10)


@pytest.mark.parametrize("scheme", sorted(initialise.SPREADS))
def test_weights_have_the_spread_of_their_scheme(scheme: str) -> None:
    W = initialise.weights(Noise(f"spread {scheme}"), 200, 300, scheme)

    assert W.shape == (200, 300)
    assert np.std(W) == pytest.approx(initialise.spread(scheme, 200, 300), rel=0.02)


def test_filters_count_what_they_read_and_make() -> None:
    K = initialise.filters(Noise("filters"), (64, 32, 5, 5), "he")

    assert np.std(K) == pytest.approx(np.sqrt(2 / (32 * 25)), rel=0.02)


def test_orthogonal_keeps_lengths() -> None:
    Q = initialise.orthogonal(Noise("orthogonal"), 6)

    np.testing.assert_allclose(Q @ Q.T, np.eye(6), atol=1e-12)


@pytest.mark.parametrize("inverted", [True, False])
def test_dropout_matches_in_expectation(inverted: bool) -> None:
    h, rho = np.full((4000, 5), 2.0), 0.3
    m = dropout.drawn(Noise("dropout"), h.shape, rho)

    trained = dropout.forward(h, m, rho, inverted=inverted)
    after = dropout.evaluate(h, rho, inverted=inverted)

    assert np.mean(m) == pytest.approx(0.7, abs=0.02)
    assert np.mean(trained) == pytest.approx(np.mean(after), rel=0.03)


def test_running_averages_reach_the_statistics_of_the_data() -> None:
    running = batch_norm.at_start(2, unbiased=False)
    x = images(50, 2) * [3.0, 0.5] + [1.0, -2.0]
    for _ in range(200):
        running = batch_norm.updated(running, x)
    p = batch_norm.initial(2)

    np.testing.assert_allclose(
        batch_norm.evaluate(p, x, running), batch_norm.forward(p, x), atol=1e-7
    )
    np.testing.assert_allclose(batch_norm.forward(p, x).mean(axis=0), 0, atol=1e-12)


@pytest.mark.parametrize(("made", "stride"), [(3, 1), (4, 2)])
def test_a_new_block_passes_its_input_on(made: int, stride: int) -> None:
    block = residual.initial(NOISE.split("block"), 3, made, stride, last="identity")
    x = images(2, 3, 6, 6)

    y = residual.forward(block, x)

    way = x if block.shortcut is None else conv.forward(block.shortcut, x)
    assert (block.shortcut is None) == (made == 3)
    np.testing.assert_array_equal(y, way)


def test_augmented_images_differ_and_stay_single() -> None:
    x = images(20, 1, 8, 8).astype(np.float32)
    changes = Changes(shift=1, turn=0.2, mirror=0.5, noise=0.1)

    found = augmentation.augmented(x, changes, Noise("a"))

    assert (found.shape, found.dtype) == (x.shape, np.float32)
    assert (found == augmentation.augmented(x, changes, Noise("a"))).all()
    assert not (found == augmentation.augmented(x, changes, Noise("b"))).all()
    assert (augmentation.augmented(x, Changes(0), Noise("a")) == x).all()


def test_images_too_small_to_pool_are_refused(tmp_path) -> None:
    path = tmp_path / "small.npz"
    np.savez(path, x_train=np.ones((20, 2, 2)), y_train=np.arange(20) % 10)

    with pytest.raises(GivensError) as caught:
        digit_nets.parted(Bench("digits", data=path))

    assert "2 × 2" in str(caught.value)


@pytest.mark.parametrize("side", [4, 5, 11])
def test_own_images_of_any_side_are_learnt(tmp_path, side: int) -> None:
    path = tmp_path / "own.npz"
    shown = Noise("own").uniform((60, side, side))
    np.savez(path, x_train=shown, y_train=np.arange(60) % 10)

    findings = digits.run(Bench("digits", rounds=1, data=path))

    assert 0 <= findings.numbers["read by the CNN"] <= 1


@pytest.mark.parametrize(
    ("mode", "larger", "zeros"),
    [("same", "start", (2, 1)), ("same", "end", (1, 2)), ("full", "end", (3, 3))],
)
def test_larger_half_of_a_border_is_a_setting(mode: str, larger: Any, zeros: Any) -> None:
    """One arithmetic serves one image and many; they differ in where an odd zero stands."""
    assert ends(mode, 4, larger) == zeros
    assert Slide(mode, larger=larger).zeros((4, 4)) == (*zeros, *zeros)
    assert larger == "start" or conv.border(mode, (4, 4)) == (*zeros, *zeros)
