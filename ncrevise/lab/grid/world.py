"""The gridworld of the experiment, its best values, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.document.figure import Chart, Series
from ncrevise.exhibits.boards import board
from ncrevise.maths.tree import Num
from ncrevise.models.rl import planning
from ncrevise.models.rl.dynamics import Dynamics, deterministic, tabulated
from ncrevise.models.rl.exploration import chances
from ncrevise.models.rl.gridworld import ARROWS, MOVES, OPEN, WALL, Rules, places, process
from ncrevise.models.rl.simulator import Simulator, simulator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ncrevise.document.figure import GridFigure

NEAR, FAR, TRAP = 1, 10, -5
CELLS = (
    (OPEN, OPEN, OPEN, OPEN, OPEN, FAR),
    (OPEN, WALL, OPEN, WALL, OPEN, TRAP),
    (OPEN, WALL, OPEN, OPEN, OPEN, OPEN),
    (OPEN, OPEN, OPEN, WALL, NEAR, OPEN),
)
PLACES = places(CELLS)
START = PLACES.index((3, 0))
SLIP, GAMMA = 0.1, 0.95
GOALS = {PLACES.index((0, 5)): FAR, PLACES.index((1, 5)): TRAP, PLACES.index((3, 4)): NEAR}


@dataclass(frozen=True, slots=True)
class World:
    """The world.

    Args:
        d: its probabilities and rewards.
        best: the best values.
        chosen: the best moves.
        live: the states that are not goals.
        from_start: to act in, each episode from the same cell.
        from_anywhere: to act in, each episode from any cell.
    """

    d: Dynamics
    best: Any
    chosen: Any
    live: list[int]
    from_start: Simulator
    from_anywhere: Simulator

    def worth(self, Q: Any, epsilon: float = 0.0) -> float:
        """Give the expected return from the start of acting ε-greedily on Q."""
        pi = chances(Q, epsilon) if epsilon else deterministic(planning.greedy(Q), len(MOVES))
        return float(planning.evaluate(self.d, GAMMA, pi)[START])

    def error(self, Q: Any) -> float:
        """Give how far ``max_a Q`` is from the best values, as a root mean square."""
        off = (Q.max(axis=1) - self.best)[self.live]
        return float(np.sqrt(np.mean(off**2)))


def made() -> World:
    """Make the world and solve it."""
    mdp = process(CELLS, Rules(slip=SLIP, goal="entering"))
    d = tabulated(mdp)
    best, chosen, _ = planning.policy_iteration(d, GAMMA)
    return World(d, best, chosen, list(mdp.live), simulator(mdp, [START]), simulator(mdp))


def looks(steps: int, every: int) -> list[int]:
    """List after which steps one looks: every so many, and the last."""
    return [*range(every, steps, every), steps]


def picture(values: Any, moves: Any, visits: Any = None) -> GridFigure:
    """Draw the world with a value and a move in every cell, a dot where nobody has been.

    Args:
        values: of the states; a goal shows its own number.
        moves: the move of each state, by its place among them; below 0 for none.
        visits: how often each state was visited; None for a picture of them all.
    """
    nodes: list[Num | None] = [Num(float(v), 2) for v in values]
    names = list(ARROWS.values())
    arrows = [names[k] if k >= 0 else "" for k in moves]
    for s in range(len(PLACES)):
        if s in GOALS:
            nodes[s], arrows[s] = Num(GOALS[s]), ""
        elif visits is not None and not visits[s]:
            nodes[s], arrows[s] = None, ""
    return board(CELLS, nodes, arrows)


def curves(
    runs: Mapping[str, Iterable[float]],
    at: Sequence[int],
    labels: tuple[str, str],
    alt: str,
    **how: Any,
) -> Chart:
    """Draw curves that have a point at each of the same places."""
    series = tuple(
        Series(name, tuple((x, float(y)) for x, y in zip(at, ys, strict=True)))
        for name, ys in runs.items()
    )
    return Chart(series, *labels, alt, **how)
