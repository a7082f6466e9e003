"""What an output depends on: input gradients and SmoothGrad (lecture notes 003 §10).

======  ========  ==============================================================
symbol  shape     meaning
======  ========  ==============================================================
x       (N, …)    inputs, such as images
score   (N,)      what is asked about: a loss, or the score of a class
S       (N, …)    a saliency map: how the score changes with each entry of x
======  ========  ==============================================================

The network is any function of x. One input without an axis in front, and a score that is a
number, will do as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from ncrevise.derivatives.differentiate import value_and_gradient
from ncrevise.errors import ShapeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor

Score: TypeAlias = "Callable[[Any], Tensor]"


def input_gradient(score: Score, x: Any) -> Any:
    """Differentiate a score by the input.

    Args:
        score: a number, or one an input, from inputs.
        x: inputs, shape (N, …).

    Returns:
        ∂score/∂x, of the shape of x.
    """
    return value_and_gradient(score, x)[1]


def smoothgrad(score: Score, x: Any, noise: Noise, spread: float, count: int) -> Any:
    """Average the gradients of noisy versions of the input (Smilkov et al. 2017).

    ``S = 1/N Σ ∂score/∂x (x + ε_i)`` with normal ε_i.

    Args:
        score: a number, or one an input, from inputs.
        x: inputs, shape (N, …).
        noise: where ε is drawn.
        spread: its standard deviation σ.
        count: how many versions.

    Returns:
        The averaged maps, of the shape of x.
    """
    shifts = noise.normal((count, *x.shape), spread).astype(x.dtype)
    return averaged(score, x, shifts)


def averaged(score: Score, x: Any, shifts: Any) -> Any:
    """Average input gradients over given shifts of the input.

    Args:
        score: a number, or one an input, from inputs.
        x: inputs, shape (N, …).
        shifts: shape (K, N, …).

    Raises:
        ShapeError: where a shift is not of the shape of x.
    """
    if shifts.shape[1:] != x.shape:
        raise ShapeError(f"shifts has shape {shifts.shape} and x has {x.shape}, not that of one.")
    return sum(input_gradient(score, x + shift) for shift in shifts) / len(shifts)
