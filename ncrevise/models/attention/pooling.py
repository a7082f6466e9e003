"""Pooling of annotations: by weights that scores give, or evenly (lecture notes 003 §13).

======  =========  ==========================================================
symbol  shape      meaning
======  =========  ==========================================================
a       (…, S)     scores of the annotations
H       (…, S, e)  annotations
α       (…, S)     weights, softmax of a
c       (…, e)     context, Σ α h
======  =========  ==========================================================
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ncrevise.models.attention.masks import weights
from ncrevise.models.shapes import agree
from ncrevise.tape import NO_TAPE, Recorder, raw
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import matmul, reshape
from ncrevise.tape.value import shape


def pooled(
    a: Tensor, H: Tensor, where: Any = None, tape: Recorder = NO_TAPE
) -> tuple[Tensor, Tensor]:
    """Average annotations by the weights their scores give.

    Args:
        a: scores.
        H: annotations.
        where: true where to look, shape (…, S), or None to look everywhere.
        tape: where to write the working.

    Returns:
        c, shape (…, e), and α, shape (…, S).

    Raises:
        ShapeError: where the shapes do not fit.
    """
    agree(a=(a, "* s"), H=(H, "* s e"))
    a = tape.name("scores", a, "Scores", r"\tilde{\alpha}")
    alpha = tape.name("weights", weights(a, where), "Attention weights", r"\alpha")
    *front, s = shape(alpha)
    if not front:
        return tape.name("context", alpha @ H, "Context", "c"), alpha
    mixed = matmul(reshape(alpha, shape=(*front, 1, s)), H)
    return tape.name("context", reshape(mixed, shape=(*front, shape(H)[-1])), "Context", "c"), alpha


def average(H: Tensor, tape: Recorder = NO_TAPE) -> tuple[Tensor, Tensor]:
    """Average annotations evenly, whatever they say: the pooling that attention improves on."""
    return pooled(np.zeros_like(raw(H)[..., 0]), H, None, tape)
