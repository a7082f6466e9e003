"""Q-learning in the gridworld, with more and less exploring."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.lab.grid.world import FAR, GAMMA, NEAR, START, World, curves, looks, picture
from ncrevise.lab.report import section, table, words
from ncrevise.models.rl import planning, tabular
from ncrevise.models.rl.exploration import falling
from ncrevise.models.rl.gridworld import MOVES

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench
    from ncrevise.models.optimisers.rule import Rate

RUNS = 10
LOOK = 1000  # steps between two points of a curve
RATE = 0.2


@dataclass(frozen=True, slots=True)
class Agent:
    """A way to explore, and what came of it.

    Args:
        name: as in the legend.
        epsilon: ε, or a function of the step.
        first: what its table starts from.
        curves: of each run, the worth of the greedy policy as it learnt.
        tables: of each run, the action values it ended with.
        visits: of each run, how often it took each action in each state.
    """

    name: str
    epsilon: Rate
    first: float = 0.0
    curves: list[list[float]] = field(default_factory=list)
    tables: list[Any] = field(default_factory=list)
    visits: list[Any] = field(default_factory=list)

    def learn(self, bench: Bench, world: World, steps: int) -> None:
        """Make one more run."""
        setting = tabular.Setting(GAMMA, RATE, self.epsilon, self.first)
        noise = bench.noise(f"{self.name}, run {len(self.curves)}")
        curve: list[float] = []
        for learner in tabular.learn(world.from_start, setting, noise, steps, LOOK):
            curve.append(world.worth(np.array(learner.Q)))
        self.curves.append(curve)
        self.tables.append(np.array(learner.Q))
        self.visits.append(np.array(learner.visits))

    def final(self, steps: int) -> float:
        """Give ε after the last step."""
        return self.epsilon(steps) if callable(self.epsilon) else self.epsilon

    @property
    def worth(self) -> float:
        """The worth of what it learnt in the end, averaged over runs."""
        return float(np.mean([curve[-1] for curve in self.curves]))


def agents(bench: Bench, world: World, steps: int) -> list[Agent]:
    """Let agents learn that explore more or less."""
    found = [
        Agent("ε = 0", 0.0),
        Agent("ε = 0.1", 0.1),
        Agent("ε = 0.3", 0.3),
        Agent("ε = 1", 1.0),
        Agent("ε falling", falling(1.0, 0.02, max(1, steps * 2 // 3))),
        Agent("hopeful", 0.0, FAR),
    ]
    for k in bench.stage("Learning by trying", RUNS * len(found)):
        found[k % len(found)].learn(bench, world, steps)
    return found


def row(agent: Agent, world: World, steps: int) -> tuple[str, ...]:
    """Write an agent's line of the table."""
    never = np.mean([(visits[world.live] == 0).sum() for visits in agent.visits])
    acting = np.mean([world.worth(Q, agent.final(steps)) for Q in agent.tables])
    return agent.name, f"{never:.1f}", f"{acting:.2f}", f"{agent.worth:.2f}"


def preferred(Q: Any) -> Any:
    """Choose the best moves; −1 where all are worth the same."""
    return np.where(Q.max(axis=1) > Q.min(axis=1), planning.greedy(Q), -1)


def blocks(world: World, found: list[Agent], steps: int) -> tuple[Block, ...]:
    """Show what each way of exploring led to."""
    means = {agent.name: np.mean(agent.curves, axis=0) for agent in found}
    Q, visits = found[0].tables[0], found[0].visits[0].sum(axis=1)
    return (
        section("Learning, where it is not"),
        curves(
            means,
            looks(steps, LOOK),
            ("steps", "worth of the policy learnt"),
            "Without exploring the policy learnt stays far below the best; with much exploring, "
            "or an epsilon that falls, it comes close.",
            lines=(("best", float(world.best[START])),),
        ),
        *words(
            "What the greedy policy is worth from the start, a mean of "
            f"{RUNS} runs. Without exploring an agent settles for what it finds first, mostly the "
            f"goal of {NEAR}. The *hopeful* one takes no random moves either, but its table "
            f"starts at {FAR}, so that whatever it has not tried looks good."
        ),
        table(
            ("agent", "never tried", "worth of acting with $\\varepsilon$", "without"),
            [row(agent, world, steps) for agent in found],
            "lrrr",
            f"After {steps:,} steps, with {len(world.live) * len(MOVES)} actions to try",
        ),
        *words(
            "Exploring has its price: an agent that only moves at random learns the way and never "
            "takes it. What the first run with $\\varepsilon = 0$ believes: 0.00 where it has "
            "learnt nothing, a dot where it has never been."
        ),
        picture(Q.max(axis=1), preferred(Q), visits),
    )
