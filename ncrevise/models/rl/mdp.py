"""Finite Markov decision processes: backups, sweeps, optimal values (lecture notes 003 §20).

======  =========  ==========================================================
symbol  shape      meaning
======  =========  ==========================================================
p       number     probability of an outcome, given state and action
r       number     reward of an outcome; mostly the same for all of an action
V       (S,)       values, a list with an entry a state
Q       number     worth of an action, ``r + γ Σ p V(s′)``
γ       number     discount factor in [0, 1]
π       (S,)       the action taken in each state, by its place among them
======  =========  ==========================================================

A state without actions is terminal: its value never changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeAlias

from ncrevise.tape import Loose as Tensor
from ncrevise.tape import raw
from ncrevise.tape.ops import largest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ncrevise.maths.tree import Scalar

Values: TypeAlias = "Sequence[Tensor]"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What may come of an action.

    Args:
        to: the next state, counted from 0; None where the episode ends at once.
        probability: of this outcome.
        reward: paid with it.
    """

    to: int | None
    probability: Scalar
    reward: Scalar


@dataclass(frozen=True, slots=True)
class Action:
    """An action in one state."""

    name: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Mdp:
    """A finite Markov decision process.

    Args:
        states: their names.
        actions: the names of all actions; an action's number is its place here, from 1.
        choices: the actions of each state; none in a terminal state.
    """

    states: tuple[str, ...]
    actions: tuple[str, ...]
    choices: tuple[tuple[Action, ...], ...]

    @property
    def live(self) -> tuple[int, ...]:
        """The states that are not terminal."""
        return tuple(s for s, actions in enumerate(self.choices) if actions)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All outcomes of all actions."""
        return tuple(o for actions in self.choices for a in actions for o in a.outcomes)


def expected(action: Action, gamma: Tensor, values: Values) -> Tensor:
    """Work out what an action is worth, ``r + γ Σ p V(s′)``.

    Where the reward depends on the outcome it is ``Σ p (r + γ V(s′))``.
    """
    first, *others = action.outcomes
    if not others:
        return returns(first.reward, gamma, following(first, values))
    if any(o.reward != first.reward or o.to is None for o in action.outcomes):
        return added(
            weighted(o.probability, returns(o.reward, gamma, following(o, values)))
            for o in action.outcomes
        )
    mean = added(weighted(o.probability, following(o, values)) for o in action.outcomes)
    return returns(first.reward, gamma, mean)


def following(outcome: Outcome, values: Values) -> Tensor:
    """Look up the value of the next state; None where the episode ends."""
    return None if outcome.to is None else values[outcome.to]


def returns(reward: Scalar, gamma: Tensor, value: Tensor | None) -> Tensor:
    """Add what follows to a reward, ``r + γ V``; a factor 1 or a reward 0 is not written."""
    if value is None:
        return reward
    later = value if raw(gamma) == 1 else gamma * value
    return later if reward == 0 else reward + later


def weighted(probability: Scalar, value: Tensor) -> Tensor:
    """Weight by a probability; a certain outcome needs none."""
    return value if probability == 1 else probability * value


def added(terms: Iterable[Tensor]) -> Tensor:
    """Add terms from left to right."""
    return reduce(lambda a, b: a + b, terms)


def backup(
    actions: Sequence[Action],
    gamma: Tensor,
    values: Values,
    worth: Callable[[Action, Tensor, Values], Tensor] = expected,
    best: Callable[..., Tensor] = largest,
) -> Tensor:
    """Back a state up, ``max_a [r + γ Σ p V(s′)]``."""
    found = [worth(action, gamma, values) for action in actions]
    return best(*found) if len(found) > 1 else found[0]


def with_outcomes(mdp: Mdp, change: Callable[[Outcome], Outcome]) -> Mdp:
    """Change every outcome of a process."""
    return replace(
        mdp,
        choices=tuple(
            tuple(replace(a, outcomes=tuple(map(change, a.outcomes))) for a in actions)
            for actions in mdp.choices
        ),
    )


def sweep(
    mdp: Mdp,
    values: Values,
    back_up: Callable[[int, Values], Tensor],
    *,
    in_place: bool = False,
) -> list[Tensor]:
    """Back every state up once, in order.

    Args:
        mdp: the process.
        values: of the sweep before.
        back_up: gives a state's new value from the values it reads.
        in_place: whether it reads values of this sweep where they are known already.
    """
    new = list(values)
    for state in mdp.live:
        new[state] = back_up(state, new if in_place else values)
    return new


def greedy(mdp: Mdp, gamma: Scalar, values: Sequence[Any], slack: float = 1e-9) -> list[int]:
    """Choose the best action of each state, the first of equals; 0 in a terminal state."""
    chosen = []
    for actions in mdp.choices:
        worth = [expected(action, gamma, values) for action in actions]
        most = max(worth, default=0)
        chosen.append(next((k for k, w in enumerate(worth) if most - w <= slack), 0))
    return chosen


def policy_values(
    mdp: Mdp, gamma: Scalar, policy: Sequence[int], values: Sequence[Scalar]
) -> list[Fraction]:
    """Solve ``V = r + γ P V`` for a policy, exactly.

    Args:
        mdp: the process.
        gamma: γ.
        policy: the place of each state's action among its own.
        values: of the terminal states.

    Raises:
        ZeroDivisionError: when the policy may go on for ever and nothing is discounted.
    """
    live, discount = mdp.live, exact(gamma)
    row_of = {state: k for k, state in enumerate(live)}
    rows = []
    for state in live:
        row = [Fraction(0)] * (len(live) + 1)
        row[row_of[state]] += 1
        for o in mdp.choices[state][policy[state]].outcomes:
            p = exact(o.probability)
            row[-1] += p * exact(o.reward)
            if o.to in row_of:
                row[row_of[o.to]] -= discount * p
            elif o.to is not None:
                row[-1] += discount * p * exact(values[o.to])
        rows.append(row)
    solved = solve_system(rows)
    return [solved[row_of[s]] if s in row_of else exact(v) for s, v in enumerate(values)]


def solve_system(rows: list[list[Fraction]]) -> list[Fraction]:
    """Solve linear equations, each a row of coefficients and its right-hand side."""
    size = len(rows)
    for k in range(size):
        pivot = next((i for i in range(k, size) if rows[i][k]), None)
        if pivot is None:
            raise ZeroDivisionError("the equations have no single solution")
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [entry / rows[k][k] for entry in rows[k]]
        for i in range(size):
            if i != k and rows[i][k]:
                factor = rows[i][k]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [row[-1] for row in rows]


def exact(x: Scalar) -> Fraction:
    """Take a number as it is written: 0.1 is a tenth."""
    return Fraction(str(x)) if isinstance(x, float) else Fraction(x)


def optimal_values(
    mdp: Mdp, gamma: Scalar, values: Sequence[Scalar]
) -> tuple[list[Fraction], list[int]]:
    """Find the optimal values and policy, exactly, by policy iteration.

    Args:
        mdp: the process.
        gamma: γ.
        values: a few sweeps' values, to start from; those of terminal states stay.
    """
    discount, policy = exact(gamma), greedy(mdp, gamma, values)
    precise = in_fractions(mdp)
    while True:
        solved = policy_values(mdp, gamma, policy, values)
        better = greedy(precise, discount, solved, 0)
        improved = [
            new if worth_of(precise, discount, solved, s, new) > solved[s] else old
            for s, (old, new) in enumerate(zip(policy, better, strict=True))
        ]
        if improved == policy:
            return solved, better
        policy = improved


def worth_of(mdp: Mdp, gamma: Fraction, values: Sequence[Fraction], s: int, k: int) -> Any:
    """Give the worth of a state's action k; a terminal state keeps its value."""
    return expected(mdp.choices[s][k], gamma, values) if mdp.choices[s] else values[s]


def in_fractions(mdp: Mdp) -> Mdp:
    """Take every number of a process exactly."""
    return with_outcomes(mdp, lambda o: Outcome(o.to, exact(o.probability), exact(o.reward)))


def symbol_of(name: str) -> str:
    """Write a name in TeX: ``s1`` as a letter with an index, a longer word upright."""
    found = re.fullmatch(r"([A-Za-z])(\d*)", name)
    if found:
        return f"{found[1]}_{{{found[2]}}}" if found[2] else found[1]
    return name if re.fullmatch(r"[\d, ]+", name) else rf"\mathrm{{{name}}}"
