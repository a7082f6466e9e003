"""Results that are no numbers, and the names that words are known by."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ncrevise.formulas import Formulas
    from ncrevise.tape.value import Scalar, Tensor

Member: TypeAlias = "Scalar | str | tuple[Member, ...]"
Set: TypeAlias = "frozenset[Member]"
"""Numbers, words or pairs of them in any order; a pair may say what a thing is assigned to."""
Answer: TypeAlias = "Tensor | str | Words | Set | Formulas | Points"
"""What a result may be, on a tape or not: the kinds of ``results.kinds``."""
Answers: TypeAlias = "Mapping[str, Answer]"
"""Results by name."""

MARKUP = re.compile(r"\\(?:text|mathrm|operatorname)|[$\\{}_\s]")
YES = frozenset({"yes", "y", "true", "t"})
NO = frozenset({"no", "n", "false", "f"})


@dataclass(frozen=True, slots=True)
class Words:
    """Words in a row, or in rows and columns; an empty one where there is nothing to say.

    Attributes:
        entries: row by row.
        columns: how many a row has; 0 for one row.
    """

    entries: tuple[str, ...]
    columns: int = 0

    @property
    def shape(self) -> tuple[int, ...]:
        """Its length, or its rows and columns."""
        n = len(self.entries)
        return (n // self.columns, self.columns) if self.columns else (n,)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The words row by row."""
        width = self.columns or len(self.entries)
        return tuple(self.entries[k : k + width] for k in range(0, len(self.entries), width))

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)


@dataclass(frozen=True, slots=True)
class Points:
    """What a short text must say, a mark or more a point (Markdown); compared by its author."""

    points: tuple[str, ...]


def shape_of(answer: Answer) -> tuple[int, ...]:
    """Give the lengths of an answer's axes, ``()`` where it has none."""
    found: tuple[int, ...] = getattr(answer, "shape", ())
    return found


def key_of(word: str) -> str:
    """Write a word or name as it may be typed: ``$s_1$``, ``s₁`` and ``S1`` are one.

    Example:
        ``key_of("$s_{1}$") == key_of("s1")``
    """
    flat = unicodedata.normalize("NFKC", MARKUP.sub("", word)).casefold()
    return "".join(flat.split()).strip("\"'.,;:")


def bare(name: str) -> str:
    """Write a name without markup, to be shown among other words and typed again."""
    return MARKUP.sub("", name) if "$" in name else name
