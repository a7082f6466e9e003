"""Two recurrent networks over the same sequences, one from each end (notes 003 §13).

So a state also knows what comes later in the sentence.

======  ===========  ==============================================
symbol  shape        meaning
======  ===========  ==============================================
x       (B, T, d)    B sequences of T inputs
h       (B, T, 2 n)  at each step, the state from the left beside
                     that from the right
======  ===========  ==============================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ncrevise.models.sequences.timeline import backwards
from ncrevise.tape.ops import concat

if TYPE_CHECKING:
    from ncrevise.models.sequences.timeline import Run
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class Both:
    """The parameters of either direction."""

    forth: Any
    back: Any


def states(p: Both, x: Tensor, run: Run, *, mask: Any = None) -> Tensor:
    """Run both ways.

    Args:
        p: the parameters, as ``run`` takes them.
        x: inputs, shape (B, T, d).
        run: ``rnn.states``, ``lstm.states`` or ``gru.states``.
        mask: true at real steps, shape (B, T); all by default.

    Returns:
        Shape (B, T, 2 n).
    """
    forth = run(p.forth, x, mask=mask)
    turned = None if mask is None else mask[:, ::-1]
    back = backwards(run(p.back, backwards(x), mask=turned))
    return concat([forth, back], axis=-1)
