"""Probabilities from n-gram counts, also of what was never seen (lecture notes 003 §6).

=========  ===========  ==========================================================
symbol     shape        meaning
=========  ===========  ==========================================================
c          (N, V)       how often each word followed the context of each place
p          (N, V)       what each word's probability is there; rows add up to 1
k          ()           imaginary count given to every word
d          ()           what back-off takes off every count, from 0 to below 1
λ          (n + 1,)     how much each member of an ensemble counts; they add up to 1
=========  ===========  ==========================================================

The notes name three remedies against gaps in the table: short contexts, imaginary counts,
and an ensemble of several n. Back-off, which asks a shorter context only where the longer one
knows nothing, is the form with discounts of Ney, Essen and Kneser (1994).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.language.ngram import followers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.models.language.ngram import Ngrams


def shares(c: Any, instead: Any) -> Any:
    """Give each word's share of a row of counts; rows without counts come from ``instead``."""
    totals = c.sum(axis=-1, keepdims=True)
    return np.where(totals > 0, c / np.maximum(totals, 1), instead)


def add_k(table: Ngrams, contexts: Any, k: float = 1.0) -> Any:
    """Estimate ``(c + k)/(Σ c + kV)``.

    Args:
        table: the counts.
        contexts: shape (N, m).
        k: the imaginary count; with 0, relative frequencies, all 0 after an unseen context.

    Returns:
        p, shape (N, V).
    """
    c = followers(table, contexts)
    return shares(c, 0.0) if k == 0 else (c + k) / (c.sum(axis=-1, keepdims=True) + k * c.shape[-1])


def members(tables: Sequence[Ngrams], contexts: Any) -> Any:
    """Let tables of rising n predict, each with the one before it after an unseen context.

    Args:
        tables: for n = 1, 2, ….
        contexts: shape (N, m).

    Returns:
        Shape (n + 1, N, V); the first says 1/V of every word.
    """
    size = tables[0].size
    found = [np.full((len(contexts), size), 1 / size)]
    for table in tables:
        found.append(shares(followers(table, contexts), found[-1]))
    return np.stack(found)


def ensemble(tables: Sequence[Ngrams], contexts: Any, weights: Any) -> Any:
    """Average the members by their weights λ; p of shape (N, V)."""
    return np.tensordot(weights, members(tables, contexts), 1)


def learned_weights(tables: Sequence[Ngrams], contexts: Any, words: Any, rounds: int = 20) -> Any:
    """Choose λ so that words kept aside become most likely, by expectation–maximisation.

    Args:
        tables: for n = 1, 2, ….
        contexts: shape (N, m), from text that was not counted.
        words: what followed, shape (N,).
        rounds: of the algorithm; no round makes the words less likely.

    Returns:
        λ, shape (n + 1,).
    """
    said = np.take_along_axis(members(tables, contexts), words[None, :, None], -1)[..., 0]
    weights = np.full(len(said), 1 / len(said))
    for _ in range(rounds):
        part = weights[:, None] * said
        weights = (part / part.sum(axis=0)).mean(axis=1)
    return weights


def backoff(tables: Sequence[Ngrams], contexts: Any, discount: float = 0.5) -> Any:
    """Take d off every count and share it among the words not seen, as a shorter context would.

    Args:
        tables: for n = 1, 2, ….
        contexts: shape (N, m).
        discount: d.

    Returns:
        p, shape (N, V).
    """
    p = members([tables[0]], contexts)[0]
    for table in tables:
        c = followers(table, contexts)
        unseen = p * (c == 0)
        free = unseen.sum(axis=-1, keepdims=True)
        d = discount * (free > 0)  # nothing is taken off where nobody could be given it
        freed = d * (c > 0).sum(axis=-1, keepdims=True)
        totals = np.maximum(c.sum(axis=-1, keepdims=True), 1)
        shared = unseen * freed / np.where(free > 0, free, 1)
        known = c.sum(axis=-1, keepdims=True) > 0
        p = np.where(known, (np.maximum(c - d, 0) + shared) / totals, p)
    return p
