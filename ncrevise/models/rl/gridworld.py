"""Gridworlds as Markov decision processes (lecture notes 003 §20; Russell and Norvig, ch. 17).

An agent moves up, right, down or left. A move off the grid or into a wall leaves it where it
is. With slip probability η it goes to either side of where it meant to, η/2 each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from ncrevise.models.rl.mdp import Action, Mdp, Outcome, exact

if TYPE_CHECKING:
    from fractions import Fraction

    from ncrevise.maths.tree import Scalar

OPEN, WALL = ".", "#"
MOVES = {"up": (-1, 0), "right": (0, 1), "down": (1, 0), "left": (0, -1)}
ARROWS = {"up": "↑", "right": "→", "down": "↓", "left": "←"}
GOALS = {
    "fixed": "A goal keeps its number as its value.",
    "exit": "A goal has one action, which pays its number and ends the episode.",
    "entering": "A move onto a goal pays its number and ends the episode; the goal's value is 0.",
}

Place: TypeAlias = tuple[int, int]
Cells: TypeAlias = "tuple[tuple[str | Scalar, ...], ...]"
"""Rows of ``"."`` for an open cell, ``"#"`` for a wall, and numbers for goals."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds in a gridworld.

    Args:
        step: the reward of every move.
        slip: the probability of going to one side of where the agent means to.
        goal: what a goal's number means: its value for ever (``fixed``), the reward of the
            one action ``exit`` that ends the episode (``exit``), or the reward of a move onto
            it, which ends the episode (``entering``).
    """

    step: Scalar = 0
    slip: Scalar = 0
    goal: str = "fixed"


def places(cells: Cells) -> list[Place]:
    """List the cells that are no walls, row by row: the states."""
    return [(i, j) for i, row in enumerate(cells) for j, c in enumerate(row) if c != WALL]


def is_goal(cell: str | Scalar) -> bool:
    """Say whether a cell is a goal, good or bad."""
    return not isinstance(cell, str)


def process(cells: Cells, rules: Rules) -> Mdp:
    """Make the process of a gridworld; its states are called by row and column, from 1."""
    states = places(cells)
    number = {place: k for k, place in enumerate(states)}
    choices: list[tuple[Action, ...]] = []
    for place in states:
        cell = cells[place[0]][place[1]]
        if not isinstance(cell, str):
            leave = (Action("exit", (Outcome(None, 1, cell),)),)
            choices.append(leave if rules.goal == "exit" else ())
            continue
        choices.append(tuple(move(cells, rules, number, place, name) for name in MOVES))
    names = tuple(f"{i + 1}, {j + 1}" for i, j in states)
    actions = (*MOVES, "exit") if rules.goal == "exit" else tuple(MOVES)
    return Mdp(names, actions, tuple(choices))


def move(cells: Cells, rules: Rules, number: dict[Place, int], place: Place, name: str) -> Action:
    """List what may come of a move: where it was meant to go, then the two sides."""
    down, right = MOVES[name]
    slip = exact(rules.slip)
    chances: dict[Place, Fraction] = {}
    for (i, j), chance in (
        ((down, right), 1 - slip),
        ((-right, -down), slip / 2),
        ((right, down), slip / 2),
    ):
        there = place[0] + i, place[1] + j
        there = there if there in number else place
        if chance:
            chances[there] = chances.get(there, exact(0)) + chance
    decimal = isinstance(rules.slip, float)
    return Action(
        name,
        tuple(
            Outcome(
                number[there],
                float(chance) if decimal and chance != 1 else whole(chance),
                paid(cells, rules, there),
            )
            for there, chance in chances.items()
        ),
    )


def whole(x: Fraction) -> Scalar:
    """Give a whole fraction as a whole number."""
    return x.numerator if x.denominator == 1 else x


def paid(cells: Cells, rules: Rules, there: Place) -> Scalar:
    """Give the reward of a move: the goal's number, where entering a goal pays it."""
    cell = cells[there[0]][there[1]]
    if isinstance(cell, str) or rules.goal != "entering":
        return rules.step
    return cell


def first_values(cells: Cells, rules: Rules) -> list[Scalar]:
    """Give the values before any sweep: zero, or the number of a goal that is fixed."""
    found: list[Scalar] = []
    for i, j in places(cells):
        cell = cells[i][j]
        found.append(0 if isinstance(cell, str) or rules.goal != "fixed" else cell)
    return found
