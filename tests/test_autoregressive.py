"""Causal models: what they see, and that what they draw has the chances they tell."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from ncrevise.derivatives.differentiate import value_and_gradient
from ncrevise.derivatives.trees import mapped
from ncrevise.errors import ShapeError
from ncrevise.kernels.batched import log_softmax
from ncrevise.models.autoregressive import causal, pixelcnn, sampling, wavenet
from ncrevise.noise import Noise
from ncrevise.tape.ops import take, total

CHECKS = ("autoregressive/sampling",)


@pytest.mark.parametrize("seed", range(20))
def test_receptive_field_is_how_far_gradients_reach(seed: int) -> None:
    noise = Noise(f"reach {seed}")
    kernel = noise.integers((), 4, 1)
    dilations = [noise.integers((), 5, 1) for _ in range(noise.integers((), 5, 1))]
    p = wavenet.initial(2, 8, 3, dilations, noise, kernel=kernel)
    told, size = causal.receptive_field(kernel, dilations), 60
    assert wavenet.receptive_field(p) == told

    _, slope = value_and_gradient(
        lambda x: total(take(wavenet.forward(p, x), index=(slice(None), size - 5))),
        noise.normal((4, size, 2)),
    )

    reached = np.flatnonzero(np.abs(slope).sum(axis=(0, 2)))
    assert reached[-1] == size - 5
    assert size - 5 - reached[0] + 1 == told


def test_the_notes_block_sees_1024_steps() -> None:
    assert causal.receptive_field(2, [2**k for k in range(10)]) == 1024


def test_masks_are_as_published() -> None:
    assert pixelcnn.mask(3, "A").tolist() == [[1, 1, 1], [1, 0, 0], [0, 0, 0]]
    assert pixelcnn.mask(3, "B").tolist() == [[1, 1, 1], [1, 1, 0], [0, 0, 0]]
    with pytest.raises(ShapeError, match="odd"):
        pixelcnn.mask(4, "A")


def strong(levels: int) -> pixelcnn.PixelCnn:
    """A network that is sure of things."""
    p = pixelcnn.initial(levels, 6, Noise("strong"), size=3, depth=1)
    layers = tuple(type(each)(each.W * 2, each.b) for each in p.output.layers)
    return pixelcnn.PixelCnn(p.first, p.others, type(p.output)(layers))


def test_no_pixel_tells_of_one_before_it() -> None:
    p, images = strong(3), Noise("images").integers((2, 4, 5), 3)
    before = pixelcnn.log_probabilities(p, images).reshape(2, 20, 3)

    for at in range(20):
        other = images.copy().reshape(2, 20)
        other[:, at] = (other[:, at] + 1) % 3
        after = pixelcnn.log_probabilities(p, other.reshape(2, 4, 5)).reshape(2, 20, 3)
        np.testing.assert_array_equal(after[:, : at + 1], before[:, : at + 1])


def every_image() -> np.ndarray:
    return np.array(list(product(range(2), repeat=4))).reshape(-1, 2, 2)


def test_chances_of_all_images_add_up_to_one() -> None:
    chances = np.exp(pixelcnn.log_likelihood(strong(2), every_image()).sum(axis=(1, 2)))

    assert chances.max() > 0.1
    np.testing.assert_allclose(chances.sum(), 1)


def distance(codes: np.ndarray, chances: np.ndarray) -> float:
    """Half the sum of differences between how often and how likely."""
    often = np.bincount(codes, minlength=len(chances)) / len(codes)
    return float(np.abs(often - chances).sum() / 2)


def test_images_are_drawn_as_often_as_they_are_likely() -> None:
    p = strong(2)
    drawn = sampling.images(p, np.zeros((4000, 2, 2), int), Noise("drawn"))

    chances = np.exp(pixelcnn.log_likelihood(p, every_image()).sum(axis=(1, 2)))
    assert distance(drawn.reshape(-1, 4) @ [8, 4, 2, 1], chances) < 0.04


def test_completed_images_keep_what_was_there() -> None:
    p, start = strong(2), Noise("start").integers((30, 4, 4), 2)

    drawn = sampling.images(p, start, Noise("drawn"), first_row=2)
    again = sampling.images(p, start, Noise("drawn"), first_row=2)

    np.testing.assert_array_equal(drawn[:, :2], start[:, :2])
    np.testing.assert_array_equal(drawn, again)
    assert (drawn[:, 2:] != start[:, 2:]).any()


def test_signals_are_drawn_as_often_as_they_are_likely() -> None:
    p = wavenet.initial(2, 6, 2, (1, 2), Noise("wave"))
    start = np.zeros((4000, 1), int)

    drawn = sampling.signals(p, start, 3, Noise("drawn"))

    every = np.array([(0, *rest) for rest in product(range(2), repeat=3)])
    scores = log_softmax(wavenet.forward(p, sampling.one_hot(every[:, :-1], 2)))
    told = np.take_along_axis(scores, every[:, 1:, None], -1).sum(axis=(1, 2))
    np.testing.assert_allclose(np.exp(told).sum(), 1)
    assert (drawn[:, 0] == 0).all()
    assert distance(drawn[:, 1:] @ [4, 2, 1], np.exp(told)) < 0.04


def test_every_level_is_drawn_from_its_scores_given_all_before() -> None:
    p = mapped(lambda a: 3 * a, wavenet.initial(3, 4, 3, (1, 2), Noise("window")))
    start, steps = Noise("start").integers((50, 12), 3), 6

    drawn = sampling.signals(p, start, steps, Noise("drawn"))

    scores, noise = wavenet.forward(p, sampling.one_hot(drawn, 3)), Noise("drawn")
    for t in range(12, 12 + steps):
        np.testing.assert_array_equal(drawn[:, t], sampling.drawn(scores[:, t - 1], noise))


def test_a_sure_level_is_drawn() -> None:
    scores = np.full((50, 4), -1e9)
    scores[:, 2] = 0

    assert (sampling.drawn(scores, Noise("sure")) == 2).all()
