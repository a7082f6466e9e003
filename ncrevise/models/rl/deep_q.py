"""Q-learning with a network, a replay buffer and a target network (lecture notes 003 §20).

======  ========  ==========================================================
symbol  shape     meaning
======  ========  ==========================================================
θ       a tree    parameters of any function from features to action values
θ⁻      as θ      a copy that targets are computed with, renewed now and then
x       (S, …)    what the function is told of each state
ε       number    chance of exploring, or a function of the step
γ       number    discount factor in [0, 1]
======  ========  ==========================================================

A target network (Mnih et al. 2015) holds the targets still for a while, or every update
would move what it aims at. With a buffer, batch and ``refresh`` of one this is Q-learning with
function approximation as the notes write it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ncrevise.derivatives.differentiate import value_and_gradient
from ncrevise.models.optimisers.rule import Rate, Rule, at
from ncrevise.models.rl import td
from ncrevise.models.rl.exploration import choose
from ncrevise.models.rl.replay import Replay
from ncrevise.tape import raw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ncrevise.models.rl.replay import Transitions
    from ncrevise.models.rl.simulator import Simulator
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Setting:
    """How to learn.

    Args:
        gamma: γ.
        epsilon: ε, or a function of the step.
        batch: how many kept steps an update learns from.
        capacity: how many steps are kept.
        refresh: updates between two copies of the network into the target network.
        limit: steps after which an episode is broken off, which is no end of it.
    """

    gamma: float
    epsilon: Rate = 0.1
    batch: int = 32
    capacity: int = 2000
    refresh: int = 100
    limit: int = 100


def batch_loss(
    q: Callable[[P, Any], Tensor], p: P, held: P, x: Any, seen: Transitions, gamma: float
) -> Tensor:
    """Compute the mean squared Bellman error of a batch, halved, its targets held fast.

    Args:
        q: action values (N, A) from parameters and what is told of N states.
        p: θ.
        held: θ⁻.
        x: what is told of each state, shape (S, …).
        seen: the batch.
        gamma: γ.
    """
    following = raw(q(held, x[seen.after]))
    aims = td.targets(seen.rewards, seen.over, following, gamma)
    return td.loss(q(p, x[seen.states]), seen.actions, aims)


def learn(
    q: Callable[[P, Any], Tensor],
    p: P,
    rule: Rule,
    world: Simulator,
    x: Any,
    setting: Setting,
    noise: Noise,
    steps: int,
) -> Iterator[tuple[float, P]]:
    """Act, keep what happened, and learn from a batch of it after every step.

    Args:
        q: action values from parameters and what is told of states.
        p: the parameters to start from.
        rule: the optimiser.
        world: where to act.
        x: what is told of each state, shape (S, …).
        setting: how to learn.
        noise: for exploring, for what comes of actions, and for batches.
        steps: how many.

    Yields:
        The loss of the batch and the parameters after it, once a step.
    """
    kept, held, memory = Replay(setting.capacity), p, rule.start(p)
    batches = noise.split("batches")
    draws = noise.uniform((steps, 4)).tolist()
    s, age = world.starts[noise.integers((), len(world.starts))], 0
    for t, (explores, tie, luck, anew) in enumerate(draws):
        row = raw(q(p, x[s])).tolist()
        a = choose(row, at(setting.epsilon, t), explores, tie)
        after, reward, over = world.step(s, a, luck)
        kept.add(s, a, reward, after, over=over)
        s, age = after, age + 1
        if over or age >= setting.limit:
            s, age = world.starts[int(anew * len(world.starts))], 0
        seen = kept.sample(batches, setting.batch)
        loss = partial(batch_loss, q, held=held, x=x, seen=seen, gamma=setting.gamma)
        value, slope = value_and_gradient(loss, p)
        p, memory = rule.step(p, slope, memory)
        if (t + 1) % setting.refresh == 0:
            held = p
        yield float(value), p
