"""Value iteration on a Markov decision process or a gridworld."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ncrevise.errors import GivensError
from ncrevise.exhibits.boards import numbers, picture, states
from ncrevise.family import Family, given, mistake
from ncrevise.models.rl import gridworld
from ncrevise.models.rl.gridworld import GOALS
from ncrevise.models.rl.mdp import Action, Values, returns
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
from ncrevise.slips.backups import average, paying
from ncrevise.tape import Recorder, Tensor, raw
from ncrevise.tape.value import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ncrevise.draw import Draw
    from ncrevise.family import Results, Shown


@dataclass(frozen=True)
class Givens:
    """A process or a grid, the discount, and how the sweeps go."""

    gamma: Any = given("the discount factor", low=0, high=1, symbol=r"\gamma")
    mdp: Any = given("the process, a line an outcome: s1 go s2 0.8 5", kind="mdp", default=None)
    grid: Any = given("instead, a gridworld: . . +1; . x -1", kind="grid", default=None)
    sweeps: int = given("the number of sweeps", kind="count", low=1, high=200, default=2)
    start: Any = given("the values before the first sweep, 0 if not given", shape="S", default=None)
    step: Any = given("the reward of every move in a grid", default=0)
    slip: Any = given("the chance of moving to a side, half to each", low=0, high=1, default=0)
    goal: str = given(
        "what a goal's number is: its value for ever, or the reward of leaving or entering it",
        choices=tuple(GOALS),
        convention=True,
        default="fixed",
    )
    order: str = given(
        "which values a backup reads", choices=tuple(READS), convention=True, default="synchronous"
    )
    converge: str = given(
        "whether the values in the limit are worked out", choices=("yes", "no"), default="yes"
    )


@dataclass(frozen=True)
class Ranges:
    """A process to draw, or a grid where there are rows."""

    states: int = 3
    actions: int = 2
    ends: str = "no"
    rewards: tuple[float, ...] = (-2, -1, 0, 1, 2, 3, 4, 5, 8, 10)
    chances: tuple[float, ...] = ()
    rows: int = 0
    columns: int = 0
    marks: tuple[float | str, ...] = (10, -10, "#")
    steps: tuple[float, ...] = (-1,)
    slips: tuple[float, ...] = (0,)
    goal: str = "fixed"
    gammas: tuple[float, ...] = (0.5, 0.8, 0.9)
    sweeps: tuple[int, ...] = (2,)
    orders: tuple[str, ...] = ("synchronous",)
    converge: str = "no"


def draw(d: Draw, r: Ranges) -> Givens:
    """Draw a process or a grid."""
    ways: dict[str, Any] = {"order": d.choice(r.orders), "converge": r.converge}
    gamma, sweeps = d.choice(r.gammas), d.choice(r.sweeps)
    if not r.rows:
        kind = Kind(r.states, r.actions, r.rewards, r.chances, r.ends == "yes")
        return Givens(gamma, drawn_process(d, kind), sweeps=sweeps, **ways)
    grid = drawn_grid(d, r.rows, r.columns, r.marks)
    ways |= {"step": d.choice(r.steps), "slip": d.choice(r.slips), "goal": r.goal}
    return Givens(gamma, grid=grid, sweeps=sweeps, **ways)


def world_of(g: Givens) -> World:
    """Give the world of the givens."""
    rules = gridworld.Rules(raw(g.step), raw(g.slip), g.goal)
    first = None if g.start is None else tuple(map(plain, raw(g.start)))
    return world(g.mdp, g.grid, rules, first)


def solve(g: Givens, tape: Recorder) -> Results:
    """Back every state up, sweep by sweep; in the limit, a backup changes nothing."""
    there = world_of(g)
    iteration = Iteration(there.mdp, g.gamma, g.order == "in-place")
    tell_rule(READS[g.order], "" if g.grid is None else GOALS[g.goal], tape)
    found = iteration.told(starting(there.mdp, there.first, tape), g.sweeps, tape)
    values, policy, last = limit(iteration, there.first)
    more = iteration.on(found, last or 0, tape) if g.converge == "yes" else found
    tape.begin("All states in all sweeps")
    tell_table(there.mdp, more, tape)
    if g.converge == "yes":
        values = tell_limit(iteration, (more, last), values, policy, tape)
        if g.grid is not None:
            tape.remark("In each cell the best move is the one whose backup is the largest:")
            tape.draw(lambda: picture(there, numbers(values), policy))
    return {
        **there.swept(found),
        "converged": there.laid(values),
        "policy": tape.keep("policy", raw(there.numbered(policy))),
    }


def slip(g: Givens, there: World | None = None, drop: int = 0, **way: Any) -> Results | None:  # noqa: ANN401
    """Sweep in another way or another world; None where that changes nothing.

    Args:
        g: the givens.
        there: the other world.
        drop: sweeps at the end that are left out.
        **way: what else is otherwise in the iteration.
    """
    own, truth = right(world_of(g), g.gamma, g.sweeps, g.order)
    there = there or world_of(g)
    other = replace(own, mdp=there.mdp, **way)
    made = there.swept(other.plain(there.first, g.sweeps)[: g.sweeps + 1 - drop])
    return made if (made["values"] != truth).any() else None


@lru_cache(maxsize=1)
def right(there: World, gamma: Any, sweeps: int, order: str) -> tuple[Iteration, Any]:  # noqa: ANN401
    """Give the iteration and its values, which every mistake is compared with."""
    own = Iteration(there.mdp, gamma, order == "in-place")
    return own, there.swept(own.plain(there.first, sweeps))["values"]


@mistake
def newest_values(g: Givens) -> Results | None:
    """You read values of the same sweep; a synchronous backup reads those of the sweep before."""
    return slip(g, in_place=True) if g.order == "synchronous" else None


@mistake
def old_values(g: Givens) -> Results | None:
    """You read the values of the sweep before; in place, the newest value of a state counts."""
    return slip(g, in_place=False) if g.order == "in-place" else None


@mistake
def no_discount(g: Givens) -> Results | None:
    r"""You left out $\gamma$: the value of the next state is discounted before it is added."""
    return slip(g, gamma=1)


@mistake
def averaged(g: Givens) -> Results | None:
    """You averaged over the actions; value iteration takes the best one."""
    return slip(g, best=average)


@mistake
def luckiest(g: Givens) -> Results | None:
    """You took the best outcome of an action; chance decides, so weight them all."""

    def worth(action: Action, gamma: Tensor, values: Values) -> Tensor:
        return max(
            returns(o.reward, gamma, None if o.to is None else values[o.to])
            for o in action.outcomes
        )

    return slip(g, worth=worth)


@mistake
def goal_twice(g: Givens) -> Results | None:
    """You paid a goal's number for moving onto it, and counted it again as the goal's value."""
    if g.grid is None or g.goal != "fixed":
        return None
    there = world_of(g)
    return slip(g, replace(there, mdp=paying(there.mdp, there.first)))


@mistake
def moves_for_free(g: Givens) -> Results | None:
    """You left out the reward of the move itself."""
    if g.grid is None or not raw(g.step):
        return None
    return slip(g, world_of(replace(g, step=0)))


@mistake
def one_sweep_short(g: Givens) -> Results | None:
    """You stopped a sweep too early: the values you start from are no sweep yet."""
    return slip(g, drop=1) if g.sweeps > 1 else None


def check(g: Givens) -> None:
    """Refuse what is no world, and values that grow for ever."""
    if (g.mdp is None) == (g.grid is None):
        raise GivensError("Give a process (mdp) or a gridworld (grid): one of the two.")
    there = world_of(g)
    if len(there.first) != len(there.mdp.states):
        raise GivensError(
            f"start has {len(there.first)} values for {len(there.mdp.states)} states."
        )
    try:
        limit(Iteration(there.mdp, g.gamma, g.order == "in-place"), there.first)
    except ZeroDivisionError as error:
        raise GivensError(
            "Without a discount these values have no limit: take gamma below 1."
        ) from error


def dull(_g: Givens, results: Results) -> bool:
    """Refuse a second sweep that changes nothing, and one best action in all states."""
    policy = results["policy"]
    still = (results["first"] == results["values"]).all()
    return bool(still or len(set(policy[policy > 0].tolist())) < 2)


def shows(g: Givens) -> Mapping[str, Shown]:
    """Offer the names of states and actions, and the conventions in words."""
    there = world_of(g)
    return {
        "states": states(there),
        "actions": there.actions,
        "reads": READS[g.order],
        "goals": GOALS[g.goal],
    }


FAMILY = Family(
    title="Value iteration",
    source="Wei, CSC413, §20; Russell and Norvig, ch. 17",
    givens=Givens,
    ranges=Ranges,
    draw=draw,
    solve=solve,
    results={
        "first": "the values after the first sweep",
        "values": "the values after the last sweep",
        "table": "the values before and after every sweep, a row a sweep",
        "converged": "the values in the limit",
        "policy": "the numbers of the best actions",
    },
    mistakes=(
        newest_values,
        old_values,
        no_discount,
        averaged,
        luckiest,
        goal_twice,
        moves_for_free,
        one_sweep_short,
    ),
    dull=dull,
    check=check,
    shows=shows,
)
