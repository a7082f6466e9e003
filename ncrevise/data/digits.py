"""Handwritten digits: 1,797 of 8 × 8, and how any set of images is parted in two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ncrevise.data.shipped import shipped
from ncrevise.draw import Draw
from ncrevise.errors import GivensError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_INK = 16


@dataclass(frozen=True, slots=True, eq=False)
class Digits:
    """Square images with what each shows.

    Args:
        images: (n, side, side), 0 for paper and 1 for full ink.
        labels: (n,), 0 to 9.
    """

    images: NDArray[np.float64]
    labels: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, rows: slice | NDArray[np.int64]) -> Digits:
        return Digits(self.images[rows], self.labels[rows])


class Split(NamedTuple):
    """What is learned from, and what is kept for judging."""

    train: Digits
    test: Digits


def load() -> Digits:
    """Read the shipped set, in the order in which it was published."""
    lines = shipped("digits.csv.gz").split()
    rows = np.array([line.split(",") for line in lines], dtype=np.int64)
    return Digits(rows[:, :-1].reshape(-1, 8, 8) / MOST_INK, rows[:, -1])


def split(digits: Digits, test: int = 360, key: str = "digits") -> Split:
    """Part a set in two, each digit in the same proportion; the same key, the same parts.

    Raises:
        GivensError: either part would be empty.
    """
    if not 0 < test < len(digits):
        raise GivensError(
            f"{test} images can't be kept for testing out of {len(digits)}: "
            f"choose from 1 to {len(digits) - 1}."
        )
    kept = np.zeros(len(digits), dtype=bool)
    for label, count in shares(digits.labels, test).items():
        rows = np.flatnonzero(digits.labels == label).tolist()
        kept[Draw(f"{key} {label}").sample(rows, count)] = True
    return Split(digits[np.flatnonzero(~kept)], digits[np.flatnonzero(kept)])


def shares(labels: NDArray[np.int64], test: int) -> dict[int, int]:
    """Share the test images out in proportion, the largest remainders rounded up."""
    names, counts = np.unique(labels, return_counts=True)
    whole, rest = np.divmod(counts * test, len(labels))
    whole[np.argsort(-rest, kind="stable")[: test - whole.sum()]] += 1
    return dict(zip(names.tolist(), whole.tolist(), strict=True))
