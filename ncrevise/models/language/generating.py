"""Text from a model that foretells the next word: each word drawn is context for the next.

======  ======  ==================================================
symbol  shape   meaning
======  ======  ==================================================
start   (m,)    words to begin with
p       (1, V)  the model's probabilities after a context (1, m)
======  ======  ==================================================

A model of this kind is *autoregressive* (lecture notes 003 §6).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.noise import Noise


def continued(
    foretell: Callable[[Any], Any], start: Any, length: int, context: int, noise: Noise
) -> Any:
    """Draw words one after the other.

    Args:
        foretell: probabilities, shape (1, V), from a context, shape (1, m).
        start: words to begin with, at least m.
        length: how many to draw.
        context: m.
        noise: where they are drawn.

    Returns:
        The start and the words drawn, shape (len(start) + length,).
    """
    text = list(start)
    for _ in range(length):
        last = np.array([text[len(text) - context :]], dtype=np.int64)
        text.append(noise.picks(foretell(last)[0]))
    return np.array(text)
