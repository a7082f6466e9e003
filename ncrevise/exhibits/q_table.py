"""Tables of action values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.document.tree import Inlines, Maths, Table, Words
from ncrevise.maths.number import magnitude
from ncrevise.maths.tex import read
from ncrevise.maths.tree import Num

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.maths.tree import Scalar


def shown(q: Sequence[Sequence[Scalar]]) -> Table:
    """Show a table of action values, decimals all with as many places.

    Args:
        q: Q, plain numbers, shape (S, A).
    """
    entries = [value for row in q for value in row]
    level = all(isinstance(value, float) for value in entries)
    places = max(len(magnitude(value).partition(".")[2]) for value in entries) if level else None
    actions = ((Maths(read(f"a_{k + 1}")),) for k in range(len(q[0])))
    head: tuple[Inlines, ...] = ((Words("state"),), *actions)
    rows = tuple(
        ((Maths(read(f"s_{i + 1}")),), *((Maths(Num(value, places)),) for value in row))
        for i, row in enumerate(q)
    )
    return Table(head, rows, "l" + "r" * len(q[0]), caption="Q table")
