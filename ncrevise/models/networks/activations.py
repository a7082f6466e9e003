"""Activation functions by name (lecture notes 003 §2–§3; 000 *Activation functions*)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ncrevise.errors import UsageError
from ncrevise.models.weights import identity
from ncrevise.tape.ops import exp, leaky_relu, relu, sigmoid, softmax, softplus, step, tanh

if TYPE_CHECKING:
    from ncrevise.models.weights import Activation
    from ncrevise.tape import Loose as Tensor


def elu(z: Tensor) -> Tensor:
    """Compute ``z`` above zero and ``e^z − 1`` below: smooth, with negative outputs."""
    below = -relu(-z)
    return relu(z) + exp(below) - 1


def swish(z: Tensor) -> Tensor:
    """Compute ``z σ(z)``."""
    return z * sigmoid(z)


ACTIVATIONS: dict[str, Activation] = {
    "identity": identity,
    "step": partial(step, at_zero=1),
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": relu,
    "leaky_relu": partial(leaky_relu, slope=0.01),
    "elu": elu,
    "softplus": softplus,
    "swish": swish,
    "softmax": softmax,
}


def activation(name: str) -> Activation:
    """Find an activation function by its name.

    Raises:
        UsageError: with those there are.
    """
    if name not in ACTIVATIONS:
        raise UsageError(f"There is no activation {name!r}. Known: {', '.join(ACTIVATIONS)}.")
    return ACTIVATIONS[name]
