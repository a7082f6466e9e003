"""Recurrent networks on top of each other: the states of one are the inputs of the next.

======  =========  =====================================
symbol  shape      meaning
======  =========  =====================================
x       (B, T, d)  B sequences of T inputs
h^(l)   (B, T, n)  states of layer l at all steps
======  =========  =====================================

The notes draw a single layer (003 §12); deep recurrent networks are Graves' (2013), whose
handwriting the notes show (002 *Handwriting Generation*).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.models.sequences.timeline import Run
    from ncrevise.tape import Loose as Tensor


def states(layers: Sequence[Any], x: Tensor, run: Run, *, mask: Any = None) -> list[Tensor]:
    """Run layer upon layer.

    Args:
        layers: their parameters from the lowest up, as ``run`` takes them.
        x: inputs, shape (B, T, d).
        run: ``rnn.states``, ``lstm.states``, ``gru.states``, or a bidirectional run of one.
        mask: true at real steps, shape (B, T); all by default.

    Returns:
        The states of every layer, each of shape (B, T, n).
    """
    found: list[Tensor] = []
    for p in layers:
        x = run(p, x, mask=mask)
        found.append(x)
    return found
