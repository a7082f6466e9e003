"""Penalties on large weights (lecture notes 003 §8, *weight decay*; 002 *Penalty terms*).

======  ======  ==========================================
symbol  shape   meaning
======  ======  ==========================================
w       any     weights; biases usually stay out
λ       ()      strength
======  ======  ==========================================

``λ/2 Σ w²`` (003) shrinks all weights in proportion; ``λ Σ w²`` (002) is the same at twice
the strength; ``λ Σ |w|`` makes small weights exactly 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.trees import arrays
from ncrevise.tape.ops import absolute, half_square, square, total
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.tape import Loose as Tensor


def summed(op: Callable[[Tensor], Tensor], w: Any) -> Tensor:
    """Add up an operation over the numbers of a tree of weights."""
    found = [total(op(each)) if shape(each) else op(each) for each in arrays(w) or [w]]
    return sum(found[1:], start=found[0])


def squares(w: Any, strength: Tensor, *, half: bool = True) -> Tensor:
    """Compute ``λ/2 Σ w²``, or without the half ``λ Σ w²``; ``w`` an array or a tree of them."""
    return strength * summed(half_square if half else square, w)


def magnitudes(w: Any, strength: Tensor) -> Tensor:
    """Compute ``λ Σ |w|``."""
    return strength * summed(absolute, w)


def elastic(w: Any, strength: Tensor, share: float = 0.5, *, half: bool = True) -> Tensor:
    """Mix both: ``λ (ρ Σ |w| + (1 − ρ)/2 Σ w²)``, ρ the share of magnitudes."""
    return magnitudes(w, strength * share) + squares(w, strength * (1 - share), half=half)


def shrunk(w: Any, by: float) -> Any:
    """Take ``by`` off every magnitude and stop at 0: a step on ``λ Σ |w|`` by itself."""
    return np.sign(w) * np.maximum(np.abs(w) - by, 0)
