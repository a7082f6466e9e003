"""Ensembles: several models asked, their answers averaged (lecture notes 003 §8).

======  ============  ==================================================
symbol  shape         meaning
======  ============  ==================================================
y       (M, …)        predictions of M models, model first
λ       (M,)          weights ≥ 0 that sum to 1; equal ones by default
t       (…)           targets
======  ============  ==================================================

A convex loss of the average is at most the average of the losses. For squared error the gap
is how far the models spread around their average: ``mean (y − t)² = (ȳ − t)² + mean (y − ȳ)²``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.shapes import agree
from ncrevise.tape.ops import mean, reshape, times, total
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor


def average(y: Tensor, weights: Tensor | None = None) -> Tensor:
    """Average predictions or probabilities over the models, shape (…).

    Raises:
        ShapeError: where there are not as many weights as models.
    """
    if weights is None:
        return mean(y, axis=(0,))
    along = (shape(y)[0], *(1 for _ in shape(y)[1:]))
    agree(weights=(weights, "M"), y=(reshape(y, shape=(along[0], -1)), "M n"))
    return total(times(reshape(weights, shape=along), y), axis=(0,))


def votes(classes: Any, kinds: int) -> Any:
    """Count votes; ``classes`` (M, N) from 0 to ``kinds`` − 1 give shares, shape (N, kinds)."""
    return (classes[..., None] == np.arange(kinds)).mean(axis=0)


def parts_of_error(y: Any, t: Any) -> tuple[float, float, float]:
    """Part the models' mean squared error: that of their average, and their spread around it.

    Args:
        y: predictions, shape (M, N).
        t: targets, shape (N,).

    Returns:
        The mean error of single models, the error of their average, their spread. The first
        is the sum of the others.

    Raises:
        ShapeError: where they do not go together.
    """
    agree(y=(y, "M N"), t=(t, "N"))
    middle = y.mean(axis=0)
    single, joint, spread = (y - t) ** 2, (middle - t) ** 2, (y - middle) ** 2
    return float(single.mean()), float(joint.mean()), float(spread.mean())


def resamples(count: int, models: int, noise: Noise) -> Iterator[Any]:
    """Draw the examples each model is trained on, with replacement: *bagging*."""
    for _ in range(models):
        yield noise.integers((count,), count)
