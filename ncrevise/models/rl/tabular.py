"""Tabular Q-learning, as fast as plain Python goes (lecture notes 003 §20).

======  ======  ==============================================
symbol  shape   meaning
======  ======  ==============================================
Q       (S, A)  action values, a list a state
α       number  learning rate, or a function of an entry's visits
ε       number  chance of exploring, or a function of the step
γ       number  discount factor in [0, 1]
======  ======  ==============================================

``Q(s, a) ← Q(s, a) + α [r + γ max_a′ Q(s′, a′) − Q(s, a)]``, after every step. Lists of floats
are read and written one at a time some eight times faster than entries of arrays.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ncrevise.models.rl.exploration import best_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.models.optimisers.rule import Rate
    from ncrevise.models.rl.simulator import Simulator
    from ncrevise.noise import Noise

BLOCK = 1000  # steps between two looks


@dataclass(frozen=True, slots=True)
class Setting:
    """How to learn.

    Args:
        gamma: γ.
        rate: α, or a function of how often the entry was updated before.
        epsilon: ε, or a function of the step.
        first: what every entry starts from; a high one makes the agent curious.
        limit: steps after which an episode is broken off, which is no end of it.
    """

    gamma: float
    rate: Rate = 0.1
    epsilon: Rate = 0.1
    first: float = 0.0
    limit: int = 100


@dataclass(slots=True)
class Learner:
    """What is learnt so far.

    Args:
        Q: action values.
        visits: how often each action was taken in each state.
        best: the largest action value of each state.
        state: where the agent is.
        age: how many steps this episode has had.
        gain: its discounted return so far.
        factor: what the next reward is discounted by.
        episodes: of each episode that is over, the steps taken until then and its return.
    """

    Q: list[list[float]]
    visits: list[list[int]]
    best: list[float]
    state: int
    age: int = 0
    gain: float = 0.0
    factor: float = 1.0
    episodes: list[tuple[int, float]] = field(default_factory=list)


def learn(
    world: Simulator, setting: Setting, noise: Noise, steps: int, block: int = BLOCK
) -> Iterator[Learner]:
    """Act and learn, from the first step to the last.

    Args:
        world: where to act.
        setting: how to learn.
        noise: for exploring, and for what comes of actions.
        steps: how many.
        block: how many steps there are between two looks.

    Yields:
        The learner after every block, always the same object.
    """
    states, actions = len(world.moves), world.actions
    firsts = [setting.first if moves else 0.0 for moves in world.moves]
    learner = Learner(
        [[first] * actions for first in firsts],
        [[0] * actions for _ in range(states)],
        firsts,
        world.starts[noise.integers((), len(world.starts))],
    )
    rates = every(setting.rate, 0, steps)
    for begun in range(0, steps, block):
        walk(world, setting, learner, (begun, min(block, steps - begun), rates), noise)
        yield learner


def every(rate: Rate, begun: int, count: int) -> list[float]:
    """List the values of a schedule."""
    return [rate(t) for t in range(begun, begun + count)] if callable(rate) else [rate] * count


def walk(
    world: Simulator,
    setting: Setting,
    learner: Learner,
    plan: tuple[int, int, list[float]],
    noise: Noise,
) -> None:
    """Take a block of steps; the inner loop, and so no calls in it that can be helped."""
    begun, count, rates = plan
    moves, starts, actions, limit = world.moves, world.starts, world.actions, setting.limit
    Q, visits, best, gamma = learner.Q, learner.visits, learner.best, setting.gamma
    s, gain, factor = learner.state, learner.gain, learner.factor
    due = begun + limit - learner.age
    draws = noise.uniform((2, count)).tolist()
    anew = iter(noise.integers((count,), len(starts)).tolist() if len(starts) > 1 else [0] * count)
    plans = zip(every(setting.epsilon, begun, count), *draws, strict=True)
    for t, (epsilon, explores, luck) in enumerate(plans, begun + 1):
        row, seen, most = Q[s], visits[s], best[s]
        if explores < epsilon:
            a = int(explores / epsilon * actions)
        elif (equal := row.count(most)) == 1:
            a = row.index(most)
        elif equal == actions:
            a = int((explores - epsilon) / (1 - epsilon) * actions)
        else:
            a = best_of(row, (explores - epsilon) / (1 - epsilon))
        for upto, after, reward, over in moves[s][a]:  # noqa: B007
            if luck < upto:
                break
        target = reward if over else reward + gamma * best[after]
        tried, old = seen[a], row[a]
        row[a] = new = old + rates[tried] * (target - old)
        seen[a] = tried + 1
        if new >= most:
            best[s] = new
        elif old == most:  # otherwise the best is another action's, and stays
            best[s] = max(row)
        gain += factor * reward
        factor *= gamma
        s = after
        if over or t >= due:
            learner.episodes.append((t, gain))
            s, gain, factor, due = starts[next(anew)], 0.0, 1.0, t + limit
    learner.state, learner.gain, learner.factor = s, gain, factor
    learner.age = begun + count + limit - due
