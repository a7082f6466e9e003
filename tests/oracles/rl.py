"""Reinforcement learning, by enumeration."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np

CHECKS = ("rl/mdp", "rl/sweeps", "rl/qlearning", "rl/gridworld", "rl/worlds")


PATIENCE = 3000  # sweeps


def exact(x: float) -> Fraction:
    return Fraction(str(x))


def q_update(g: Any) -> dict[str, Any]:
    table = [[exact(v) for v in row] for row in g.Q]
    old, ends = table[g.s - 1][g.a - 1], g.terminal == "yes"
    taken = 0 if ends else table[g.s_next - 1][g.a_next - 1]
    best = 0 if ends else max(table[g.s_next - 1])
    target, rate = exact(g.r) + exact(g.gamma) * best, exact(g.alpha)
    new = (1 - rate) * old + rate * target
    sarsa = (1 - rate) * old + rate * (exact(g.r) + exact(g.gamma) * taken)
    found = {"target": target, "error": target - old, "q": new, "sarsa": sarsa}
    return {name: float(value) for name, value in found.items()}


def with_the_policy(g: Any, *, bootstrap: bool = False) -> dict[str, Any]:
    """Back the entry up from what is done next, or from the best even where nothing follows."""
    table = [[exact(v) for v in row] for row in g.Q]
    old, rate = table[g.s - 1][g.a - 1], exact(g.alpha)
    after = max(table[g.s_next - 1]) if bootstrap else table[g.s_next - 1][g.a_next - 1]
    target = exact(g.r) + exact(g.gamma) * after
    new = old + rate * (target - old)
    return {"target": float(target), "error": float(target - old), "q": float(new)}


def old_value_kept(g: Any) -> dict[str, Any]:
    found = q_update(g)
    moved = exact(g.Q[g.s - 1][g.a - 1]) + exact(g.alpha) * Fraction(found["target"])
    return {**found, "q": float(moved)}


q_update_mistakes = {
    "bootstraps-at-the-end": lambda g: with_the_policy(g, bootstrap=True),
    "follows-the-policy": with_the_policy,
    "largest-for-sarsa": lambda g: {**(found := q_update(g)), "sarsa": found["q"]},
    "target-as-update": old_value_kept,
    "replaces-the-entry": lambda g: {**(found := q_update(g)), "q": found["target"]},
}


def grid_world(g: Any) -> tuple[list[Any], dict[Any, list[Any]], dict[Any, Fraction]]:
    """States, outcomes (probability, next state, reward) of each action, first values."""
    cells = {(i, j): c for i, row in enumerate(g.grid) for j, c in enumerate(row) if c != "#"}
    slip, step = exact(g.slip), exact(g.step)
    steps = [(-1, 0), (0, 1), (1, 0), (0, -1)]
    model: dict[Any, list[Any]] = {}
    for (i, j), cell in cells.items():
        if cell != ".":
            model[i, j] = [[(Fraction(1), None, exact(cell))]] if g.goal == "exit" else []
            continue
        model[i, j] = []
        for k in range(4):
            outcomes = []
            for turn, p in ((0, 1 - slip), (1, slip / 2), (3, slip / 2)):
                di, dj = steps[(k + turn) % 4]
                to = (i + di, j + dj) if (i + di, j + dj) in cells else (i, j)
                pays = g.goal == "entering" and cells[to] != "."
                outcomes.append((p, to, exact(cells[to]) if pays else step))
            model[i, j].append(outcomes)
    fixed = g.goal == "fixed"
    first = {s: exact(c) if c != "." and fixed else Fraction(0) for s, c in cells.items()}
    return list(cells), model, first


def process_world(g: Any) -> tuple[list[Any], dict[Any, list[Any]], dict[Any, Fraction]]:
    model = {
        s: [
            [(exact(o.probability), o.to, exact(o.reward)) for o in action.outcomes]
            for action in g.mdp.choices[s]
        ]
        for s in range(len(g.mdp.states))
    }
    return list(model), model, dict.fromkeys(model, Fraction(0))


def backed_up(outcomes: Any, gamma: Any, v: Any) -> Any:
    return sum(p * (r + (gamma * v[to] if to is not None else 0)) for p, to, r in outcomes)


def by_enumeration(model: Any, gamma: float, fixed: Any) -> dict[Any, float]:
    """The best value of each state over all policies, each evaluated by its linear system."""
    live = [s for s in model if model[s]]
    best = dict.fromkeys(live, -np.inf)
    for policy in itertools.product(*(range(len(model[s])) for s in live)):
        a, b = np.eye(len(live)), np.zeros(len(live))
        for row, (s, k) in enumerate(zip(live, policy, strict=True)):
            for p, to, r in model[s][k]:
                b[row] += float(p * r)
                if to in best:
                    a[row, live.index(to)] -= gamma * float(p)
                elif to is not None:
                    b[row] += gamma * float(p) * float(fixed[to])
        for s, value in zip(live, np.linalg.solve(a, b), strict=True):
            best[s] = max(best[s], value)
    return {s: best.get(s, float(fixed[s])) for s in model}


def by_patience(model: Any, gamma: float, fixed: Any) -> dict[Any, float] | None:
    """The values after so many sweeps that no float changes by a part in 10¹³, if ever."""
    quick = {
        s: [[(float(p), to, float(r)) for p, to, r in outcomes] for outcomes in actions]
        for s, actions in model.items()
    }
    v = {s: float(x) for s, x in fixed.items()}
    for _ in range(PATIENCE):
        new = {s: max((backed_up(o, gamma, v) for o in quick[s]), default=v[s]) for s in v}
        if max(abs(new[s] - v[s]) for s in v) < 1e-13:
            return new
        v = new
    return None


def luckiest(outcomes: Any, gamma: Any, v: Any) -> Any:
    return max(r + (gamma * v[to] if to is not None else 0) for _, to, r in outcomes)


def mean(worth: Any) -> Any:
    found = list(worth)
    return sum(found) / len(found)


def value_iteration(
    g: Any, best: Any = max, worth: Any = backed_up, *, pay_goals: bool = False
) -> dict[str, Any]:
    """Sweep; ``pay_goals`` adds a goal's number to the reward of every move onto it."""
    states, model, v = process_world(g) if g.grid is None else grid_world(g)
    if pay_goals:
        goals = {s for s in states if not model[s]}
        model = {
            s: [[(p, to, r + (v[to] if to in goals else 0)) for p, to, r in o] for o in actions]
            for s, actions in model.items()
        }
    live, gamma, fixed = [s for s in states if model[s]], exact(g.gamma), v
    found = [v]
    for _ in range(g.sweeps):
        new = dict(v)
        for s in live:
            read = new if g.order == "in-place" else v
            new[s] = best(worth(outcomes, gamma, read) for outcomes in model[s])
        found.append(v := new)

    def laid(values: Any) -> Any:
        if g.grid is None:
            return [float(values[s]) for s in live]
        return [
            [float(values.get((i, j), 0)) for j in range(len(row))] for i, row in enumerate(g.grid)
        ]

    def words(numbers: Any) -> Any:
        names = ["-", *(["up", "right", "down", "left"] if g.grid is not None else g.mdp.actions)]
        if g.grid is None:
            return [names[int(numbers[s])] for s in live]
        rows = [
            [int(numbers.get((i, j), 0)) for j in range(len(row))] for i, row in enumerate(g.grid)
        ]
        return [[names[k] for k in row] for row in rows]

    swept = {
        "first": laid(found[1]),
        "values": laid(found[-1]),
        "table": [[float(values[s]) for s in live] for values in found],
    }
    few = len(live) <= 3 and gamma < 1
    star = (by_enumeration if few else by_patience)(model, float(gamma), fixed)
    if star is None or (best, worth) != (max, backed_up):
        return swept
    policy = dict.fromkeys(states, 0)
    for s in live:
        values = [float(backed_up(o, float(gamma), star)) for o in model[s]]
        free = g.grid is None or len(values) > 1
        first = next(k for k, w in enumerate(values) if w > max(values) - 1e-9)
        policy[s] = 1 + first if free else 0
    return {**swept, "converged": laid(star), "policy": words(policy)}


def one_sweep_less(g: Any) -> dict[str, Any]:
    found = value_iteration(g)
    rows = found["table"][:-1]
    if g.grid is not None:
        return {"table": rows}
    return {**found, "values": rows[-1], "table": rows}


value_iteration_mistakes = {
    "one-sweep-short": one_sweep_less,
    "averaged": lambda g: value_iteration(g, best=mean),
    "luckiest": lambda g: value_iteration(g, worth=luckiest),
    "goal-twice": lambda g: value_iteration(g, pay_goals=True),
}
