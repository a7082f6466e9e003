"""Deep Dream: what a layer already sees in an image, made stronger (lecture notes 003 §10).

======  ========  ==============================================================
symbol  shape     meaning
======  ========  ==============================================================
x       (N, …)    images
h       (N, …)    what a layer makes of them
η       number    step length, in ink an average pixel
======  ========  ==============================================================

The error signal of the layer is set to its activation, ``h̄ = h``, and pulled back to the image:
the gradient of ``½ ‖h‖²``. What is active becomes more so; the rich get richer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.differentiate import value_and_gradient
from ncrevise.tape.ops import half_square, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.models.interpret.saliency import Score


def dream(
    layer: Score, x: Any, rate: float, steps: int, *, low: float = 0.0, high: float = 1.0
) -> Iterator[tuple[float, Any]]:
    """Strengthen a layer's activations, ``x ← x + η g / mean |g|``, each image by its own mean.

    Args:
        layer: h from images.
        x: images to start from, shape (N, …).
        rate: η.
        steps: how many.
        low: the least an entry may be.
        high: the most.

    Yields:
        ``½ ‖h‖²`` over all images before each step, and the images after it.
    """
    for _ in range(steps):
        strength, slope = value_and_gradient(lambda image: total(half_square(layer(image))), x)
        size = abs(slope).mean(axis=tuple(range(1, x.ndim)), keepdims=True)
        x = (x + rate * slope / np.where(size > 0, size, 1)).clip(low, high)
        yield strength, x
