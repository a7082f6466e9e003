"""Slips in an update of Q-learning or SARSA, and in value iteration on a process or a grid.

A student's way of working is a few small functions, of which one is exchanged for a wrong one;
whatever comes later is worked out on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tests.slips import Made, told_apart

Answers = dict[str, Any]
Slip = tuple[str, Answers, tuple[str, ...]]


# One update of Q-learning


def entry(g: Any, state: int, action: int) -> float:
    return float(np.asarray(g.Q, dtype=float)[state - 1, action - 1])


def whole_target(r: float, gamma: float, follows: float) -> float:
    return r + gamma * follows


def difference(y: float, old: float) -> float:
    return y - old


def step(old: float, alpha: float, delta: float, _y: float) -> float:
    return old + alpha * delta


def updated(
    g: Any,
    *,
    best: float | None = None,
    follows: float | None = None,
    old: float | None = None,
    target: Callable[[float, float, float], float] = whole_target,
    at_end: Callable[[float, float], float] = lambda r, _gamma: r,
    error: Callable[[float, float], float] = difference,
    new: Callable[[float, float, float, float], float] = step,
) -> Answers:
    """Work out the update, and SARSA's, with a step done in another way where one is given."""
    r, alpha, gamma = float(g.r), float(g.alpha), float(g.gamma)
    row = np.asarray(g.Q, dtype=float)[g.s_next - 1]
    old = entry(g, g.s, g.a) if old is None else old
    best = float(row.max()) if best is None else best
    ends = g.terminal == "yes"
    y = at_end(r, gamma) if ends else target(r, gamma, best)
    delta = error(y, old)
    found = {"target": y, "error": delta, "q": new(old, alpha, delta, y)}
    if g.a_next:
        follows = float(row[g.a_next - 1]) if follows is None else follows
        y = at_end(r, gamma) if ends else target(r, gamma, follows)
        found["sarsa"] = new(old, alpha, error(y, old), y)
    return found


def of_update(g: Any) -> Iterator[Slip]:
    """List the slips in the difference and in the step, which may be made in any update."""
    own = f"Q(s_{{{g.s}}}, a_{{{g.a}}})"
    gamma, alpha = float(g.gamma), float(g.alpha)
    reverse = updated(g, error=lambda y, old: old - y)
    unsubtracted = updated(g, error=lambda y, _old: y)
    yield "difference reversed", {"error": reverse["error"]}, ("other way round",)
    yield "difference reversed", but(reverse, "error"), ()
    yield "old value not subtracted", {"error": unsubtracted["error"]}, ("left out", own)
    yield "(1 - alpha) forgotten: the old value and alpha y", but(unsubtracted, "error"), ()
    yield "old value added", updated(g, error=lambda y, old: y + old), ("added", own)
    wrong = updated(g, new=lambda _old, _alpha, _delta, y: y)
    yield "alpha left out, so the target is the new value", wrong, ("\\alpha",)
    wrong = updated(g, new=lambda _old, alpha, delta, _y: alpha * delta)
    yield "alpha delta as the new value", wrong, ("left out", own)
    wrong = updated(g, new=lambda _old, _alpha, delta, _y: delta)
    yield "delta as the new value", wrong, ("alpha",)
    wrong = updated(g, new=lambda _old, alpha, _delta, y: alpha * y)
    yield "alpha y as the new value", wrong, ("left out",)
    wrong = updated(g, new=lambda old, alpha, _delta, y: alpha * old + (1 - alpha) * y)
    yield "alpha and 1 - alpha exchanged", wrong, ("alpha",)
    wrong = updated(g, new=lambda old, alpha, _delta, y: (1 - alpha) * old + y)
    yield "alpha left out on the target, with (1 - alpha) on the old value", wrong, ("alpha",)
    wrong = updated(g, new=lambda old, _alpha, delta, _y: old + gamma * delta)
    yield "gamma for alpha in the step", wrong, ("\\gamma", "\\alpha")
    wrong = updated(g, new=lambda _old, _alpha, delta, y: y + alpha * delta)
    yield "a step from the target", wrong, (f"for ${own}$",)
    if g.a_next and g.a_next != g.a:
        wrong = updated(g, old=entry(g, g.s, g.a_next))
        yield "the old value of the next action", but(wrong, "target"), (f"for ${own}$",)
    wrong = updated(g, old=entry(g, g.s_next, g.a))
    yield "the old value of the next state", but(wrong, "target"), (f"for ${own}$",)


def of_target(g: Any) -> Iterator[Slip]:
    """List the slips in a target that looks ahead."""
    Q = np.asarray(g.Q, dtype=float)
    row, alpha = Q[g.s_next - 1], float(g.alpha)
    yield "gamma left out", updated(g, target=lambda r, _g, v: r + v), ("left out $\\gamma$",)
    yield "reward left out", updated(g, target=lambda _r, g, v: g * v), ("left out $r$",)
    yield "sign of the reward", updated(g, target=lambda r, g, v: g * v - r), ("sign", "$r$")
    yield "the next value left out", updated(g, target=lambda r, _g, _v: r), ("left out",)
    wrong = updated(g, error=lambda _y, old: float(g.r) - old)
    yield "the error is of the reward alone", but(wrong, "target", "sarsa"), ("left out",)
    yield "sign of the next value", updated(g, target=lambda r, g, v: r - g * v), ("sign",)
    yield "gamma on both", updated(g, target=lambda r, g, v: g * (r + v)), ("\\gamma",)
    yield "gamma on the reward", updated(g, target=lambda r, g, v: g * r + v), ("\\gamma",)
    wrong = updated(g, target=lambda r, _g, v: r + alpha * v)
    yield "alpha for gamma", wrong, ("\\alpha", "\\gamma")
    wrong = updated(g, target=lambda r, g, v: r + (1 - g) * v)
    yield "1 - gamma for gamma", wrong, ("1 - \\gamma",)
    learns = "target", "error", "q"
    yield "the smallest", only(updated(g, best=float(row.min())), *learns), ("smallest",)
    yield "the mean of the row", only(updated(g, best=float(row.mean())), *learns), ("mean",)
    size = float(row[np.argmax(np.abs(row))])
    yield "the largest in size", only(updated(g, best=size), *learns), ("size",)
    own = float(Q[g.s - 1].max())
    yield "the largest of its own row", only(updated(g, best=own), *learns), ("state",)
    wrong = updated(g, best=float(Q.max()))
    yield "the largest of the table", only(wrong, *learns), ("table",)
    same = entry(g, g.s_next, g.a)
    yield "the same action in the next state", only(updated(g, best=same), *learns), ("action",)
    wrong = updated(g, best=float(Q[:, g.a - 1].max()))
    yield "the largest of the column", only(wrong, *learns), ("action",)
    if g.a_next:
        wrong = updated(g, best=entry(g, g.s_next, g.a_next))
        yield "SARSA's value", only(wrong, *learns), ("SARSA",)
        wrong = updated(g, best=entry(g, g.s, g.a_next))
        yield "the next action in its own row", only(wrong, *learns), ("state",)
        yield "the largest for SARSA", only(updated(g, follows=float(row.max())), "sarsa"), ()
        taken = f"for $Q(s_{{{g.s_next}}}, a_{{{g.a_next}}})$"
        wrong = updated(g, follows=same)
        yield "the same action for SARSA", only(wrong, "sarsa"), (taken,)
        wrong = updated(g, follows=entry(g, g.s, g.a_next))
        yield "its own row for SARSA", only(wrong, "sarsa"), (taken,)
        wrong = updated(g, follows=float(row.mean()))
        yield "the mean for SARSA", only(wrong, "sarsa"), ("mean",)
        wrong = updated(g, old=updated(g)["q"])
        yield "SARSA from the new table", only(wrong, "sarsa"), ("table",)


def of_end(g: Any) -> Iterator[Slip]:
    """List the slips in a target at the end of an episode."""
    Q = np.asarray(g.Q, dtype=float)
    row = Q[g.s_next - 1]
    ahead: dict[str, float] = {
        "bootstrapped at the end": float(row.max()),
        "bootstrapped at the end, from the smallest": float(row.min()),
        "bootstrapped at the end, from its own row": float(Q[g.s - 1].max()),
    }
    if g.a_next:
        ahead["bootstrapped at the end, as SARSA"] = entry(g, g.s_next, g.a_next)
    for why, value in ahead.items():
        yield why, updated(g, at_end=looking_ahead(value)), ("terminal",)
    wrong = updated(g, at_end=lambda r, _g: r + float(row.max()))
    yield "bootstrapped at the end, without gamma", wrong, ("terminal",)
    wrong = updated(g, at_end=lambda _r, g: g * float(row.max()))
    yield "the end's value for its reward", wrong, ("terminal",)
    yield "reward left out at the end", updated(g, at_end=lambda _r, _g: 0.0), ("left out",)
    yield "reward discounted at the end", updated(g, at_end=lambda r, g: g * r), ("\\gamma",)
    yield "sign of the reward at the end", updated(g, at_end=lambda r, _g: -r), ("sign",)


def looking_ahead(value: float) -> Callable[[float, float], float]:
    return lambda r, gamma: r + gamma * value


def only(found: Answers, *parts: str) -> Answers:
    return {part: found[part] for part in parts}


def but(found: Answers, *parts: str) -> Answers:
    return {part: answer for part, answer in found.items() if part not in parts}


def one_update(g: Any) -> Iterator[Slip]:
    yield from of_update(g)
    yield from of_end(g) if g.terminal == "yes" else of_target(g)


# Value iteration

Outcomes = Sequence[tuple[int, float, float]]  # the next state, its probability, the reward
Values = list[float]
Worth = Callable[[int, int, int, Values], float]  # by sweep from 1, state, action, values
Best = Callable[[int, int, Values], float]  # by sweep, state, worths
SOON, MANY = 6, 400
MOVES = ((-1, 0), (0, 1), (1, 0), (0, -1))
DIAGONALS = ((-1, -1), (-1, 1), (1, 1), (1, -1))


@dataclass(frozen=True)
class World:
    """States with their actions, and their values before any sweep; ``places`` in a grid."""

    choices: tuple[tuple[Outcomes, ...], ...]
    first: tuple[float, ...]
    gamma: float
    in_place: bool
    places: tuple[tuple[int, int], ...] = ()
    shape: tuple[int, int] = (0, 0)

    @property
    def live(self) -> list[int]:
        return [s for s, actions in enumerate(self.choices) if actions]

    def worth(self, s: int, k: int, values: Values) -> float:
        return sum(p * (r + self.gamma * values[to]) for to, p, r in self.choices[s][k])

    def chosen(self, s: int, values: Values) -> int:
        worths = [self.worth(s, k, values) for k in range(len(self.choices[s]))]
        return worths.index(max(worths))

    def laid(self, values: Sequence[float]) -> Any:
        """Lay values out as they are asked for."""
        if not self.places:
            return np.array([values[s] for s in self.live])
        board = np.zeros(self.shape)
        for place, value in zip(self.places, values, strict=True):
            board[place] = value
        return board


def process(g: Any) -> World:
    """Take the process of the givens apart."""
    choices = tuple(
        tuple(
            tuple((o.to, float(o.probability), float(o.reward)) for o in action.outcomes)
            for action in actions
        )
        for actions in g.mdp.choices
    )
    first = (0.0,) * len(choices) if g.start is None else tuple(map(float, g.start))
    return World(choices, first, float(g.gamma), g.order == "in-place")


def board(
    g: Any,
    moves: Sequence[tuple[int, int]] = MOVES,
    *,
    open_walls: bool = False,
    wall_value: bool = False,
) -> World:
    """Make a process of a grid whose moves are sure; a wall may be taken for something else."""
    cells = {(i, j): c for i, row in enumerate(g.grid) for j, c in enumerate(row)}
    shape = len(g.grid), len(g.grid[0])
    goals = {at for at, c in cells.items() if not isinstance(c, str)}
    places = tuple(at for at, c in cells.items() if c != "#" or open_walls)
    number = {at: k for k, at in enumerate(places)}
    outside = len(places)  # a place of value 0 for good

    def landing(at: tuple[int, int], move: tuple[int, int]) -> int:
        there = at[0] + move[0], at[1] + move[1]
        return number.get(there, outside if wall_value else number[at])

    def actions(at: tuple[int, int]) -> tuple[Outcomes, ...]:
        ends = (landing(at, move) for move in moves)
        return tuple(((to, 1.0, float(g.step)),) for to in ends)

    choices = (*(() if at in goals else actions(at) for at in places), ())
    first = (*(float(cells[at]) if at in goals else 0.0 for at in places), 0.0)
    found = World(choices, first, float(g.gamma), g.order == "in-place", (*places, (-1, -1)), shape)
    return replace(found, shape=(shape[0] + 1, shape[1] + 1))


def world_of(g: Any) -> World:
    return process(g) if g.grid is None else board(g)


def swept(
    world: World,
    count: int,
    worth: Worth | None = None,
    best: Best = lambda _n, _s, worths: max(worths),
) -> list[Values]:
    """Sweep, and give the values before and after every sweep; many end where they settle."""
    worth = worth or (lambda _n, s, k, values: world.worth(s, k, values))
    found = [list(world.first)]
    for n in range(1, count + 1):
        new = list(found[-1])
        for s in world.live:
            reads = new if world.in_place else found[-1]
            new[s] = best(n, s, [worth(n, s, k, reads) for k in range(len(world.choices[s]))])
        found.append(new)
        if n > SOON and count == MANY and np.allclose(found[-2], new, rtol=0, atol=1e-12):
            break
    return found


def answered(world: World, sweeps: int, found: list[Values]) -> Answers:
    """Pick what is asked for out of the sweeps; the board without the row that lies outside."""
    picked = {"first": found[1], "values": found[sweeps], "converged": found[-1]}
    answers = {part: world.laid(values) for part, values in picked.items()}
    if world.places:
        answers = {part: answer[:-1, :-1] for part, answer in answers.items()}
    if not np.allclose(found[-1], found[-2], atol=1e-8):
        del answers["converged"]
    return answers


def iterated(g: Any, world: World | None = None, **changes: Any) -> Answers:
    """Work everything out, with a step done in another way where one is given."""
    world = world or world_of(g)
    limit = MANY if g.converge == "yes" else 0
    return answered(world, g.sweeps, swept(world, max(limit, g.sweeps), **changes))


def everywhere(g: Any) -> Iterator[Slip]:
    """List the slips that are made in every state."""
    world = world_of(g)
    gamma, last = world.gamma, g.sweeps
    right = swept(world, max(last + 1, 3))
    yield "gamma left out", iterated(g, replace(world, gamma=1.0)), ("left out $\\gamma$",)
    other = replace(world, in_place=not world.in_place)
    yield "in place, or not in place", iterated(g, other), ("values of the s",)
    fewer = answered(world, last - 1, right)
    yield "a sweep too few", only(fewer, "values"), ("sweep",)
    more = answered(world, last + 1, right)
    yield "a sweep too many", only(more, "values"), ("sweep",)
    again = answered(world, 2, right)["values"]
    yield "the second sweep for the first", {"first": again}, ("sweep",)
    if g.converge == "yes":
        yield "stopped after the sweeps", {"converged": iterated(g)["values"]}, ()
        yield "stopped a sweep later", {"converged": more["values"]}, ()
    least = iterated(g, best=lambda _n, _s, worths: min(worths))
    yield "the smallest", least, ("smallest",)
    mean = iterated(g, best=lambda _n, _s, worths: sum(worths) / len(worths))
    yield "the mean of the actions", mean, ("averaged",)

    def both(_n: int, s: int, k: int, values: Values) -> float:
        return sum(gamma * p * (r + values[to]) for to, p, r in world.choices[s][k])

    def powers(n: int, s: int, k: int, values: Values) -> float:
        return replace(world, gamma=gamma**n).worth(s, k, values)

    def unpaid(n: int, s: int, k: int, values: Values) -> float:
        paid = sum(p * r for _, p, r in world.choices[s][k])
        return world.worth(s, k, values) - (paid if n == last else 0)

    def minus(_n: int, s: int, k: int, values: Values) -> float:
        return replace(world, gamma=-gamma).worth(s, k, values)

    def stays(_n: int, s: int, k: int, values: Values) -> float:
        return sum(p * (r + gamma * values[s]) for _, p, r in world.choices[s][k])

    yield "gamma on the reward as well", iterated(g, worth=both), ("\\gamma",)
    if g.converge == "no" or g.grid is not None:
        yield (
            "gamma squared in the second sweep",
            but(iterated(g, worth=powers), "converged"),
            ("\\gamma",),
        )
    wrong = only(iterated(g, worth=unpaid), "values")
    yield "rewards left out in the last sweep", wrong, ("left out",)
    yield "minus before gamma", iterated(g, worth=minus), ("sign",)
    if g.grid is None:
        yield "its own value for the successor's", iterated(g, worth=stays), ("for $V_{",)
        yield from everywhere_in_process(g, world)


def everywhere_in_process(g: Any, world: World) -> Iterator[Slip]:
    """List the slips made in every state of a process."""
    gamma = world.gamma
    ends = [s for s in range(len(world.choices)) if s not in world.live]

    def paid(s: int, k: int) -> float:
        return sum(p * r for _, p, r in world.choices[s][k])

    def greedy(_n: int, s: int, k: int, values: Values) -> float:
        payments = [paid(s, j) for j in range(len(world.choices[s]))]
        return world.worth(s, k, values) if k == payments.index(max(payments)) else -np.inf

    def forgotten(_n: int, s: int, k: int, values: Values) -> float:
        outcomes = world.choices[s][k]
        return sum(
            p * ((r if to in world.live else 0) + gamma * values[to]) for to, p, r in outcomes
        )

    def first_only(_n: int, s: int, k: int, values: Values) -> float:
        return world.worth(s, k, values) if k == 0 else -np.inf

    yield "the action of the largest reward", iterated(g, worth=greedy), ("action",)
    yield "only the first action", iterated(g, worth=first_only), ("action",)
    started = replace(world, first=tuple(float(s in world.live) for s in range(len(world.first))))
    yield "started from 1", but(iterated(g, started), "converged"), ("V_{0}",)
    swapped = {part: answer[::-1] for part, answer in iterated(g).items()}
    yield "the states in another order", swapped, ("order",)
    if ends:
        yield "rewards of the end forgotten", iterated(g, worth=forgotten), ("left out",)
        started = replace(world, first=tuple(float(s in ends) for s in range(len(world.first))))
        yield "the end is worth 1", iterated(g, started), ("V(T)",)
    if all(p == 1 for actions in world.choices for a in actions for _, p, _ in a):
        return

    def luckiest(_n: int, s: int, k: int, values: Values) -> float:
        return max(r + gamma * values[to] for to, _, r in world.choices[s][k])

    def likeliest(_n: int, s: int, k: int, values: Values) -> float:
        to, _, r = max(world.choices[s][k], key=lambda outcome: outcome[1])
        return r + gamma * values[to]

    def evenly(_n: int, s: int, k: int, values: Values) -> float:
        outcomes = world.choices[s][k]
        return sum(r + gamma * values[to] for to, _, r in outcomes) / len(outcomes)

    def unweighted(_n: int, s: int, k: int, values: Values) -> float:
        return paid(s, k) + gamma * sum(values[to] for to, _, _ in world.choices[s][k])

    def paid_twice(_n: int, s: int, k: int, values: Values) -> float:
        outcomes = world.choices[s][k]
        return sum(r + gamma * p * values[to] for to, p, r in outcomes)

    yield "the luckiest outcome", iterated(g, worth=luckiest), ("best outcome",)
    yield "the likeliest outcome", iterated(g, worth=likeliest), ("outcome",)
    yield "all outcomes alike", iterated(g, worth=evenly), ("weight",)
    yield "probabilities left out", iterated(g, worth=unweighted), ("left out $0.",)
    yield "the reward once an outcome", iterated(g, worth=paid_twice), ("reward",)


Altered = Callable[[Outcomes, Values], float]


def ways(world: World, s: int, k: int) -> Iterator[tuple[str, Altered, tuple[str, ...]]]:
    """List wrong ways to work out what one action is worth."""
    gamma, outcomes = world.gamma, world.choices[s][k]
    r = outcomes[0][2]

    def ahead(outcomes: Outcomes, values: Values) -> float:
        return sum(p * values[to] for to, p, _ in outcomes)

    def without(j: int) -> Altered:
        return lambda o, v: r + gamma * (ahead(o, v) - o[j][1] * v[o[j][0]])

    def exchanged(o: Outcomes, v: Values) -> float:
        return r + gamma * (o[1][1] * v[o[0][0]] + o[0][1] * v[o[1][0]])

    def bare(j: int) -> Altered:
        return lambda o, v: r + gamma * (ahead(o, v) + (1 - o[j][1]) * v[o[j][0]])

    yield "reward left out", lambda o, v: gamma * ahead(o, v), (f"left out ${r:g}$",)
    yield "sign of the reward", lambda o, v: gamma * ahead(o, v) - r, ("sign", f"${r:g}$")
    yield "gamma left out", lambda o, v: r + ahead(o, v), ("left out $\\gamma$",)
    yield "only the reward", lambda _o, _v: r, ("left out",)
    yield "gamma on both", lambda o, v: gamma * (r + ahead(o, v)), ("\\gamma",)
    yield "sign of gamma", lambda o, v: r - gamma * ahead(o, v), ("sign", "\\gamma")
    following = world.live[(world.live.index(s) + 1) % len(world.live)]
    if all(to == s for to, _, _ in outcomes):
        yield "another state's value", lambda _o, v: r + gamma * v[following], ("for $V",)
    else:
        yield "its own value", lambda _o, v: r + gamma * v[s], ("for $V",)
    if len(outcomes) == 2:
        yield "probabilities exchanged", exchanged, ("probabilit",)
        for j, (_, chance, _) in enumerate(outcomes):
            yield f"outcome {j + 1} forgotten", without(j), ("left out",)
            yield f"probability {j + 1} left out", bare(j), (f"left out ${chance:g}$",)


def in_one_state(g: Any) -> Iterator[Slip]:
    """List the slips in the best action of one state: in the last sweep, or in the limit."""
    world = world_of(g)
    last = g.sweeps
    sweeps = swept(world, last)
    for s in world.live if g.grid is None else changed_most(world, sweeps):
        name = f"state {s + 1}" if g.grid is None else f"cell {world.places[s]}"
        k = world.chosen(s, sweeps[last - 1])
        for why, altered, said in ways(world, s, k):
            wrong = iterated(g, worth=put(world, last, s, k, altered))
            yield f"{why} in {name}", only(wrong, "values"), said
            if g.converge == "yes" and g.grid is None:
                star = swept(world, MANY)[-1]
                k_star = world.chosen(s, star)
                for also, changed, _ in ways(world, s, k_star):
                    if also == why:
                        wrong = iterated(g, worth=put(world, None, s, k_star, changed))
                        if "converged" in wrong:
                            yield f"{why} in {name}", only(wrong, "converged"), loose(said)
        wrong = iterated(g, worth=put(world, last, s, k, lambda _o, _v: -np.inf))
        yield f"the best action forgotten in {name}", only(wrong, "values"), ()
        kept = iterated(g, best=kept_at(last, s, sweeps[last - 1][s]))
        yield f"no second sweep in {name}", only(kept, "values"), (f"V_{{{last - 1}}}",)
        if g.grid is None:
            k = world.chosen(s, list(world.first))
            for why, altered, said in list(ways(world, s, k))[:2]:
                wrong = iterated(g, worth=put(world, 1, s, k, altered))
                yield f"{why} in {name} at first", only(wrong, "first", "values"), said
            wrong = iterated(g, worth=put(world, 1, s, k, lambda _o, _v: -np.inf))
            yield f"the best action of {name} forgotten at first", only(wrong, "first"), ()


def changed_most(world: World, sweeps: list[Values]) -> list[int]:
    """Pick the cell whose value the last sweep changes most."""
    return [max(world.live, key=lambda s: sweeps[-1][s] - sweeps[-2][s])]


def loose(said: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the numbers, which may be those of another action in the limit."""
    kept = ("left out", "sign", "\\gamma", "probabilit", "for $V")
    return tuple(k for k in kept if any(k in each for each in said))


def put(world: World, when: int | None, s: int, k: int, altered: Altered) -> Worth:
    """Work an action of a state out in another way, in one sweep or in all."""

    def worth(n: int, state: int, action: int, values: Values) -> float:
        if state == s and action == k and when in {n, None}:
            return altered(world.choices[s][k], values)
        return world.worth(state, action, values)

    return worth


def kept_at(when: int, s: int, value: float) -> Best:
    return lambda n, state, worths: value if (n, state) == (when, s) else max(worths)


def on_grid(g: Any) -> Iterator[Slip]:
    """List the slips of a grid."""
    world = board(g)
    goals = [s for s in range(len(world.first) - 1) if not world.choices[s]]

    def paying(change: Callable[[int, float], float]) -> World:
        choices = tuple(
            tuple(tuple((to, p, change(to, r)) for to, p, r in a) for a in actions)
            for actions in world.choices
        )
        return replace(world, choices=choices)

    def shown(answers: Answers, numbers: Sequence[float]) -> Answers:
        """Write other numbers at the goals."""
        boards = {part: np.array(answer) for part, answer in answers.items()}
        for s in goals:
            for each in boards.values():
                each[world.places[s]] = numbers[s]
        return boards

    yield "the move's reward left out", iterated(g, paying(lambda _to, _r: 0.0)), ("left out",)
    yield "sign of the move's reward", iterated(g, paying(lambda _to, r: -r)), ("sign",)
    twice = paying(lambda to, r: r + world.first[to] if to in goals else r)
    yield "a goal's number paid as well", iterated(g, twice), ("goal",)
    free = paying(lambda to, r: 0.0 if to in goals else r)
    yield "moves onto a goal for free", iterated(g, free), ("left out",)
    zero = replace(world, first=(0.0,) * len(world.first))
    yield "goals worth 0", shown(iterated(g, zero), world.first), ("goal",)
    yield "goals written as 0", shown(iterated(g), [0.0] * len(world.first)), ("goal",)
    diagonal = board(g, (*MOVES, *DIAGONALS))
    yield "diagonal moves", iterated(g, diagonal), ("diagonal",)
    yield "walls and borders worth 0", iterated(g, board(g, wall_value=True)), ("wall",)
    through = iterated(g, board(g, open_walls=True))
    walls = np.array([[cell == "#" for cell in row] for row in g.grid])
    through = {part: np.where(walls, 0, answer) for part, answer in through.items()}
    yield "through the wall", through, ("wall",)


def value_iteration(g: Any) -> Iterator[Slip]:
    yield from everywhere(g)
    yield from in_one_state(g)
    if g.grid is not None:
        yield from on_grid(g)


ASKED: dict[str, tuple[str, ...]] = {
    "rl.q-update/1": ("target", "q"),
    "rl.q-update/2": ("target", "error", "q"),
    "rl.q-update/3": ("target", "error", "q", "sarsa"),
    "rl.value-iteration/1": ("first", "values"),
    "rl.value-iteration/2": ("first", "values"),
    "rl.value-iteration/3": ("values", "converged"),
    "rl.value-iteration/4": ("values", "converged"),
}


def right_answers(question: str, g: Any) -> Answers:
    """Work out the right answers, by what is asked."""
    found = updated(g) if question.startswith("rl.q-update/") else iterated(g)
    return only(found, *ASKED[question])


def made(question: str, g: Any) -> list[Made]:
    if question not in ASKED:
        return []
    slips = one_update(g) if question.startswith("rl.q-update/") else value_iteration(g)
    found = [
        Made(part, why, answer, said)
        for why, answers, said in slips
        for part, answer in answers.items()
        if part in ASKED[question]
    ]
    return told_apart(found, right_answers(question, g))
