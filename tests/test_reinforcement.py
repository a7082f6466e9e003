"""Acting and learning: what is learnt is what planning, or linear programming, finds."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from ncrevise.models.networks import mlp
from ncrevise.models.optimisers.momentum import Momentum
from ncrevise.models.rl import deep_q, exploration, linear, planning, qlearning, returns
from ncrevise.models.rl.dynamics import action_values, deterministic, tabulated
from ncrevise.models.rl.gridworld import Cells, Rules, process
from ncrevise.models.rl.mdp import Action, Mdp, Outcome, optimal_values
from ncrevise.models.rl.replay import Replay
from ncrevise.models.rl.simulator import Simulator, simulator
from ncrevise.models.rl.tabular import Learner, Setting, learn
from ncrevise.noise import Noise

CHECKS = ("rl/simulator", "rl/tabular", "rl/replay")

CELLS: Cells = ((".", ".", ".", 1), (".", "#", ".", -1), (".", ".", ".", "."))
GAMMA = 0.9


def world(slip: float) -> Mdp:
    return process(CELLS, Rules(step=-0.04, slip=slip, goal="entering"))


def programmed(P: Any, R: Any, gamma: float) -> Any:
    """The least V that no action beats, by linear programming."""
    from scipy.optimize import linprog

    states, actions, _ = P.shape
    rows = gamma * P - np.eye(states)[:, None, :]
    found = linprog(
        np.ones(states),
        rows.reshape(states * actions, states),
        -R.reshape(-1),
        bounds=(None, None),
        method="highs",
    )
    assert found.status == 0
    return found.x


def last(learning: Any) -> Learner:
    *_, learner = learning
    return learner


@pytest.mark.parametrize("slip", [0, 0.2, 0.5])
def test_planning_equals_linear_programming(slip: float) -> None:
    d = tabulated(world(slip))
    best, chosen, _ = planning.policy_iteration(d, GAMMA)
    exact, actions = optimal_values(world(slip), GAMMA, [0] * len(best))
    live = list(world(slip).live)

    np.testing.assert_allclose(best, programmed(d.P, d.R, GAMMA), atol=1e-9)
    np.testing.assert_allclose(best, [float(v) for v in exact], atol=1e-12)
    assert chosen[live].tolist() == [actions[s] for s in live]


def test_random_processes_equal_linear_programming() -> None:
    noise = Noise("processes")
    for k in range(20):
        states, actions = 2 + k % 5, 1 + k % 3
        P = noise.uniform((states, actions, states), 0.1, 1)
        P = P / P.sum(axis=-1, keepdims=True)
        R = noise.normal((states, actions))
        best, _, rounds = planning.policy_iteration(planning.Dynamics(P, R), 0.8)

        np.testing.assert_allclose(best, programmed(P, R, 0.8), atol=1e-8)
        assert rounds <= actions**states


def test_every_sweep_contracts() -> None:
    d = tabulated(world(0.2))
    best = planning.policy_iteration(d, GAMMA)[0]
    swept = planning.value_iteration(d, GAMMA, np.zeros(len(best)), 90)
    errors = [planning.distance(V, best) for V in swept]
    first = planning.distance(swept[1], swept[0])

    for k, (before, after) in enumerate(pairwise(errors)):
        assert after <= GAMMA * before + 1e-12
        assert before <= planning.error_bound(GAMMA, first, k) + 1e-12
    enough = planning.sweeps_needed(GAMMA, first, 0.01)
    assert errors[enough] <= 0.01
    assert planning.error_bound(GAMMA, first, enough - 1) > 0.01


def test_a_missing_action_is_the_first_again() -> None:
    one = Action("a", (Outcome(1, Fraction(1, 2), 3), Outcome(None, Fraction(1, 2), 1)))
    two = Action("b", (Outcome(0, 1, 0),))
    d = tabulated(Mdp(("s", "t", "T"), ("a", "b"), ((one, two), (one,), ())))

    assert d.P[:, :, 1].tolist() == [[0.5, 0], [0.5, 0.5], [0, 0]]
    assert d.R.tolist() == [[2, 0], [2, 2], [0, 0]]


def test_outcomes_come_as_often_as_they_should() -> None:
    mdp, luck = world(0.2), Noise("luck").uniform((20_000,)).tolist()
    seen = simulator(mdp)
    for s in mdp.live:
        for a, action in enumerate(mdp.choices[s]):
            came = [seen.step(s, a, u) for u in luck[:4000]]
            for o in action.outcomes:
                over = not mdp.choices[o.to]
                share = came.count((o.to, float(o.reward), over)) / len(came)
                assert share == pytest.approx(float(o.probability), abs=0.03)


def test_without_chance_learning_is_exact() -> None:
    """With a rate of 1 each entry is what its action leads to, once that is known."""
    mdp = world(0)
    found = last(learn(simulator(mdp), Setting(GAMMA, 1.0, 1.0), Noise("exact"), 20_000))
    d = tabulated(mdp)
    best = action_values(d, GAMMA, planning.policy_iteration(d, GAMMA)[0])

    np.testing.assert_allclose(found.Q, best, atol=1e-12)


def test_nothing_follows_an_end() -> None:
    """An action may end the episode without leading to a state of its own."""
    leave, stay = Action("leave", (Outcome(None, 1, 2),)), Action("stay", (Outcome(0, 1, 1),))
    mdp = Mdp(("s",), ("leave", "stay"), ((leave, stay),))
    found = last(learn(simulator(mdp), Setting(0.5, 0.5, 0.5), Noise("ends"), 1000))

    assert found.Q[0] == pytest.approx([2, 2])


def test_learning_converges_to_the_optimum() -> None:
    mdp = world(0.2)
    setting = Setting(GAMMA, exploration.visited(0.7), 0.5)
    found = last(learn(simulator(mdp), setting, Noise("converges"), 300_000, 50_000))
    d = tabulated(mdp)
    best = planning.policy_iteration(d, GAMMA)[0]

    assert planning.distance(np.array(found.Q).max(axis=1), best) < 0.02
    assert sum(map(sum, found.visits)) == 300_000


def test_updates_are_those_of_the_notes() -> None:
    """Replay what the learner saw, an update at a time, through the exam's own function."""
    mdp, steps = world(0.2), 500
    seen, setting = simulator(mdp), Setting(GAMMA, 0.3, exploration.falling(1, 0.1, 300), 0.0, 7)
    found = last(learn(seen, setting, Noise("replay"), steps, 100))

    noise, Q = Noise("replay"), np.zeros((len(mdp.states), 4))
    s, age, episodes, rewards = seen.starts[noise.integers((), len(seen.starts))], 0, [], []
    for t in range(steps):
        if t % 100 == 0:
            draws, anew = noise.uniform((2, 100)), iter(noise.integers((100,), len(seen.starts)))
        (explores, luck), epsilon = draws[:, t % 100].tolist(), setting.epsilon(t)
        tie = explores / epsilon if explores < epsilon else (explores - epsilon) / (1 - epsilon)
        a = exploration.choose(Q[s].tolist(), epsilon, explores, tie)
        after, r, over = seen.step(s, a, luck)
        y = qlearning.target(r, GAMMA, None if over else Q[after].max())
        Q[s, a] = qlearning.update(Q[s, a], y, 0.3)["q"]
        rewards.append(r)
        s, age = after, age + 1
        if over or age == 7:
            episodes.append((t + 1, returns.discounted(np.array(rewards), GAMMA)[0]))
            s, age, rewards = seen.starts[next(anew)], 0, []

    np.testing.assert_allclose(found.Q, Q, atol=1e-12)
    assert [t for t, _ in found.episodes] == [t for t, _ in episodes]
    np.testing.assert_allclose([g for _, g in found.episodes], [g for _, g in episodes])


def test_all_ways_of_exploring() -> None:
    assert [exploration.falling(1, 0.2, 4)(t) for t in (0, 2, 4, 9)] == pytest.approx(
        [1, 0.6, 0.2, 0.2]
    )
    assert [exploration.decaying(1, 0.5, 0.2)(t) for t in (0, 1, 5)] == [1, 0.5, 0.2]
    assert [exploration.visited(0.5)(n) for n in (0, 3)] == [1, 0.5]


def test_the_newest_take_the_place_of_the_oldest() -> None:
    kept = Replay(3)
    for k in range(5):
        kept.add(k, k % 2, k / 2, k + 1, over=k == 4)
        assert len(kept) == min(k + 1, 3)
    drawn = kept.sample(Noise("sample"), 3000)

    assert [int((drawn.states == k).sum()) for k in range(5)][:2] == [0, 0]
    assert all(900 < (drawn.states == k).sum() < 1100 for k in (2, 3, 4))
    assert (drawn.after == drawn.states + 1).all()
    assert (drawn.rewards == drawn.states / 2).all()
    assert (drawn.over == (drawn.states == 4)).all()
    assert (drawn.actions == drawn.states % 2).all()


def trained(q: Any, p: Any, x: Any, seen: Simulator, steps: int, rate: float) -> Any:
    setting = deep_q.Setting(GAMMA, exploration.falling(1, 0.2, steps // 2), 16, 1000, 50)
    learning = deep_q.learn(q, p, Momentum(rate), seen, x, setting, Noise("deep"), steps)
    *_, (_, p) = learning
    return q(p, x)


def test_functions_learn_what_a_table_would() -> None:
    """Told which state it is in, and nothing else, a linear function is a table."""
    mdp = world(0)
    d = tabulated(mdp)
    best, states = planning.policy_iteration(d, GAMMA)[0], len(mdp.states)
    psi = linear.per_action(np.eye(states), 4)
    start = linear.Linear(np.zeros(psi.shape[-1]))
    found = trained(linear.values, start, psi, simulator(mdp), 3000, 0.4)
    live = list(mdp.live)

    assert planning.distance(found.max(axis=1)[live], best[live]) < 0.1


def test_a_network_learns_to_act() -> None:
    mdp = world(0)
    d = tabulated(mdp)
    best = planning.policy_iteration(d, GAMMA)[0]
    start = mlp.initial((len(mdp.states), 16, 4), Noise("network"))
    found = trained(mlp.forward, start, np.eye(len(mdp.states)), simulator(mdp), 2500, 0.1)
    acted = planning.evaluate(d, GAMMA, deterministic(planning.greedy(found), 4))
    live = list(mdp.live)

    assert planning.distance(acted[live], best[live]) < 0.2
