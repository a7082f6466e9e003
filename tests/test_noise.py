"""Random arrays: the same for ever, and as random as they should be."""

from __future__ import annotations

import numpy as np

from ncrevise.noise import Noise


def test_stream_is_the_one_promised() -> None:
    """SplitMix64 by whole numbers, one word at a time."""
    noise = Noise("key")
    state = int(noise._start)
    wanted = []
    for _ in range(5):
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        z = state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
        wanted.append(z ^ (z >> 31))

    assert noise.bits(2).tolist() + noise.bits(3).tolist() == wanted


def test_numbers_never_change() -> None:
    assert [round(x, 6) for x in Noise("a").uniform((3,)).tolist()] == [
        0.715877,
        0.801194,
        0.759981,
    ]
    assert Noise("a").order(6).tolist() == [5, 3, 0, 2, 1, 4]


def test_normal_numbers_have_the_moments() -> None:
    x = Noise("n").normal((100_001,), 2.0)

    assert abs(x.mean()) < 0.03
    assert abs(x.std() / 2 - 1) < 0.01
    assert abs((x**4).mean() / 16 - 3) < 0.1


def test_whole_numbers_and_picks_follow_their_weights() -> None:
    assert set(Noise("i").integers((1000,), 3, -1).tolist()) == {-1, 0, 1, 2}
    share = np.bincount(Noise("p").picks(np.array([1.0, 0.0, 3.0]), (10_000,)), minlength=3) / 1e4

    np.testing.assert_allclose(share, [0.25, 0, 0.75], atol=0.02)


def test_streams_are_apart() -> None:
    noise = Noise("a")
    first = noise.split("x").uniform((4,))
    noise.uniform((7,))

    assert np.array_equal(first, noise.split("x").uniform((4,)))
    assert not np.array_equal(first, noise.split("y").uniform((4,)))
