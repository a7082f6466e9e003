"""Early stopping: the parameters that did best on held-out data (lecture notes 003 §8).

======  ========  ==========================================================
symbol  shape     meaning
======  ========  ==========================================================
L       (T,)      validation losses, an epoch each
p       ()        patience: epochs without a better loss that are waited out
======  ========  ==========================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Best(Generic[P]):
    """The best so far, and how long ago it was.

    Attributes:
        epoch: when it was, from 1; 0 before anything was seen.
        loss: its validation loss.
        kept: its parameters.
        waited: epochs since.
    """

    epoch: int = 0
    loss: float = float("inf")
    kept: P | Any = None
    waited: int = 0

    def seen(self, loss: float, p: P, least: float = 0.0) -> Best[P]:
        """Look at one more epoch: better is lower by more than ``least``."""
        now = self.epoch + self.waited + 1
        if loss < self.loss - least:
            return Best(now, loss, p)
        return Best(self.epoch, self.loss, self.kept, self.waited + 1)


def watched(epochs: Iterable[tuple[float, P]], patience: int) -> Iterator[Best[P]]:
    """Train until the validation loss has not fallen for ``patience`` epochs.

    Args:
        epochs: the validation loss and the parameters after each epoch, trained as they are
            asked for.
        patience: p.

    Yields:
        The best after each epoch; the last is what to keep.
    """
    best: Best[P] = Best()
    for loss, p in epochs:
        best = best.seen(loss, p)
        yield best
        if best.waited >= patience:
            return
