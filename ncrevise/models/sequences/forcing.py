"""The right token or the network's own as the next input (003 §12 *Language Modelling*).

======  =========  ==========================================================
symbol  shape      meaning
======  =========  ==========================================================
right   (B, T)     the tokens of the training set, whole numbers below V
forced  (B, T)     where the right token comes in at the next step; elsewhere
                   the one the network holds most likely
scores  (B, T, V)  log-odds of each token, before the softmax
======  =========  ==========================================================

*Teacher forcing* forces everywhere, *free running* nowhere; *scheduled sampling* (Bengio et al.
2015) with a probability that falls during training, so that the network meets its own mistakes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from ncrevise.models.sequences.timeline import together
from ncrevise.models.shapes import agree
from ncrevise.tape import Loose as Tensor
from ncrevise.tape import raw

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.noise import Noise

S = TypeVar("S")


def likeliest(scores: Tensor) -> Any:
    """Give the token with the highest score; the first of equals."""
    return np.argmax(raw(scores), axis=-1)


def unrolled(
    say: Callable[[Any, S], tuple[Tensor, S]], state: S, first: Any, right: Any, forced: Any
) -> Tensor:
    """Run a network whose inputs are tokens, partly its own.

    Args:
        say: scores (B, V) and the state after, from tokens (B,) and the state before.
        state: the first state.
        first: the first tokens, shape (B,).
        right: the tokens that should be said, shape (B, T).
        forced: where the right token is what comes in next, shape (B, T).

    Returns:
        Scores, shape (B, T, V).

    Raises:
        ShapeError: where arrays do not go together.
    """
    agree(first=(first, "B"), right=(right, "B T"), forced=(forced, "B T"))
    token, found = first, []
    for t in range(right.shape[1]):
        scores, state = say(token, state)
        found.append(scores)
        token = np.where(forced[:, t], right[:, t], likeliest(scores))
    return together(found)


def continued(
    say: Callable[[Any, S], tuple[Tensor, S]], state: S, first: Any, limit: int, end: int
) -> Any:
    """Let a network go on from its own likeliest tokens until all have said ``end``.

    Args:
        say: scores (B, V) and the state after, from tokens (B,) and the state before.
        state: the first state.
        first: the first tokens, shape (B,).
        limit: at most so many tokens.
        end: what ends a sequence; nothing but it comes after it.

    Returns:
        Tokens, shape (B, T), T ≤ limit.
    """
    token, ended = first, np.zeros(len(first), bool)
    found: list[Any] = []
    while len(found) < limit and not ended.all():
        scores, state = say(token, state)
        token = np.where(ended, end, likeliest(scores))
        ended = ended | (token == end)
        found.append(token)
    return np.stack(found, axis=1)


def scheduled(noise: Noise, shape: tuple[int, int], probability: float) -> Any:
    """Draw where the right token comes in, shape (B, T); 1 is teacher forcing, 0 free running."""
    return noise.chance(shape, probability)


def linear(k: int, start: float = 1.0, slope: float = 0.01, floor: float = 0.0) -> float:
    """Let the probability of the right token fall by the same each round, down to a floor."""
    return max(floor, start - slope * k)
