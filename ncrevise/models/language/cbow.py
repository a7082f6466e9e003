"""Continuous bag of words: a word from the average of the vectors around it.

Source: lecture notes 002, *Word Embeddings*; Mikolov et al. (2013).

========  ========  ==========================================================
symbol    shape     meaning
========  ========  ==========================================================
contexts  (…, K)    words around the one to predict, as whole numbers
R         (V, d)    a row a word: its vector
U         (V, d)    a row a word: how it is recognised from a context
c         (V,)      biases
y         (…, V)    scores ``U v + c`` of the average v
========  ========  ==========================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.kernels.batched import affine, cross_entropy, looked_up
from ncrevise.models.shapes import agree
from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import mean

if TYPE_CHECKING:
    from ncrevise.noise import Noise


@dataclass(frozen=True, slots=True)
class Cbow:
    """Vectors of words as context, weights and biases of words as answers."""

    R: Tensor
    U: Tensor
    c: Tensor


def initial(words: int, d: int, noise: Noise) -> Cbow:
    """Draw a model of V words and vectors of d numbers."""
    return Cbow(noise.normal((words, d), 1 / np.sqrt(d)), np.zeros((words, d)), np.zeros(words))


def forward(p: Cbow, contexts: Any, tape: Recorder = NO_TAPE) -> Tensor:
    """Compute the scores of every word.

    Args:
        p: the model.
        contexts: shape (…, K).
        tape: where to write the working.

    Returns:
        y, shape (…, V).

    Raises:
        ShapeError: naming the arrays that do not go together.
    """
    agree(R=(p.R, "V d"), U=(p.U, "V d"), c=(p.c, "V"))
    v = tape.name("v", mean(looked_up(p.R, contexts), axis=(-2,)), "Average of the context", "v")
    return tape.name("y", affine(v, p.U, p.c), "Scores", "y")


def loss(p: Cbow, contexts: Any, words: Any) -> Tensor:
    """Compute the cross-entropy of the words in the middle."""
    return cross_entropy(forward(p, contexts), classes=words)
