"""Tabular Q-learning: 10,000 steps here, and the usual loop over Gymnasium's worlds.

``pip install gymnasium`` for the peers; left out when it is not there.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.rl.gridworld import Rules, process
from ncrevise.models.rl.mdp import Mdp, Outcome, with_outcomes
from ncrevise.models.rl.simulator import Simulator, simulator
from ncrevise.models.rl.tabular import Setting, learn
from ncrevise.noise import Noise
from tests.benchmarks.clock import compare

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = 10_000
ALPHA, GAMMA, EPSILON = 0.1, 0.99, 0.1
LIMIT = {"FrozenLake-v1": 100, "CliffWalking-v1": 100_000}


def frozen_lake() -> Simulator:
    """The 4 × 4 lake: a third of the moves goes to either side, and only the goal pays."""
    holes = {(1, 1), (1, 3), (2, 3), (3, 0)}
    goal = (3, 3)
    cells = tuple(
        tuple(1 if (i, j) == goal else 0 if (i, j) in holes else "." for j in range(4))
        for i in range(4)
    )
    return simulator(process(cells, Rules(slip=2 / 3, goal="entering")), [0])


def cliff() -> Simulator:
    """The 4 × 12 cliff: a fall costs 100 and leads back to the start."""
    cells = tuple(tuple(-1 if i == 3 and j == 11 else "." for j in range(12)) for i in range(4))
    mdp = process(cells, Rules(step=-1, goal="entering"))
    start = 36

    def fallen(o: Outcome) -> Outcome:
        falls = o.to is not None and start < o.to < start + 11
        return Outcome(start, o.probability, -100) if falls else o

    changed: Mdp = with_outcomes(mdp, fallen)
    return simulator(changed, [start])


def ours(world: Simulator, limit: int) -> Callable[[], object]:
    setting = Setting(GAMMA, ALPHA, EPSILON, limit=limit)
    return lambda: list(learn(world, setting, Noise("speed"), STEPS))


def tutorial(env: Any) -> None:
    """The loop as tutorials have it, with a table of NumPy."""
    draw = np.random.default_rng(1)
    Q = np.zeros((env.observation_space.n, env.action_space.n))
    s, _ = env.reset(seed=1)
    for _ in range(STEPS):
        a = env.action_space.sample() if draw.random() < EPSILON else int(np.argmax(Q[s]))
        after, r, over, cut, _ = env.step(a)
        target = r if over else r + GAMMA * np.max(Q[after])
        Q[s, a] += ALPHA * (target - Q[s, a])
        s = env.reset()[0] if over or cut else after


def lists(env: Any) -> None:
    """The same with a table of lists, as fast as Gymnasium's worlds allow."""
    draw = random.Random(1)
    actions = int(env.action_space.n)
    Q = [[0.0] * actions for _ in range(int(env.observation_space.n))]
    s, _ = env.reset(seed=1)
    for _ in range(STEPS):
        row = Q[s]
        a = draw.randrange(actions) if draw.random() < EPSILON else row.index(max(row))
        after, r, over, cut, _ = env.step(a)
        target = r if over else r + GAMMA * max(Q[after])
        row[a] += ALPHA * (target - row[a])
        s = env.reset()[0] if over or cut else after


def main() -> None:
    worlds = {"FrozenLake-v1": frozen_lake(), "CliffWalking-v1": cliff()}
    programs: dict[str, Callable[[], object]] = {
        f"ncrevise {name}": ours(world, LIMIT[name]) for name, world in worlds.items()
    }
    try:
        import gymnasium

        for name in worlds:
            env = gymnasium.make(name)
            programs[f"gymnasium {name}, lists"] = lambda env=env: lists(env)  # type: ignore[misc]
            programs[f"gymnasium {name}, NumPy"] = lambda env=env: tutorial(env)  # type: ignore[misc]
    except ImportError:
        print("gymnasium is not installed: left out")
    for program in programs.values():
        program()
    times = compare(programs, 9)
    for name, spent in times.items():
        world = name.split()[1].rstrip(",")
        ratio = times[f"ncrevise {world}"] / spent
        print(f"{name:<34} {1000 * spent:7.1f} ms   ours takes {ratio:5.3f} of it")


if __name__ == "__main__":
    main()
