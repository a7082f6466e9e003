"""Worlds to plan in: a process or a gridworld, as it is drawn, laid out and pictured."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ncrevise.maths.build import listed
from ncrevise.maths.tex import read
from ncrevise.models.rl.gridworld import (
    ARROWS,
    OPEN,
    WALL,
    Cells,
    Rules,
    board,
    first_values,
    places,
    process,
)
from ncrevise.models.rl.mdp import Action, Mdp, Outcome, symbol_of
from ncrevise.tape.ops import stack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.document.figure import GridFigure
    from ncrevise.draw import Draw
    from ncrevise.maths.tree import Node, Num, Scalar
    from ncrevise.models.rl.mdp import Values
    from ncrevise.tape import Tensor

MOST_DRAWS = 100
MOSTLY = 0.7  # of the actions that may have two outcomes have them


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

    def picture(self, values: Sequence[Num], policy: Sequence[int]) -> GridFigure:
        """Draw the grid with a value and the best action in every cell."""
        if self.cells is None:
            raise ValueError("a process without a grid has no picture")
        arrows = [
            ARROWS.get(actions[k].name, "") if actions else ""
            for actions, k in zip(self.mdp.choices, policy, strict=True)
        ]
        return board(self.cells, values, arrows)

    @property
    def states(self) -> Node:
        """The states that are not terminal, in order."""
        return listed(tuple(read(symbol_of(self.mdp.states[s])) for s in self.mdp.live))

    @property
    def actions(self) -> str:
        """The actions with their numbers."""
        return ", ".join(f"{k} = {name}" for k, name in enumerate(self.mdp.actions, 1))


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


@dataclass(frozen=True)
class Kind:
    """What kind of process to draw.

    Args:
        states: how many, not counting a terminal one.
        actions: how many in every state.
        rewards: to choose from, one an action.
        chances: probabilities of the first of two outcomes; none for a world without chance.
        ends: whether there is a terminal state T.
    """

    states: int
    actions: int
    rewards: Sequence[float]
    chances: Sequence[float] = ()
    ends: bool = False


def drawn_process(d: Draw, kind: Kind) -> Mdp:
    """Draw a process whose actions differ and whose states are all led to."""
    mdp = any_process(d, kind)
    for _ in range(MOST_DRAWS):
        if not idle(mdp):
            break
        mdp = any_process(d, kind)
    return mdp


def any_process(d: Draw, kind: Kind) -> Mdp:
    """Draw a process."""
    names = (*(f"s{k + 1}" for k in range(kind.states)), *(("T",) if kind.ends else ()))

    def action(name: str) -> Action:
        count = 2 if kind.chances and d.chance(MOSTLY) else 1
        to = sorted(d.sample(range(len(names)), count))
        first = d.choice(kind.chances) if count > 1 else 1
        odds = (first, round(1 - first, 9))
        reward = d.choice(kind.rewards)
        return Action(name, tuple(Outcome(s, p, reward) for s, p in zip(to, odds, strict=False)))

    actions = "abcdefgh"[: kind.actions]
    choices = tuple(tuple(map(action, actions)) for _ in range(kind.states))
    return Mdp(names, tuple(actions), (*choices, *(((),) if kind.ends else ())))


def idle(mdp: Mdp) -> bool:
    """Say whether all actions of a state lead to the same, or nothing leads to some state."""
    reached = {o.to for o in mdp.outcomes}
    odds = [[[(o.to, o.probability) for o in a.outcomes] for a in c] for c in mdp.choices if c]
    same = any(all(each == leads[0] for each in leads) for leads in odds)
    return same or any(s not in reached for s in range(len(mdp.states)))


def drawn_grid(d: Draw, rows: int, columns: int, marks: Sequence[str | Scalar]) -> Cells:
    """Draw a grid with goals and walls in random cells, the rest open and not shut in."""
    cells = any_grid(d, rows, columns, marks)
    for _ in range(MOST_DRAWS):
        if not enclosed(cells):
            break
        cells = any_grid(d, rows, columns, marks)
    return cells


def any_grid(d: Draw, rows: int, columns: int, marks: Sequence[str | Scalar]) -> Cells:
    """Draw a grid."""
    cells: list[str | Scalar] = [OPEN] * (rows * columns)
    for place, mark in zip(d.sample(range(len(cells)), len(marks)), marks, strict=True):
        cells[place] = mark
    return tuple(tuple(cells[k * columns : (k + 1) * columns]) for k in range(rows))


def enclosed(cells: Cells) -> bool:
    """Say whether some open cell can't reach a goal."""
    free = {(i, j) for i, j in places(cells) if cells[i][j] == OPEN}
    reached = {(i, j) for i, j in places(cells) if cells[i][j] not in {OPEN, WALL}}
    grown: set[tuple[int, int]] = set()
    while grown != reached:
        grown = set(reached)
        near = {(i + a, j + b) for i, j in reached for a, b in ((0, 1), (1, 0), (0, -1), (-1, 0))}
        reached |= near & free
    return not free <= reached
