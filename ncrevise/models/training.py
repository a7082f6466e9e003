"""Training: batches, gradients and steps, one after the other (lecture notes 003 §6)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ncrevise.tape.differentiate import slopes_by_array
from ncrevise.tape.trees import arrays, builder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ncrevise.models.optimisers.rule import Rule
    from ncrevise.tape import Tensor

P = TypeVar("P")


def fit(
    loss: Callable[[P, Any], Tensor], p: P, rule: Rule, batches: Iterable[Any]
) -> Iterator[tuple[float, P]]:
    """Train, a step a batch.

    Args:
        loss: a number from parameters and a batch.
        p: the parameters to start from.
        rule: the optimiser.
        batches: what each step sees.

    Yields:
        The loss before each step, and the parameters after it.
    """
    build, flat = builder(p), arrays(p)
    memory = rule.start(flat)
    for batch in batches:
        value, slopes = slopes_by_array(partial(at, loss, build, batch), flat)
        flat, memory = rule.step(flat, slopes, memory)
        yield float(value), build(iter(flat))


def at(
    loss: Callable[[P, Any], Tensor],
    build: Callable[[Iterator[Any]], P],
    batch: Any,
    flat: list[Any],
) -> Tensor:
    """Compute a loss from a list of arrays."""
    return loss(build(iter(flat)), batch)
