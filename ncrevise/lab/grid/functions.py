"""Q-learning in the gridworld with functions in place of the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.trees import count, single
from ncrevise.lab.grid.world import CELLS, GAMMA, PLACES, START, World, curves, looks, picture
from ncrevise.lab.report import section, table, words
from ncrevise.models.networks import mlp
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.rl import deep_q, linear, planning, tabular
from ncrevise.models.rl.exploration import decaying, visited
from ncrevise.models.rl.gridworld import MOVES

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench

HIDDEN = 32
LEAST = 0.1  # ε at the end
REFRESH = 200  # updates between two copies of a function
LONGER = 10
LOOK = 50  # steps between two points of a curve


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a way to represent Q led to: its errors on the way, Q in the end, its size."""

    errors: list[float]
    Q: Any
    size: int


def exploring(steps: int) -> Callable[[int], float]:
    """Let ε fall by a factor each step, from 1 to the least."""
    return decaying(1.0, LEAST ** (1 / steps), LEAST)


def by_table(bench: Bench, world: World, steps: int) -> Learnt:
    """Learn with a table, its rates falling with the visits of an entry."""
    setting = tabular.Setting(GAMMA, visited(0.7), exploring(steps))
    errors = []
    for learner in tabular.learn(world.from_anywhere, setting, bench.noise("table"), steps, LOOK):
        errors.append(world.error(np.array(learner.Q)))
    return Learnt(errors, np.array(learner.Q), len(world.live) * len(MOVES))


def by_function(
    bench: Bench, world: World, steps: int, what: str, q: Any, p: Any, x: Any, rate: float
) -> Learnt:
    """Learn with a function of what is told of a state, from a replay buffer."""
    setting = deep_q.Setting(GAMMA, exploring(steps), refresh=REFRESH)
    noise, errors = bench.noise(what), []
    learning = deep_q.learn(q, p, Adam(rate), world.from_anywhere, x, setting, noise, steps)
    for k in bench.stage(f"Learning with a {what}", steps):
        loss, p = next(learning)
        bench.loss(loss)
        if (k + 1) % LOOK == 0 or k + 1 == steps:
            errors.append(world.error(q(p, x)))
    return Learnt(errors, q(p, x), count(p))


def told() -> Any:
    """Tell every state by its row and its column, a one for each among zeros."""
    down, along = np.array(PLACES).T
    return np.hstack([np.eye(len(CELLS))[down], np.eye(len(CELLS[0]))[along]]).astype(np.float32)


def learnt(bench: Bench, world: World, steps: int) -> dict[str, Learnt]:
    """Learn as many steps with a table, a linear function and a network."""
    x = told()
    psi = linear.per_action(x, len(MOVES))
    flat = linear.Linear(np.zeros(psi.shape[-1], np.float32))
    net = mlp.initial((x.shape[-1], HIDDEN, len(MOVES)), bench.noise("network, weights"))
    net = single(net)
    return {
        "table": by_table(bench, world, steps),
        "linear": by_function(
            bench, world, steps, "linear function", linear.values, flat, psi, 0.03
        ),
        "network": by_function(bench, world, steps, "network", mlp.forward, net, x, 0.005),
    }


def blocks(world: World, found: dict[str, Learnt], longer: Learnt, steps: int) -> tuple[Block, ...]:
    """Compare what was learnt in as many steps, and by a table in many more."""
    net = found["network"]
    return (
        section("A function in place of the table"),
        curves(
            {name: each.errors for name, each in found.items()},
            looks(steps, LOOK),
            ("steps", "error of the values"),
            "In the end the errors are "
            + ", ".join(f"{each.errors[-1]:.2f} for the {name}" for name, each in found.items())
            + ".",
        ),
        *words(
            f"All three start anywhere and take as many steps, {steps:,}. The functions are told "
            "only the row and the column of a cell. They learn from batches of 32 steps kept in a "
            f"replay buffer, towards targets of a copy that is renewed every {REFRESH} steps. "
            "Cells of a row or column share weights, so that a step teaches about many cells; but "
            "a linear function only adds something for the row to something for the column, and "
            "these values are no such sums."
        ),
        table(
            ("$Q$ as", "numbers learnt", "error", "worth from the start"),
            [
                (name, str(each.size), f"{each.errors[-1]:.2f}", f"{world.worth(each.Q):.2f}")
                for name, each in {**found, f"table, {LONGER} times the steps": longer}.items()
            ],
            "lrrr",
            f"The best is worth {world.best[START]:.2f}; errors are root mean squares",
        ),
        *words(
            "A small error may turn a move round, and a policy that walks in circles is worth "
            "nothing, however good its values. What the network believes and would do:"
        ),
        picture(net.Q.max(axis=1), planning.greedy(net.Q)),
    )
