"""A gridworld: planning when it is known, Q-learning when it is not, and what exploring buys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.grid import explored, functions, planned
from ncrevise.lab.grid.world import GAMMA, START, made

if TYPE_CHECKING:
    from ncrevise.lab.experiment import Bench

STEPS = 30_000
SLOWER = 5  # times: with a function for a table there are fewer steps, for each takes longer


def run(bench: Bench) -> Findings:
    """Plan, learn with more and less exploring, and learn with functions."""
    world, steps = made(), bench.epochs(STEPS)
    fewer = max(1, steps // SLOWER)
    errors = planned.swept(world)
    agents = explored.agents(bench, world, steps)
    learnt = functions.learnt(bench, world, fewer)
    worth = {agent.name: agent.worth for agent in agents}
    shy, bold, best = worth["ε = 0"], worth["ε falling"], float(world.best[START])
    longer = functions.by_table(bench, world, functions.LONGER * fewer)
    kept, off = planned.most_kept(errors), longer.errors[-1]
    return Findings(
        f"After {steps:,} steps without exploring the policy learnt is worth {shy:.2f}, with "
        f"$\\varepsilon$ falling from 1 it is {bold:.2f}, and the best is {best:.2f} (means of "
        f"{explored.RUNS} runs). The values in a table that has seen every cell often are off by "
        f"{off:.2f} (root mean square). In planning no sweep leaves more than {kept:.2f} of the "
        f"error; $\\gamma$ is {GAMMA}.",
        shy < 0.6 * best and bold > 0.9 * best and off < 0.05 * best and kept <= GAMMA + 1e-9,
        (
            *planned.blocks(bench, world, errors),
            *explored.blocks(world, agents, steps),
            *functions.blocks(world, learnt, longer, fewer),
        ),
        {"best": best, "most error kept by a sweep": kept, "error, long table": off}
        | {f"worth, {name}": value for name, value in worth.items()}
        | {f"error, {name}": each.errors[-1] for name, each in learnt.items()},
    )


LAB = Lab(
    title="A gridworld, known and unknown",
    asks=(
        "An agent walks in a grid with a small prize nearby, a large one far off, and a trap "
        "beside it. Told the rules, it can plan. Told nothing, it can only try."
    ),
    claim=(
        "Q-learning, which is not told how the world works, approaches the best values, but it "
        "learns only about the states and actions that it visits; so an agent must now and then "
        "do what does not look best."
    ),
    source="Wei, CSC413, §20",
    run=run,
    counts="steps",
)
