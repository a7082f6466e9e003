"""Which examples a step sees: three ways to sample minibatches (lecture notes 000; 003 §6).

======  ======  ==========================
symbol  shape   meaning
======  ======  ==========================
n       ()      examples
b       ()      examples in a batch
B       (b,)    their places, from 0
======  ======  ==========================

*With replacement* an example may come twice in a batch. *Without* it comes at most once in a
batch, but batches know nothing of each other. *Shuffled epochs* see every example once before
any a second time; the last batch of an epoch is smaller where b does not divide n.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ncrevise.noise import Noise


def with_replacement(n: int, b: int, noise: Noise) -> Iterator[Any]:
    """Draw the batches of an epoch, each example from all: ⌈n/b⌉ batches of b."""
    for _ in range(-(-n // b)):
        yield noise.integers((b,), n)


def without_replacement(n: int, b: int, noise: Noise) -> Iterator[Any]:
    """Draw the batches of an epoch, each from all examples anew: ⌈n/b⌉ batches of b."""
    for _ in range(-(-n // b)):
        yield noise.order(n)[:b]


def shuffled(n: int, b: int, noise: Noise) -> Iterator[Any]:
    """Deal out all examples in a new order: ⌈n/b⌉ batches, the last perhaps smaller."""
    order = noise.order(n)
    for start in range(0, n, b):
        yield order[start : start + b]


SCHEMES: dict[str, Callable[[int, int, Noise], Iterator[Any]]] = {
    "shuffled": shuffled,
    "without": without_replacement,
    "with": with_replacement,
}


def batches(
    n: int, b: int, noise: Noise, epochs: int = 1, scheme: str = "shuffled"
) -> Iterator[Any]:
    """Draw the batches of some epochs.

    Args:
        n: examples.
        b: examples in a batch; n or more gives all examples each time.
        noise: where they are drawn.
        epochs: how often ⌈n/b⌉ batches are drawn.
        scheme: ``shuffled``, ``without`` replacement or ``with`` it.

    Yields:
        Their places, shape (b,).

    Raises:
        UsageError: for a scheme that is none of these, or a batch of none.
    """
    if scheme not in SCHEMES:
        raise UsageError(f"There is no sampling scheme {scheme!r}. Known: {', '.join(SCHEMES)}.")
    if b < 1:
        raise UsageError(f"A batch has at least one example, not {b}.")
    for _ in range(epochs):
        yield from SCHEMES[scheme](n, min(b, n), noise)
