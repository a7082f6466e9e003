"""One Q-learning update from a table, a transition, a learning rate and a discount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.errors import GivensError
from ncrevise.exhibits import q_table
from ncrevise.family import Count, Family, Recorder, Word, given, givens, result, results
from ncrevise.models.rl import qlearning as model
from ncrevise.tape import NO_TAPE, Array, Number, raw
from ncrevise.tape.value import plain

if TYPE_CHECKING:
    from ncrevise.document.tree import Table
    from ncrevise.family import Showable

q = Family["Givens", "Results"](
    "One Q-learning update", source="Wei, CSC413, §20", sizes={"S": 3, "A": 2}
)


@givens
class Givens:
    """A Q table (a row a state, a column an action) and one transition."""

    Q: Array = given("the Q table, a row a state and a column an action", "S,A", draw="-2..8")
    s: Count = given("the state, counted from 1", low=1, draw="1..S")
    a: Count = given("the action taken, counted from 1", low=1, draw="1..A")
    r: Number = given("the reward", draw="-1|0|1|2|4|5|10")
    s_next: Count = given("the next state", low=1, symbol="s'", draw="1..S except s")
    alpha: Number = given("the learning rate", low=0, high=1, symbol=r"\alpha", draw="0.1|0.2|0.5")
    gamma: Number = given(
        "the discount factor", low=0, high=1, symbol=r"\gamma", draw="0.5|0.8|0.9"
    )
    terminal: Word = given(
        "whether the next state ends the episode", one_of=("no", "yes"), default="no"
    )
    a_next: Count = given(
        "the action taken next, which SARSA needs and Q-learning does not",
        low=0,
        default=0,
        draw="1..A",
    )
    compare: Word = given(
        "whether SARSA's update is worked out as well", one_of=("no", "yes"), default="no"
    )


@results
class Results:
    """The update, and SARSA's where the action taken next is known."""

    target: Number = result("the target")
    error: Number = result("the Bellman error")
    q: Number = result("the new entry")
    sarsa: Number | None = result("the new entry under SARSA")


def value_of(g: Givens, state: int, action: int) -> Number:
    """Look an entry of the table up, as a plain number."""
    found: Number = plain(raw(g.Q)[state - 1, action - 1])
    return found


@q.solve
def solve(g: Givens, tape: Recorder, *, bootstrap: bool = False) -> Results:
    """Take the best value of the next state, form the target, and move part of the way."""
    ends = g.terminal == "yes" and not bootstrap
    entry, after = f"Q(s_{g.s}, a_{g.a})", f"s_{g.s_next}"
    old = tape.name("old", value_of(g, g.s, g.a), "The old value, from the table", entry)
    row = tape.given("q_next", raw(g.Q)[g.s_next - 1], rf"Q({after}, \cdot)")
    best = None if ends else model.best_value(row, after, tape)
    y = model.target(g.r, g.gamma, best, tape)
    found = model.update(old, y, g.alpha, tape, entry)
    if not g.a_next:
        return Results(y, found["error"], found["q"], None)
    teller = tape if g.compare == "yes" else NO_TAPE
    taken = value_of(g, g.s_next, g.a_next)
    follows = teller.given("follows", taken, f"Q({after}, a_{g.a_next})")
    sarsa = model.sarsa(old, g.r, g.gamma, None if ends else follows, g.alpha, teller, entry)
    return Results(y, found["error"], found["q"], sarsa)


bootstraps_at_the_end = q.wrong(
    r"You added $\gamma \max Q$ of a terminal state; nothing follows it, so the target is $r$.",
    bootstrap=True,
    when=lambda g: g.terminal == "yes",
)


@q.mistake(
    "You used the value of the action taken next (SARSA); Q-learning takes the largest.",
    when=lambda g: g.terminal == "no" and g.a_next > 0,
)
def follows_the_policy(g: Givens, _tape: Recorder) -> dict[str, Number]:
    """Take SARSA's target for the update."""
    y = g.r + g.gamma * value_of(g, g.s_next, g.a_next)
    return {"target": y, **model.update(value_of(g, g.s, g.a), y, g.alpha)}


largest_for_sarsa = q.instead(
    "You used the largest value for SARSA as well; it uses that of the action taken next.",
    lambda _g, found: {"sarsa": found.q},
    when=lambda g: g.terminal == "no" and g.compare == "yes",
)
own_row = q.edit(
    "You took the largest value of the state's own row; the target reads that of the next state.",
    lambda g: {"s_next": g.s},
    when=lambda g: g.terminal == "no",
    moot=True,
)
no_discount = q.edit(
    r"You left out $\gamma$: the next state's value is discounted before it is added.",
    gamma=1,
    when=lambda g: g.terminal == "no",
)


target_as_update = q.instead(
    r"You added $\alpha$ times the target; the step is $\alpha$ times target less old value.",
    lambda g, found: {"q": value_of(g, g.s, g.a) + g.alpha * found.target},
)
replaces_the_entry = q.instead(
    r"You set the entry to its target; it moves only the part $\alpha$ of the way there.",
    lambda _g, found: {"q": found.target},
)

q.needs(
    lambda g: g.compare == "no" or g.a_next > 0,
    "To compare with SARSA, say which action is taken next: a_next.",
)


@q.check
def inside(g: Givens) -> None:
    states, actions = raw(g.Q).shape
    for name, most, what in (
        ("s", states, "states"),
        ("s_next", states, "states"),
        ("a", actions, "actions"),
        ("a_next", actions, "actions"),
    ):
        if getattr(g, name) > most:
            raise GivensError(f"{name} is {getattr(g, name)}, but Q has only {most} {what}.")


@q.dull
def idle(g: Givens, found: Results) -> bool:
    """Refuse updates that change nothing, and policies that happen to be greedy."""
    row = raw(g.Q)[g.s_next - 1]
    greedy = g.a_next and row[g.a_next - 1] == max(row)
    return found.error == 0 or max(row) == 0 or bool(greedy and g.terminal == "no")


@q.show
def table(g: Givens) -> Table:
    """Set the table with its states and actions."""
    return q_table.shown(raw(g.Q).tolist())


@q.shows
def names(g: Givens) -> Showable:
    """Write the states and actions of the transition."""
    from ncrevise.maths.tex import read

    named = {"s": f"s_{g.s}", "s_next": f"s_{g.s_next}", "a": f"a_{g.a}", "a_next": f"a_{g.a_next}"}
    return {key: read(name) for key, name in named.items()}
