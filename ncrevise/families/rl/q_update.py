"""One Q-learning update from a table, a transition, a learning rate and a discount."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ncrevise.errors import GivensError
from ncrevise.exhibits import q_table
from ncrevise.family import Family, given, mistake
from ncrevise.models.rl import qlearning
from ncrevise.tape import NO_TAPE, Recorder, raw
from ncrevise.tape.value import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ncrevise.draw import Draw
    from ncrevise.family import Results, Shown


@dataclass(frozen=True)
class Givens:
    """A Q table (a row a state, a column an action) and one transition."""

    Q: Any = given("the Q table, a row a state and a column an action", shape="S,A")
    s: int = given("the state, counted from 1", kind="count", low=1)
    a: int = given("the action taken, counted from 1", kind="count", low=1)
    r: Any = given("the reward")
    s_next: int = given("the next state", kind="count", low=1, symbol="s'")
    alpha: Any = given("the learning rate", low=0, high=1, symbol=r"\alpha")
    gamma: Any = given("the discount factor", low=0, high=1, symbol=r"\gamma")
    terminal: str = given(
        "whether the next state ends the episode", choices=("no", "yes"), default="no"
    )
    a_next: int = given(
        "the action taken next, which SARSA needs and Q-learning does not",
        kind="count",
        low=0,
        default=0,
    )
    compare: str = given(
        "whether SARSA's update is worked out as well", choices=("no", "yes"), default="no"
    )


@dataclass(frozen=True)
class Ranges:
    """Size of the table, its entries, and which transitions may come."""

    states: int = 3
    actions: int = 2
    low: float = -2.0
    high: float = 8.0
    step: float = 1.0
    rewards: tuple[float, ...] = (-1, 0, 1, 2, 4, 5, 10)
    alphas: tuple[float, ...] = (0.1, 0.2, 0.5)
    gammas: tuple[float, ...] = (0.5, 0.8, 0.9)
    terminal: str = "no"
    compare: str = "no"


def draw(d: Draw, r: Ranges) -> Givens:
    """Draw a table of round numbers and a transition to another state."""
    s = d.integer(1, r.states)
    return Givens(
        Q=d.matrix(r.states, r.actions, lambda: d.number(r.low, r.high, r.step, zero=True)),
        s=s,
        a=d.integer(1, r.actions),
        r=d.choice(r.rewards),
        s_next=d.integer(1, r.states, skip=(s,)),
        alpha=d.choice(r.alphas),
        gamma=d.choice(r.gammas),
        terminal=r.terminal,
        a_next=d.integer(1, r.actions),
        compare=r.compare,
    )


def value_of(g: Givens, state: int, action: int) -> Any:  # noqa: ANN401
    """Look an entry of the table up, as a plain number."""
    return plain(raw(g.Q)[state - 1, action - 1])


def solve(g: Givens, tape: Recorder, *, bootstrap: bool = False) -> Results:
    """Take the best value of the next state, form the target, and move part of the way."""
    ends = g.terminal == "yes" and not bootstrap
    entry, after = f"Q(s_{g.s}, a_{g.a})", f"s_{g.s_next}"
    old = tape.name("old", value_of(g, g.s, g.a), "The old value, from the table", entry)
    row = tape.given("q_next", raw(g.Q)[g.s_next - 1], rf"Q({after}, \cdot)")
    best = None if ends else qlearning.best_value(row, after, tape)
    y = qlearning.target(g.r, g.gamma, best, tape)
    found = {"target": y, **qlearning.update(old, y, g.alpha, tape, entry)}
    if not g.a_next:
        return found
    teller = tape if g.compare == "yes" else NO_TAPE
    taken = value_of(g, g.s_next, g.a_next)
    follows = teller.given("follows", taken, f"Q({after}, a_{g.a_next})")
    rest = None if ends else follows
    return {**found, "sarsa": qlearning.sarsa(old, g.r, g.gamma, rest, g.alpha, teller, entry)}


@mistake
def bootstraps_at_the_end(g: Givens) -> Results | None:
    r"""You added $\gamma \max Q$ of a terminal state; nothing follows it, so the target is $r$."""
    return solve(g, NO_TAPE, bootstrap=True) if g.terminal == "yes" else None


@mistake
def follows_the_policy(g: Givens) -> Results | None:
    """You used the value of the action taken next (SARSA); Q-learning takes the largest."""
    if g.terminal == "yes" or not g.a_next:
        return None
    y = g.r + g.gamma * value_of(g, g.s_next, g.a_next)
    return {"target": y, **qlearning.update(value_of(g, g.s, g.a), y, g.alpha)}


@mistake
def largest_for_sarsa(g: Givens) -> Results | None:
    """You used the largest value for SARSA as well; it uses that of the action taken next."""
    if g.terminal == "yes" or g.compare == "no":
        return None
    found = solve(g, NO_TAPE)
    return {**found, "sarsa": found["q"]}


@mistake
def no_discount(g: Givens) -> Results | None:
    r"""You left out $\gamma$: the next state's value is discounted before it is added."""
    return None if g.terminal == "yes" else solve(replace(g, gamma=1), NO_TAPE)


@mistake
def target_as_update(g: Givens) -> Results:
    r"""You added $\alpha$ times the target; the step is $\alpha$ times target less old value."""
    found = dict(solve(g, NO_TAPE))
    return {**found, "q": value_of(g, g.s, g.a) + g.alpha * found["target"]}


@mistake
def replaces_the_entry(g: Givens) -> Results:
    r"""You set the entry to its target; it moves only the part $\alpha$ of the way there."""
    found = dict(solve(g, NO_TAPE))
    return {**found, "q": found["target"]}


def check(g: Givens) -> None:
    """Refuse states and actions that are not in the table."""
    states, actions = len(g.Q), len(g.Q[0])
    for name, value, most, what in (
        ("s", g.s, states, "states"),
        ("s_next", g.s_next, states, "states"),
        ("a", g.a, actions, "actions"),
        ("a_next", g.a_next, actions, "actions"),
    ):
        if value > most:
            raise GivensError(f"{name} is {value}, but Q has only {most} {what}.")
    if g.compare == "yes" and not g.a_next:
        raise GivensError("To compare with SARSA, say which action is taken next: a_next.")


def dull(g: Givens, results: Results) -> bool:
    """Refuse updates that change nothing, and policies that happen to be greedy."""
    row = g.Q[g.s_next - 1]
    greedy = g.a_next and row[g.a_next - 1] == max(row)
    return results["error"] == 0 or max(row) == 0 or bool(greedy and g.terminal == "no")


def shows(g: Givens) -> Mapping[str, Shown]:
    """Offer the table with its states and actions, and their names."""
    from ncrevise.maths.tex import read

    names = {"s": f"s_{g.s}", "s_next": f"s_{g.s_next}", "a": f"a_{g.a}"}
    names |= {"a_next": f"a_{g.a_next}"} if g.a_next else {}
    return {"table": q_table.shown(g.Q), **{key: read(name) for key, name in names.items()}}


FAMILY = Family(
    title="One Q-learning update",
    source="Wei, CSC413, §20",
    givens=Givens,
    ranges=Ranges,
    draw=draw,
    solve=solve,
    results={
        "target": "the target",
        "error": "the Bellman error",
        "q": "the new entry",
        "sarsa": "the new entry under SARSA",
    },
    mistakes=(
        bootstraps_at_the_end,
        follows_the_policy,
        largest_for_sarsa,
        no_discount,
        target_as_update,
        replaces_the_entry,
    ),
    dull=dull,
    check=check,
    shows=shows,
)
