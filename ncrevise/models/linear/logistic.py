"""Logistic regression (lecture notes 003 §2; 002 *Loss functions* for labels −1 and 1).

======  ========  ==================================
symbol  shape     meaning
======  ========  ==================================
x       (…, d)    inputs, a row an example
z       (…)       logits ``wᵀx + b``
y       (…)       probability of class 1, ``σ(z)``
t       (…)       labels, 0 or 1; or −1 or 1
======  ========  ==================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.models.linear import losses
from ncrevise.models.linear.regression import Linear, forward
from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import sigmoid

if TYPE_CHECKING:
    from ncrevise.models.linear.losses import Over


def probability(p: Linear, x: Tensor, tape: Recorder = NO_TAPE) -> Tensor:
    """Compute ``σ(wᵀx + b)``, shape (…).

    Raises:
        ShapeError: where the inputs are not as many as the weights.
    """
    return tape.name("y", sigmoid(forward(p, x, tape, "z")), "Probability of class 1", "y")


def cost(p: Linear, x: Tensor, t: Tensor, over: Over = "mean", *, signed: bool = False) -> Tensor:
    """Compute the cross-entropy from the logits.

    Args:
        p: weights and bias.
        x: inputs, shape (N, d).
        t: labels, shape (N,), 0 or 1; with ``signed`` −1 or 1.
        over: whether examples are averaged or added up.
        signed: which labels they are.
    """
    z = forward(p, x)
    return losses.logistic_signed(z, t, over) if signed else losses.logistic(z, t, over)
