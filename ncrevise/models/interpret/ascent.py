"""Gradient ascent on images: what a unit would most like to see (lecture notes 003 §10).

======  ============  ==========================================================
symbol  shape         meaning
======  ============  ==========================================================
x       (N, …)        images, started from noise or grey
score   (N,)          the activation to maximise, one an image
η       number        step length
λ       number        penalty on ½ ‖x‖², which keeps images plain
======  ============  ==========================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.differentiate import value_and_gradient

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ncrevise.models.interpret.saliency import Score
    from ncrevise.noise import Noise

Shift = tuple[int, int]


def ascend(
    score: Score,
    x: Any,
    rate: float,
    shifts: Iterable[Shift],
    *,
    penalty: float = 0.0,
    low: float = 0.0,
    high: float = 1.0,
) -> Iterator[tuple[Any, Any]]:
    """Climb, ``x ← x + η (∂score/∂x − λ x)``, a step a shift.

    Args:
        score: from images, one number each.
        x: images to start from, shape (N, …, height, width).
        rate: η.
        shifts: by how many pixels, down and to the right, the image is moved before each step,
            and back after it: what depends on single pixels is averaged out.
        penalty: λ.
        low: the least an entry may be.
        high: the most.

    Yields:
        The scores before each step, of the shifted images, and the images after it.
    """
    for shift in shifts:
        value, slope = value_and_gradient(score, np.roll(x, shift, (-2, -1)))
        back = np.roll(slope, (-shift[0], -shift[1]), (-2, -1))
        x = (x + rate * (back - penalty * x)).clip(low, high)
        yield value, x


def jitter(noise: Noise, steps: int, most: int) -> list[Shift]:
    """Draw shifts of at most so many pixels either way; 0 for none."""
    drawn = noise.integers((steps, 2), most + 1, -most)
    return [(int(down), int(right)) for down, right in drawn]
