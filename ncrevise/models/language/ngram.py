"""N-gram counts: which word followed which n − 1 words, and how often (lecture notes 003 §6).

=========  ===========  ==========================================================
symbol     shape        meaning
=========  ===========  ==========================================================
w          (T,)         a text in numbers from 0 to V − 1
n          ()           words of an n-gram: n − 1 of context and the one that follows
codes      (U,)         the contexts that occur, each as one number, in order
counts     (U, V)       how often each word followed each of them
contexts   (N, m)       where to predict: the last m ≥ n − 1 words
=========  ===========  ==========================================================

Only contexts that occur are kept: the whole table would have Vⁿ entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.errors import UsageError
from ncrevise.models.language.vocabulary import windows_within

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Ngrams:
    """Counts of one n."""

    n: int
    codes: Any
    counts: Any

    @property
    def size(self) -> int:
        """V, how many words there are."""
        return int(self.counts.shape[1])

    @property
    def table(self) -> int:
        """Vⁿ, how many entries a table of all n-grams has."""
        return int(self.size**self.n)

    @property
    def seen(self) -> int:
        """How many different n-grams occur."""
        return int(np.count_nonzero(self.counts))


def count(texts: Sequence[Any], n: int, size: int) -> Ngrams:
    """Count the n-grams of texts.

    Args:
        texts: each a text in numbers, shape (T,); no n-gram runs from one into the next.
        n: words of an n-gram.
        size: V.

    Raises:
        UsageError: n is below 1, or so large that Vⁿ⁻¹ is beyond whole numbers of 64 bits.
    """
    if n < 1 or size ** (n - 1) >= MOST:
        raise UsageError(f"n = {n} is no length of n-grams over {size} words.")
    contexts, words = windows_within(texts, n - 1)
    codes, rows = np.unique(coded(contexts, n, size), return_inverse=True)
    counts = np.zeros((len(codes), size), dtype=np.int64)
    np.add.at(counts, (rows.reshape(-1), words), 1)
    return Ngrams(n, codes, counts)


def coded(contexts: Any, n: int, size: int) -> Any:
    """Write the last n − 1 words of each context as one number, digits to the base V."""
    digits = contexts[:, contexts.shape[1] - (n - 1) :]
    return digits @ size ** np.arange(n - 2, -1, -1, dtype=np.int64)


def followers(table: Ngrams, contexts: Any) -> Any:
    """Look up how often each word followed each context; zeros after one that never occurred.

    Args:
        table: the counts.
        contexts: shape (N, m), m ≥ n − 1, of which the last n − 1 words count.

    Returns:
        Shape (N, V).

    Raises:
        UsageError: the contexts are too short.
    """
    if contexts.shape[1] < table.n - 1:
        raise UsageError(f"{table.n}-grams need {table.n - 1} words, not {contexts.shape[1]}.")
    wanted = coded(contexts, table.n, table.size)
    rows = np.searchsorted(table.codes, wanted)
    rows = np.minimum(rows, len(table.codes) - 1)
    known = table.codes[rows] == wanted
    return table.counts[rows] * known[:, None]
