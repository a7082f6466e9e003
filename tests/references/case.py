"""Random settings and arrays, with the smallest and the largest sizes among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ncrevise.noise import Noise

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


class Case:
    """Case number k of a reference: every size smallest in case 0, largest in case 1."""

    def __init__(self, name: str, k: int) -> None:
        self.k = k
        self.noise = Noise(f"{name}/{k}")

    def size(self, low: int, high: int) -> int:
        return (low, high)[self.k] if self.k < 2 else self.noise.integers((), high + 1, low)

    def array(self, *shape: int, scale: float = 1.0) -> Any:
        return self.noise.normal(shape, scale)

    def positive(self, *shape: int) -> Any:
        return self.noise.uniform(shape, 0.2, 2.0)

    def classes(self, *shape: int, of: int) -> Any:
        return self.noise.integers(shape, of)

    def number(self, low: float, high: float) -> float:
        return self.noise.uniform((), low, high)

    def choice(self, items: Sequence[T]) -> T:
        return items[self.k % len(items)]

    def chance(self) -> bool:
        return self.noise.uniform() < 0.5
