"""Planning in the gridworld: values by sweeps, and what they promise."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.lab.grid.world import GAMMA, PLACES, START, World, curves, picture
from ncrevise.lab.report import section, words
from ncrevise.models.rl import planning
from ncrevise.models.rl.dynamics import deterministic
from ncrevise.models.rl.gridworld import MOVES
from ncrevise.models.rl.returns import discounted
from ncrevise.models.rl.trajectories import expected_return, probability

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench

SWEEPS = 40
EPISODES, AT_ONCE, LONGEST = 4000, 100, 200
HORIZON = 20
SURE = 0.01  # an error of the values that nobody minds
ROUNDING = 1e-9  # an error that is none


def swept(world: World) -> dict[str, Any]:
    """Give the largest error after each sweep: of the best values, and of those of a policy."""
    zeros = np.zeros(len(PLACES))
    aimless = np.full(world.d.R.shape, 1 / len(MOVES))
    of_policy = planning.evaluate(world.d, GAMMA, aimless)
    V, best, policy = zeros, [], []
    for sought in planning.value_iteration(world.d, GAMMA, zeros, SWEEPS):
        best.append(planning.distance(sought, world.best))
        policy.append(planning.distance(V, of_policy))
        V = planning.evaluation_sweeps(world.d, GAMMA, aimless, V, 1)
    return {
        "best values": np.array(best),
        "random policy's values": np.array(policy),
        "start × γ each sweep": best[0] * GAMMA ** np.arange(SWEEPS + 1),
    }


def needed(world: World, errors: Any) -> tuple[int, int]:
    """Give how many sweeps are sure to suffice, going by the first, and how many do."""
    zeros = np.zeros(len(PLACES))
    after = planning.value_iteration(world.d, GAMMA, zeros, 1)[1]
    promised = planning.sweeps_needed(GAMMA, planning.distance(after, zeros), SURE)
    return promised, int(np.argmax(errors <= SURE))


def most_kept(errors: dict[str, Any]) -> float:
    """Give the largest share of an error that a sweep left."""
    return max(
        float(after / before)
        for each in errors.values()
        for before, after in pairwise(each)
        if after > ROUNDING
    )


def averaged(bench: Bench, world: World) -> float:
    """Follow the best policy through many episodes; give the mean of their returns."""
    noise, gains = bench.noise("episodes"), []
    for _ in bench.stage("Following the plan", EPISODES // AT_ONCE):
        luck = noise.uniform((AT_ONCE, LONGEST)).tolist()
        gains += [discounted(np.array(episode(world, row)), GAMMA)[0] for row in luck]
    return float(np.mean(gains))


def episode(world: World, luck: Sequence[float]) -> list[float]:
    """Follow the best policy from the start; give the rewards."""
    s, rewards = START, []
    for u in luck:
        s, reward, over = world.from_start.step(s, int(world.chosen[s]), u)
        rewards.append(reward)
        if over:
            break
    return rewards


def straight(world: World) -> tuple[list[int], list[int]]:
    """Follow the best policy where its moves most likely lead; give states and moves."""
    states, moves = [START], []
    while states[-1] in world.live:
        moves.append(int(world.chosen[states[-1]]))
        states.append(int(world.d.P[states[-1], moves[-1]].argmax()))
    return states, moves


def outlook(world: World) -> str:
    """Say how likely the straight way is, and what the plan pays within a horizon."""
    first, pi = np.eye(len(PLACES))[START], deterministic(world.chosen, len(MOVES))
    states, moves = straight(world)
    chance = float(probability(world.d, first, pi, states, moves))
    paid = float(expected_return(world.d, first, pi, HORIZON))
    return (
        f"The straight way, {len(moves)} moves without a slip, comes up with probability "
        f"{chance:.2f}; within {HORIZON} moves the plan is paid {paid:.2f} on average, not "
        "discounted."
    )


def blocks(bench: Bench, world: World, errors: dict[str, Any]) -> tuple[Block, ...]:
    """Show the plan, whether its values are returns, and how fast sweeps find them."""
    promised, enough = needed(world, errors["best values"])
    return (
        section("Planning, where the world is known"),
        picture(world.best, world.chosen),
        *words(
            "The best values and moves, worked out from the probabilities: one move in ten slips "
            "to a side. A value is an expected return: from the start, bottom left, it is "
            f"{world.best[START]:.3f}, and {EPISODES:,} episodes return "
            f"{averaged(bench, world):.3f} on average. {outlook(world)}"
        ),
        curves(
            {name: [y if y > ROUNDING else math.nan for y in ys] for name, ys in errors.items()},
            range(SWEEPS + 1),
            ("sweep", "largest error"),
            "The errors of both kinds of sweeps fall on a logarithmic axis, at least as fast "
            "as the line that loses a factor γ each sweep.",
            log_y=True,
        ),
        *words(
            f"Every sweep leaves at most $\\gamma = {GAMMA}$ of the error. From the first one "
            f"alone it is sure that {promised} sweeps come within {SURE} of all best values; "
            f"{enough} do."
        ),
    )
