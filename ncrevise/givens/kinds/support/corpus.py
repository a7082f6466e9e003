"""A corpus as a value: sentences of words, and how often each word is there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Corpus:
    """Sentences of words.

    Args:
        sentences: the words of each, in order.

    >>> corpus = Corpus((("the", "cat", "sat"), ("the", "dog", "sat")))
    >>> corpus.vocabulary
    ('the', 'cat', 'sat', 'dog')
    """

    sentences: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """List all words as they come, one sentence after the other.

        >>> Corpus((("a", "b"), ("a",))).words
        ('a', 'b', 'a')
        """
        return tuple(word for sentence in self.sentences for word in sentence)

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """List the different words in the order in which they first come.

        >>> Corpus((("b", "a"), ("b",))).vocabulary
        ('b', 'a')
        """
        return tuple(dict.fromkeys(self.words))

    @property
    def counts(self) -> dict[str, int]:
        """Count each word of the vocabulary.

        >>> Corpus((("b", "a"), ("b",))).counts
        {'b': 2, 'a': 1}
        """
        return dict(Counter(self.words))

    def runs(self, n: int) -> dict[tuple[str, ...], int]:
        """Count runs of n words; none goes from one sentence into the next.

        >>> Corpus((("a", "b"), ("a", "b"), ("b", "c"))).runs(2)
        {('a', 'b'): 2, ('b', 'c'): 1}
        """
        return dict(
            Counter(
                sentence[k : k + n]
                for sentence in self.sentences
                for k in range(len(sentence) - n + 1)
            )
        )
