"""Worlds to plan in: a process or a gridworld, and its values as they are laid out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ncrevise.models.rl.gridworld import Cells, Rules, first_values, places, process
from ncrevise.tape.ops import stack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.maths.tree import Scalar
    from ncrevise.models.rl.mdp import Mdp, Values
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True)
class World:
    """A process, or the grid that it comes from.

    Args:
        mdp: the process.
        first: its values before any sweep.
        cells: the grid; None for a process of its own.
    """

    mdp: Mdp
    first: tuple[Any, ...]
    cells: Cells | None = None

    def laid(self, values: Sequence[Tensor]) -> Tensor:
        """Lay values out as a list of the states that are not terminal, or as the grid lies."""
        if self.cells is None:
            return stack([values[s] for s in self.mdp.live])
        number = {place: k for k, place in enumerate(places(self.cells))}

        def entry(i: int, j: int) -> Tensor:
            return values[number[i, j]] if (i, j) in number else 0

        rows = [[entry(i, j) for j in range(len(row))] for i, row in enumerate(self.cells)]
        return stack([stack(row) for row in rows])

    def swept(self, found: Sequence[Values]) -> dict[str, Tensor]:
        """Give the results of sweeps: the ``first``, the last ``values``, a ``table`` of all."""
        rows = [stack([values[s] for s in self.mdp.live]) for values in found]
        return {
            "first": self.laid(found[1]),
            "values": self.laid(found[-1]),
            "table": stack(rows),
        }

    def numbered(self, policy: Sequence[int]) -> Tensor:
        """Give the number of each state's action, from 1; 0 where there is none to choose."""
        chosen = []
        for s, (actions, k) in enumerate(zip(self.mdp.choices, policy, strict=True)):
            free = len(actions) > 1 if self.cells else s in self.mdp.live
            chosen.append(self.mdp.actions.index(actions[k].name) + 1 if free else 0)
        return self.laid(chosen)


@lru_cache(maxsize=2)  # every mistake asks for the same world, one for that of free moves
def world(
    mdp: Mdp | None, cells: Cells | None, rules: Rules, first: tuple[Scalar, ...] | None
) -> World:
    """Make a world of a process or of a grid and its rules.

    Args:
        mdp: the process, or None.
        cells: the grid, or None.
        rules: what holds in the grid.
        first: the values before any sweep; None for zeros, or a fixed goal's number.
    """
    if mdp is not None:
        return World(mdp, tuple(first or [0] * len(mdp.states)))
    if cells is None:
        raise ValueError("neither a process nor a grid")
    start = first or first_values(cells, rules)
    return World(process(cells, rules), tuple(start), cells)
