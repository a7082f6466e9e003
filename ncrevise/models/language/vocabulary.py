"""Words and their numbers (lecture notes 002, *NNs in NLP*; 003 §6).

======  ======  ==================================================
symbol  shape   meaning
======  ======  ==================================================
V       ()      words there are
w       (T,)    a text, each word by its number, from 0 to V − 1
======  ======  ==================================================
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words in order; a word's place is its number.

    Args:
        words: the words, or characters.
        unknown: the one that stands for all others; empty where there is none.
    """

    words: tuple[str, ...]
    unknown: str = ""

    def __len__(self) -> int:
        return len(self.words)

    def numbers(self, text: Iterable[str]) -> Any:
        """Write a text in numbers, shape (T,).

        Raises:
            UsageError: naming a word that is not known, where nothing stands for it.
        """
        places = {word: k for k, word in enumerate(self.words)}
        other = places.get(self.unknown)
        found = [places.get(word, other) for word in text]
        if None in found:
            word = list(text)[found.index(None)]
            raise UsageError(f"{word!r} is not among the {len(self)} words.")
        return np.array(found, dtype=np.int64)

    def text(self, numbers: Iterable[int]) -> list[str]:
        """Give the words of numbers."""
        return [self.words[k] for k in numbers]


def vocabulary(text: Iterable[str], least: int = 1, unknown: str = "") -> Vocabulary:
    """Collect the words of a text in alphabetical order.

    Args:
        text: the words.
        least: how often a word must be there to be kept.
        unknown: what stands for those left out.
    """
    kept = sorted(word for word, count in Counter(text).items() if count >= least)
    return Vocabulary((*([unknown] if unknown else []), *kept), unknown)


def windows(w: Any, before: int, after: int = 0) -> tuple[Any, Any]:
    """Cut a text into contexts and the words between them.

    Args:
        w: a text, shape (T,).
        before: words before the one to predict.
        after: words after it.

    Returns:
        Contexts, shape (T − before − after, before + after), and the words, a number a context.
    """
    count = max(len(w) - before - after, 0)
    places = [k for k in range(before + after + 1) if k != before]
    contexts = [w[k : k + count] for k in places]
    return np.stack(contexts, 1) if contexts else w[:, None][:, :0], w[before : before + count]


def windows_within(texts: Sequence[Any], before: int, after: int = 0) -> tuple[Any, Any]:
    """Cut several texts, no window running from one into the next."""
    cut = [windows(w, before, after) for w in texts]
    return np.concatenate([c for c, _ in cut]), np.concatenate([t for _, t in cut])
