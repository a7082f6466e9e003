"""An answer that was read: what every kind of result makes of what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.results.values import Answer
    from ncrevise.tape.value import Numpy

Rows: TypeAlias = tuple[tuple[str, ...], ...]
Tolerance: TypeAlias = "float | Numpy"
"""How far an answer may be off: one number for all entries, or one for each."""
Json: TypeAlias = "int | float | str | Sequence[Json] | None"
"""A result as data."""


class Typed(Protocol):
    """An answer that was read."""

    @property
    def rows(self) -> Rows:
        """What it was read as, row by row."""

    @property
    def value(self) -> Answer:
        """The answer, as a family's ``accepts`` wants it."""

    def agrees(self, answer: Answer, tolerance: Tolerance) -> bool:
        """Say whether it is ``answer``."""

    def standing(self, answer: Answer, tolerance: Tolerance) -> Numpy | None:
        """Say which entries are right where they stand; None without entries."""
