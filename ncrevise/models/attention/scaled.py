"""Scaled dot-product attention (lecture notes 003 §14 *Self-attention layer*).

======  =========  ==========================================================
symbol  shape      meaning
======  =========  ==========================================================
Q       (…, T, k)  queries, a row each
K       (…, S, k)  keys
V       (…, S, v)  values, one for each key
α       (…, T, S)  weights, softmax(Q Kᵀ/√k) row by row
C       (…, T, v)  contexts, α V
======  =========  ==========================================================
"""

from __future__ import annotations

from typing import Any

from ncrevise.models.attention.masks import weights
from ncrevise.models.shapes import agree
from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.arrays import turned
from ncrevise.tape.ops import divide, matmul, sqrt


def forward(Q: Tensor, K: Tensor, V: Tensor, where: Any = None, tape: Recorder = NO_TAPE) -> Tensor:
    """Give every query its context, shape (…, T, v).

    Raises:
        ShapeError: where the shapes do not fit.
    """
    return attend(Q, K, V, where, tape)[0]


def attend(
    Q: Tensor, K: Tensor, V: Tensor, where: Any = None, tape: Recorder = NO_TAPE
) -> tuple[Tensor, Tensor]:
    """Give every query its context, and the weights it looked with.

    Args:
        Q: queries.
        K: keys.
        V: values.
        where: a mask (``masks``), or None to look everywhere.
        tape: where to write the working.

    Returns:
        C, shape (…, T, v), and α, shape (…, T, S).

    Raises:
        ShapeError: where the shapes do not fit.
    """
    sizes = agree(Q=(Q, "* t k"), K=(K, "* s k"), V=(V, "* s v"))
    k = tape.keep("d_K", sizes["k"], "d_K")
    scores = tape.name(
        "scores", divide(matmul(Q, turned(K)), sqrt(k)), "Scaled scores", r"\tilde{\alpha}"
    )
    alpha = tape.name("weights", weights(scores, where), "Attention weights", r"\alpha")
    return tape.name("context", matmul(alpha, V), "Contexts", "C"), alpha
