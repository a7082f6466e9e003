"""Value iteration on a Markov decision process or a gridworld."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.errors import GivensError
from ncrevise.exhibits import boards
from ncrevise.family import Count, Family, Recorder, Word, given, givens, result, results
from ncrevise.maths.tree import Scalar
from ncrevise.models.rl import gridworld
from ncrevise.models.rl.gridworld import GOALS
from ncrevise.models.rl.mdp import Action, Values, expected, returns, symbol_of
from ncrevise.models.rl.sweeps import (
    READS,
    Iteration,
    limit,
    starting,
    tell_limit,
    tell_rule,
    tell_table,
)
from ncrevise.models.rl.worlds import World, world
from ncrevise.problems.grids import drawn_grid
from ncrevise.problems.processes import Kind, drawn_process
from ncrevise.results.values import Words
from ncrevise.slips.backups import average, paying
from ncrevise.tape import Array, Number, raw
from ncrevise.tape.ops import largest
from ncrevise.tape.value import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ncrevise.draw import Draw
    from ncrevise.givens.kinds.grid import Grid
    from ncrevise.givens.kinds.mdp import Mdp
    from ncrevise.maths.tree import Node
    from ncrevise.tape import Tensor

    Worth = Callable[[Action, Tensor, Values], Tensor]

LETTER = re.compile(r"[A-Za-z]\d*")

vi = Family["Givens", "Results"](
    "Value iteration", source="Wei, CSC413, §20; Russell and Norvig, ch. 17"
)


@givens
class Givens:
    """A process or a grid, the discount, and how the sweeps go."""

    gamma: Number = given(
        "the discount factor", low=0, high=1, symbol=r"\gamma", draw="0.5|0.8|0.9"
    )
    mdp: Mdp | None = given("the process, a line an outcome: s1 go s2 0.8 5", default=None)
    grid: Grid | None = given("instead, a gridworld: . . +1; . x -1", default=None)
    sweeps: Count = given("the number of sweeps", low=1, high=200, default=2)
    start: Array | None = given(
        "the values before the first sweep, 0 if not given", "S", default=None
    )
    step: Number = given("the reward of every move in a grid", default=0)
    slip: Number = given("the chance of moving to a side, half to each", low=0, high=1, default=0)
    goal: Word = given(
        "what a goal's number is: its value for ever, or the reward of leaving or entering it",
        one_of=tuple(GOALS),
        convention=True,
        default="fixed",
    )
    order: Word = given(
        "which values a backup reads", one_of=tuple(READS), convention=True, default="synchronous"
    )
    converge: Word = given(
        "whether the values in the limit are worked out",
        one_of=("yes", "no"),
        default="yes",
        draw="no",
    )


@results
class Results:
    """The values after sweeps; in the limit, where it is wanted, values and best actions."""

    first: Array = result("the values after the first sweep", "S")
    values: Array = result("the values after the last sweep", "S")
    table: Array = result("the values before and after every sweep, a row a sweep", "k,S")
    converged: Array | None = result("the values in the limit", "S")
    policy: Words | None = result("the best actions", "S", one_of="A")


@vi.draw
def draw(
    d: Draw,
    *,
    states: int = 3,
    actions: int = 2,
    ends: str = "no",
    rewards: tuple[float, ...] = (-2, -1, 0, 1, 2, 3, 4, 5, 8, 10),
    chances: tuple[float, ...] = (),
    rows: int = 0,
    columns: int = 0,
    marks: tuple[float | str, ...] = (10, -10, "#"),
) -> Mapping[str, object]:
    """Draw a process, or a grid where there are rows."""
    if rows:
        return {"grid": drawn_grid(d, rows, columns, marks)}
    return {"mdp": drawn_process(d, Kind(states, actions, rewards, chances, ends == "yes"))}


def world_of(g: Givens) -> World:
    """Give the world of the givens."""
    rules = gridworld.Rules(raw(g.step), raw(g.slip), g.goal)
    first = None if g.start is None else tuple(map(plain, raw(g.start)))
    return world(g.mdp, g.grid, rules, first)


@vi.solve
def solve(
    g: Givens,
    tape: Recorder,
    *,
    altered: Callable[[World], World] = lambda there: there,
    worth: Worth = expected,
    best: Callable[..., Tensor] = largest,
) -> Results:
    """Back every state up, sweep by sweep; in the limit, a backup changes nothing."""
    there = altered(world_of(g))
    iteration = Iteration(there.mdp, g.gamma, g.order == "in-place", worth, best)
    tell_rule(READS[g.order], "" if g.grid is None else GOALS[g.goal], tape)
    found = iteration.told(starting(there.mdp, there.first, tape), g.sweeps, tape)
    swept = there.swept(found)
    ends = end_of(iteration, there) if g.converge == "yes" else None
    more = found if ends is None else iteration.on(found, ends[2] or 0, tape)
    tape.begin("All states in all sweeps")
    tell_table(there.mdp, more, tape)
    if ends is None:
        return Results(**swept, converged=None, policy=None)
    values, policy, last = ends
    star = tell_limit(iteration, (more, last), values, policy, tape)
    if g.grid is not None:
        tape.remark("In each cell the best move is the one whose backup is the largest:")
        tape.draw(lambda: boards.picture(there, boards.numbers(star), policy))
    return Results(**swept, converged=there.laid(star), policy=named(there, policy))


def named(there: World, policy: Sequence[int]) -> Words:
    """Name the best actions as the states are laid out; none where there is no choice."""
    names = ("", *there.mdp.actions)
    numbers = np.asarray(raw(there.numbered(policy)))
    entries = tuple(names[k] for k in numbers.ravel().tolist())
    return Words(entries, numbers.shape[1] if numbers.ndim == 2 else 0)


End = tuple[list[Scalar], list[int], int | None]


def end_of(iteration: Iteration, there: World) -> End | None:
    """Find values in the limit, best actions, and the last sweep that changes anything.

    There is no limit without a discount, and none is looked for when backups are wrong.
    """
    if iteration.worth is not expected or iteration.best is not largest:
        return None
    try:
        return limit(iteration, there.first)
    except ZeroDivisionError:
        return None


def luckiest_outcome(action: Action, gamma: Tensor, values: Values) -> Tensor:
    """Take the best outcome of an action for its worth."""
    return largest(
        *(returns(o.reward, gamma, None if o.to is None else values[o.to]) for o in action.outcomes)
    )


newest_values = vi.edit(
    "You read values of the same sweep; a synchronous backup reads those of the sweep before.",
    order="in-place",
    moot=True,
)
old_values = vi.edit(
    "You read the values of the sweep before; in place, the newest value of a state counts.",
    order="synchronous",
    moot=True,
)
no_discount = vi.edit(
    r"You left out $\gamma$: the value of the next state is discounted before it is added.",
    gamma=1,
    moot=True,
)
averaged = vi.wrong(
    "You averaged over the actions; value iteration takes the best one.", best=average, moot=True
)
luckiest = vi.wrong(
    "You took the best outcome of an action; chance decides, so weight them all.",
    worth=luckiest_outcome,
    moot=True,
)
goal_twice = vi.wrong(
    "You paid a goal's number for moving onto it, and counted it again as the goal's value.",
    altered=lambda there: replace(there, mdp=paying(there.mdp, there.first)),
    when=lambda g: g.grid is not None and g.goal == "fixed",
    moot=True,
)
moves_for_free = vi.edit(
    "You left out the reward of the move itself.",
    step=0,
    when=lambda g: g.grid is not None,
    moot=True,
)
one_sweep_short = vi.edit(
    "You stopped a sweep too early: the values you start from are no sweep yet.",
    lambda g: {"sweeps": g.sweeps - 1},
    when=lambda g: g.sweeps > 1,
    moot=True,
)

vi.needs(
    lambda g: (g.mdp is None) != (g.grid is None),
    "Give a process (mdp) or a gridworld (grid): one of the two.",
)


@vi.check
def bounded(g: Givens) -> None:
    """Refuse a start for other states, and values that grow for ever where a limit is wanted."""
    there = world_of(g)
    if len(there.first) != len(there.mdp.states):
        raise GivensError(
            f"start has {len(there.first)} values for {len(there.mdp.states)} states."
        )
    if g.converge == "yes" and end_of(Iteration(there.mdp, g.gamma), there) is None:
        raise GivensError(
            "Without a discount these values have no limit: take gamma below 1, or converge=no."
        )


@vi.dull
def still(g: Givens, found: Results) -> bool:
    """Refuse a second sweep that changes nothing, and one best action in all states."""
    if np.array_equal(raw(found.first), raw(found.values)):
        return True
    there = world_of(g)
    ends = end_of(Iteration(there.mdp, g.gamma, g.order == "in-place"), there)
    return ends is not None and len({*named(there, ends[1])} - {""}) < 2


@vi.axis("S")
def state_names(g: Givens) -> tuple[str, ...] | None:
    """Name the states that are not terminal; the cells of a grid have no names."""
    there = world_of(g)
    return (
        None if g.grid is not None else tuple(tex_name(there.mdp.states[s]) for s in there.mdp.live)
    )


@vi.axis("A")
def action_names(g: Givens) -> tuple[str, ...]:
    """Name the actions."""
    return tuple(map(tex_name, world_of(g).mdp.actions))


def tex_name(name: str) -> str:
    """Write a state or action in Markdown: a letter as a symbol, a word as it is."""
    return f"${symbol_of(name)}$" if LETTER.fullmatch(name) else name


@vi.show
def states(g: Givens) -> Node:
    """List the states that are not terminal."""
    return boards.states(world_of(g))


@vi.show
def reads(g: Givens) -> str:
    """Say which values a backup reads."""
    return READS[g.order]


@vi.show
def goals(g: Givens) -> str:
    """Say what a goal's number is."""
    return GOALS[g.goal]
