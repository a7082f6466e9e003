"""Parameters and multiply–adds of layers, by formula (lecture notes 003 §9, §13–§14, §16).

=======  ==============================================================
symbol   meaning
=======  ==============================================================
n, d     units of a layer, and inputs to each
I, J     filters of a convolution, and channels they read
K, P     side of a kernel; cells of the map it makes
t        places in a sequence
k        numbers of an embedding, or units of a recurrent layer
f        units inside a transformer's feed-forward part
=======  ==============================================================

A multiply–add is one weight times one input, added to a sum: one *connection* of the notes,
two FLOPs. Activations and normalisation, which cost less by the width of a layer, are left out.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """What a layer has, and what one example costs forwards.

    Args:
        parameters: weights and biases.
        multiply_adds: for one example (a vector, an image, a sequence).
    """

    parameters: int
    multiply_adds: int

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.parameters + other.parameters, self.multiply_adds + other.multiply_adds)


def dense(d: int, n: int) -> Cost:
    """Cost a dense layer: every unit is joined to every input, ``(d + 1) n`` and ``d n``."""
    return Cost((d + 1) * n, d * n)


def convolution(J: int, I: int, K: int, cells: int) -> Cost:
    """Cost a convolution: ``(K² J + 1) I`` weights, used again at every cell it makes."""
    return Cost((K * K * J + 1) * I, K * K * J * I * cells)


def rnn(d: int, k: int, t: int) -> Cost:
    """Cost a recurrent layer on a sequence: ``k (d + k + 1)``, and all its weights every step."""
    return Cost(k * (d + k + 1), t * k * (d + k))


def lstm(d: int, k: int, t: int) -> Cost:
    """Cost an LSTM: four times a recurrent layer, three gates and a candidate."""
    one = rnn(d, k, t)
    return Cost(4 * one.parameters, 4 * one.multiply_adds)


def gru(d: int, k: int, t: int) -> Cost:
    """Cost a GRU: three times a recurrent layer (one bias a unit)."""
    one = rnn(d, k, t)
    return Cost(3 * one.parameters, 3 * one.multiply_adds)


def attention(t: int, k: int) -> Cost:
    """Cost self-attention, of one head or many: four products with k × k, and t² k twice.

    Queries, keys, values and the output each have weights and biases; every query meets every
    key, and every weight every value.
    """
    return Cost(4 * (k * k + k), t * 4 * k * k + 2 * t * t * k)


def transformer(t: int, k: int, f: int) -> Cost:
    """Cost a transformer block: attention, two dense layers at every place, two layer norms."""
    inside = dense(k, f) + dense(f, k)
    norms = Cost(4 * k, 0)
    return attention(t, k) + Cost(inside.parameters, t * inside.multiply_adds) + norms


def training(parameters: int, tokens: int) -> int:
    """Estimate the FLOPs of training a transformer, ``6 N D``.

    Two for every multiply–add, once forwards and twice backwards (by inputs and by weights);
    every parameter meets every token once.
    """
    return 6 * parameters * tokens
