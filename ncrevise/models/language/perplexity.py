"""How well a model foretells a text: cross-entropy and perplexity (lecture notes 003 §6).

======  ======  ==========================================================
symbol  shape   meaning
======  ======  ==========================================================
p       (N, V)  each word's probability at each place
w       (N,)    the words that stand there
H       ()      cross-entropy, the mean of −ln p of those words
PP      ()      perplexity, e^H: as unsure as among so many equal words
======  ======  ==========================================================
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ncrevise.models.shapes import agree


def cross_entropy(p: Any, words: Any) -> float:
    """Average ``−ln p`` of the words that came; infinite where one was held impossible.

    Args:
        p: probabilities, shape (N, V).
        words: shape (N,).

    Raises:
        ShapeError: where there are not as many places as words.
    """
    agree(p=(p, "N V"), words=(words, "N"))
    said = np.take_along_axis(p, words[:, None], -1)
    return math.inf if (said <= 0).any() else float(-np.log(said).mean())


def perplexity(p: Any, words: Any) -> float:
    """Compute ``e^H``."""
    return math.exp(cross_entropy(p, words))
