"""Linear function approximation, Q(s, a) = wᵀ ψ(s, a) (lecture notes 003 §20).

======  =========  ==========================================================
symbol  shape      meaning
======  =========  ==========================================================
w       (k,)       weights
ψ       (…, A, k)  features of every action in a state
φ       (S, m)     features of states
======  =========  ==========================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.shapes import agree
from ncrevise.tape import NO_TAPE, Recorder, raw

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class Linear:
    """The weights."""

    w: Tensor


def values(p: Linear, psi: Tensor) -> Tensor:
    """Give the value of every action.

    Args:
        p: w, shape (k,).
        psi: ψ, shape (…, A, k).

    Returns:
        Q, shape (…, A).

    Raises:
        ShapeError: where they do not go together.
    """
    agree(w=(p.w, "k"), psi=(psi, "* k"))
    return psi @ p.w


def update(
    w: Tensor,
    psi: Tensor,
    target: Tensor,
    alpha: Tensor,
    tape: Recorder = NO_TAPE,
) -> Tensor:
    """Make one update, ``w ← w + α (t − wᵀψ) ψ``.

    Args:
        w: weights, shape (k,).
        psi: ψ(s, a) of the action taken, shape (k,).
        target: t, a number.
        alpha: α.
        tape: where to write the working.

    Returns:
        The new weights, shape (k,).

    Raises:
        ShapeError: where w and ψ do not go together.
    """
    agree(w=(w, "k"), psi=(psi, "k"))
    q = tape.name("q", w @ psi, "The value of the action taken", "Q(s, a)")
    error = tape.name("error", target - q, "The Bellman error: target less value", r"\delta")
    say = "A step along the gradient of the value, which is ψ"
    return tape.name("w_new", w + alpha * error * psi, say, r"w_{\text{new}}")


def per_action(phi: Any, actions: int) -> Any:
    """Give every action weights of its own on the features of the state.

    Args:
        phi: φ, shape (S, m).
        actions: A.

    Returns:
        ψ, shape (S, A, A·m), zero but for the action's own part.
    """
    features = raw(phi)
    own = np.eye(actions, dtype=features.dtype)[:, :, None] * features[:, None, None, :]
    return own.reshape(len(features), actions, -1)
