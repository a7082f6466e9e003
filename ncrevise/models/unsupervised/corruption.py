"""What a denoising autoencoder sees: x̃, a noisy version of x (lecture notes 001).

======  ======  ============================================================
symbol  shape   meaning
======  ======  ============================================================
x       (n, d)  examples between 0 and 1
x̃       (n, d)  the same, spoilt
======  ======  ============================================================

The loss stays the distance to the clean x: ``autoencoder.loss(p, x, seen=x̃)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from ncrevise.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.noise import Noise

Kind: TypeAlias = Literal["gaussian", "masking", "salt and pepper"]


def gaussian(x: Any, noise: Noise, amount: float) -> Any:
    """Add normal noise of standard deviation ``amount``."""
    return x + noise.normal(x.shape, amount).astype(x.dtype)


def masking(x: Any, noise: Noise, amount: float) -> Any:
    """Set the given share of entries to 0."""
    return np.where(noise.chance(x.shape, amount), 0, x).astype(x.dtype)


def salt_and_pepper(x: Any, noise: Noise, amount: float) -> Any:
    """Set the given share of entries to 0 or 1, by the toss of a coin."""
    spoilt = noise.chance(x.shape, amount)
    return np.where(spoilt, noise.chance(x.shape, 0.5), x).astype(x.dtype)


KINDS: dict[str, Callable[[Any, Noise, float], Any]] = {
    "gaussian": gaussian,
    "masking": masking,
    "salt and pepper": salt_and_pepper,
}


def corrupt(x: Any, noise: Noise, kind: Kind, amount: float) -> Any:
    """Spoil examples; x itself stays as it is.

    Args:
        x: examples, any shape.
        noise: where it is drawn.
        kind: which of ``KINDS``.
        amount: a standard deviation, or the share of entries spoilt.

    Raises:
        UsageError: with the kinds there are.
    """
    if kind not in KINDS:
        raise UsageError(f"There is no corruption {kind!r}. Known: {', '.join(KINDS)}.")
    return KINDS[kind](x, noise, amount)
