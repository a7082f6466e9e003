"""An answer that was read: what every kind of result makes of what is typed."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

Rows: TypeAlias = tuple[tuple[str, ...], ...]


class Typed(Protocol):
    """An answer that was read."""

    @property
    def rows(self) -> Rows:
        """What it was read as, row by row."""

    @property
    def value(self) -> Any:  # noqa: ANN401 - whatever the kind reads
        """The answer, as a family's ``accepts`` wants it."""

    def agrees(self, answer: Any, tolerance: Any) -> bool:  # noqa: ANN401
        """Say whether it is ``answer``."""

    def standing(self, answer: Any, tolerance: Any) -> Any:  # noqa: ANN401
        """Say which entries are right where they stand; None without entries."""
