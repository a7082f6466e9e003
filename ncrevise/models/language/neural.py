"""Neural language model: the next word from the vectors of those before it.

Source: lecture notes 003 §6, *Neural Language Model*; 002, *NNs in NLP*; Bengio et al. (2003).

========  ===========  ==========================================================
symbol    shape        meaning
========  ===========  ==========================================================
contexts  (…, K)       the K words to predict from, as whole numbers
R         (V, d)       a row a word: its vector, looked up
W         (n, K d)     weights of n hidden units on the K vectors, end to end
b         (n,)         their biases
U         (V, n)       weights of the output: a score a word
c         (V,)         its biases
y         (…, V)       scores; their softmax is the next word's distribution
========  ===========  ==========================================================

The context need not stand before the word: the notes 002 predict *on* from *cat sat* and *the
mat*. Looking a row of R up is the product of Rᵀ and the word's one-hot vector, at no cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.errors import ShapeError
from ncrevise.kernels.batched import affine, cross_entropy, looked_up
from ncrevise.models.networks.initialise import weights
from ncrevise.models.shapes import agree
from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import reshape, tanh
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from ncrevise.noise import Noise


@dataclass(frozen=True, slots=True)
class Neural:
    """Vectors of words, a hidden layer, an output layer."""

    R: Tensor
    W: Tensor
    b: Tensor
    U: Tensor
    c: Tensor


def initial(words: int, context: int, d: int, n: int, noise: Noise) -> Neural:
    """Draw a model.

    Args:
        words: V.
        context: K.
        d: numbers of a word's vector.
        n: hidden units.
        noise: where the weights are drawn.
    """
    return Neural(
        noise.normal((words, d), 0.1),
        weights(noise, n, context * d, "xavier"),
        np.zeros(n),
        weights(noise, words, n, "xavier"),
        np.zeros(words),
    )


def forward(p: Neural, contexts: Any, tape: Recorder = NO_TAPE) -> Tensor:
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
    size = agree(R=(p.R, "V d"), W=(p.W, "n D"), b=(p.b, "n"), U=(p.U, "V n"), c=(p.c, "V"))
    *many, K = contexts.shape
    if size["D"] != K * size["d"]:
        raise ShapeError(
            f"W has shape {shape(p.W)} and R has shape {shape(p.R)}: {K} words of context come to "
            f"{K * size['d']} numbers, and W takes {size['D']}."
        )
    joined = reshape(looked_up(p.R, contexts), shape=(*many, size["D"]))
    x = tape.name("x", joined, "Vectors of the context", "x")
    h = tape.name("h", tanh(affine(x, p.W, p.b)), "Hidden units", "h")
    return tape.name("y", affine(h, p.U, p.c), "Scores", "y")


def loss(p: Neural, contexts: Any, words: Any) -> Tensor:
    """Compute the cross-entropy of the words that came, shape () from contexts (…, K)."""
    return cross_entropy(forward(p, contexts), classes=words)
