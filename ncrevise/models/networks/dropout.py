"""Dropout (lecture notes 003 §8, *Stochastic Regularization*).

======  ======  ==================================================
symbol  shape   meaning
======  ======  ==================================================
h       any     outputs of a layer
m       as h    1 where a unit is kept, 0 where it is dropped
ρ       ()      chance that a unit is dropped
======  ======  ==================================================

Two forms do the same. The notes' drops units, ``m h``, and later multiplies what is kept by
1 − ρ, so that expectations match. *Inverted* dropout, which libraries have, divides by 1 − ρ
in training and then needs nothing later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.errors import UsageError
from ncrevise.models.shapes import agree
from ncrevise.tape.ops import times
from ncrevise.tape.value import raw, shape

if TYPE_CHECKING:
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor


def drawn(noise: Noise, sizes: tuple[int, ...], rho: float, dtype: Any = float) -> Any:
    """Draw which units are kept.

    Args:
        noise: where they are drawn.
        sizes: of the layer's outputs, the batch first: every example drops its own units.
        rho: chance that a unit is dropped, from 0 to below 1.
        dtype: of the ones and zeros.

    Returns:
        Ones and zeros, shape ``sizes``.

    Raises:
        UsageError: for a ρ that would keep nothing, or is no probability.
    """
    if not 0 <= rho < 1:
        raise UsageError(f"A dropout rate is from 0 to below 1, not {rho:g}.")
    return (~noise.chance(sizes, rho)).astype(dtype)


def forward(h: Tensor, m: Any, rho: float, *, inverted: bool = True) -> Tensor:
    """Drop units in training.

    Args:
        h: outputs of a layer.
        m: ones and zeros of its shape, from ``drawn``.
        rho: ρ, with which they were drawn.
        inverted: whether what is kept is divided by 1 − ρ.

    Returns:
        ``m h/(1 − ρ)``, or ``m h``, of h's shape.

    Raises:
        ShapeError: where m is not of h's shape.
    """
    letters = " ".join("abcdef"[: len(shape(h))])
    agree(m=(m, letters), h=(h, letters))
    kept = np.asarray(m, raw(h).dtype)
    return times(kept / (1 - rho) if inverted else kept, h)


def evaluate(h: Tensor, rho: float, *, inverted: bool = True) -> Tensor:
    """Give a layer's outputs at test time: as they are, or in the notes' form times 1 − ρ."""
    return h if inverted else times(1 - rho, h)
