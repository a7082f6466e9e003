"""Reinforcement learning, by enumeration."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np

CHECKS = ("rl/mdp", "rl/sweeps", "rl/qlearning", "rl/gridworld", "rl/worlds")


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


def by_patience(model: Any, gamma: float, fixed: Any) -> dict[Any, float]:
    """The values after so many sweeps that no float changes by a part in 10¹³."""
    quick = {
        s: [[(float(p), to, float(r)) for p, to, r in outcomes] for outcomes in actions]
        for s, actions in model.items()
    }
    v = {s: float(x) for s, x in fixed.items()}
    while True:
        new = {s: max((backed_up(o, gamma, v) for o in quick[s]), default=v[s]) for s in v}
        if max(abs(new[s] - v[s]) for s in v) < 1e-13:
            return new
        v = new


def value_iteration(g: Any) -> dict[str, Any]:
    states, model, v = process_world(g) if g.grid is None else grid_world(g)
    live, gamma, fixed = [s for s in states if model[s]], exact(g.gamma), v
    found = [v]
    for _ in range(g.sweeps):
        new = dict(v)
        for s in live:
            read = new if g.order == "in-place" else v
            new[s] = max(backed_up(outcomes, gamma, read) for outcomes in model[s])
        found.append(v := new)
    few = len(live) <= 3
    star = (by_enumeration if few else by_patience)(model, float(gamma), fixed)
    policy = dict.fromkeys(states, 0)
    for s in live:
        worth = [float(backed_up(o, float(gamma), star)) for o in model[s]]
        free = g.grid is None or len(worth) > 1
        policy[s] = 1 + next(k for k, w in enumerate(worth) if w > max(worth) - 1e-9) if free else 0

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

    return {
        "first": laid(found[1]),
        "values": laid(found[-1]),
        "table": [[float(values[s]) for s in live] for values in found],
        "converged": laid(star),
        "policy": words(policy),
    }
