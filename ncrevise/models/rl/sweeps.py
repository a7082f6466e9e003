"""Value iteration told on a tape: sweeps of backups, then the values they converge to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ncrevise.models.rl.mdp import (
    Action,
    Mdp,
    Values,
    backup,
    expected,
    greedy,
    optimal_values,
    sweep,
    symbol_of,
)
from ncrevise.tape import Loose as Tensor
from ncrevise.tape import Recorder, raw
from ncrevise.tape.ops import largest
from ncrevise.tape.tape import Formula

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ncrevise.maths.tree import Scalar

BACKUP = r"$$V_{k+1}(s) = \max_a \sum_{s'} p(s' \mid s, a) \left[ r + \gamma V_k(s') \right]$$"
READS = {
    "synchronous": "Each backup reads the values of the sweep before.",
    "in-place": "Each backup reads the newest values there are, of this sweep or the one before.",
}
MOST_LINES = 6  # backups that are all written out
MOST_TERMS = 4  # values in a backup on one line
MOST_TOLD = 3  # sweeps of which one backup is written out
MOST_COLUMNS = 8  # sweeps in a table
MOST_ROWS = 12  # actions in a table
MORE_SWEEPS = 2  # than states, until values that settle at all have settled


@dataclass(frozen=True)
class Iteration:
    """Value iteration on one process.

    Args:
        mdp: the process.
        gamma: γ.
        in_place: whether a backup reads values of its own sweep.
        worth: what an action is worth.
        best: what is made of the worths of a state's actions.
    """

    mdp: Mdp
    gamma: Tensor
    in_place: bool = False
    worth: Callable[[Action, Tensor, Values], Tensor] = expected
    best: Callable[..., Tensor] = largest

    def plain(self, start: Sequence[Any], count: int) -> list[list[Any]]:
        """Run sweeps for their numbers alone."""
        found = [list(start)]
        gamma = raw(self.gamma)
        for _ in range(count):
            found.append(
                sweep(
                    self.mdp,
                    found[-1],
                    lambda s, values: backup(
                        self.mdp.choices[s], gamma, values, self.worth, self.best
                    ),
                    in_place=self.in_place,
                )
            )
        return found

    def settled(self, start: Sequence[Any]) -> tuple[list[Any], int | None]:
        """Give values that no sweep changes, and after how many; None where it takes for ever."""
        limit = len(self.mdp.states) + MORE_SWEEPS
        values = list(start)
        for k in range(limit):
            after = self.plain(values, 1)[1]
            if after == values:
                return values, k
            values = after
        return values, None

    def told(self, start: Sequence[Tensor], count: int, tape: Recorder) -> list[list[Tensor]]:
        """Run sweeps, writing out all backups or, of many, one a sweep."""
        plain = self.plain([raw(v) for v in start], count)
        found = [list(start)]
        for k in range(1, count + 1):
            shown = self.mdp.live
            if len(self.mdp.live) * count > MOST_LINES:
                shown = (self.liveliest(plain[k - 1], plain[k]),) if k <= MOST_TOLD else ()
            if shown:
                tape.begin(f"Sweep {k}, from the values $V_{{{k - 1}}}$")
            found.append(self.one(found[-1], k, shown, tape))
        return found

    def on(self, found: list[list[Tensor]], last: int, tape: Recorder) -> list[list[Tensor]]:
        """Go on with sweeps, none of them written out."""
        more = list(found)
        while len(more) <= last:
            more.append(self.one(more[-1], len(more), (), tape))
        return more

    def one(self, values: Values, k: int, shown: Sequence[int], tape: Recorder) -> list[Tensor]:
        """Run sweep k, writing out the backups of some states."""

        def back_up(s: int, read: Values) -> Tensor:
            symbol = value_symbol(self.mdp, s, str(k))
            if s not in shown:
                return tape.keep(f"V{k}_{s}", self.backed_up(s, read), symbol)
            return tape.name(f"V{k}_{s}", self.written(s, read, k, tape), symbol=symbol)

        return sweep(self.mdp, values, back_up, in_place=self.in_place)

    def backed_up(self, s: int, read: Values) -> Tensor:
        """Back a state up."""
        return backup(self.mdp.choices[s], self.gamma, read, self.worth, self.best)

    def written(self, s: int, read: Values, k: int, tape: Recorder) -> Tensor:
        """Back a state up, with a line for each action where one line would be long."""
        actions = self.mdp.choices[s]
        if len(actions) < 2 or sum(len(a.outcomes) for a in actions) <= MOST_TERMS:
            return self.backed_up(s, read)
        state = symbol_of(self.mdp.states[s])
        worth = [
            tape.name(
                f"Q{k}_{s}_{action.name}",
                self.worth(action, self.gamma, read),
                symbol=rf"Q_{{{k}}}({state}, {symbol_of(action.name)})",
            )
            for action in actions
        ]
        return self.best(*worth)

    def liveliest(self, before: Sequence[Any], after: Sequence[Any]) -> int:
        """Choose the state whose value changes most, among those with a choice."""
        live = [s for s in self.mdp.live if len(self.mdp.choices[s]) > 1] or self.mdp.live
        return max(live, key=lambda s: (round(abs(float(after[s]) - float(before[s])), 9), -s))


def value_symbol(mdp: Mdp, s: int, label: str) -> str:
    """Write a state's value after a sweep; a terminal state's is the same after all."""
    state = symbol_of(mdp.states[s])
    return rf"V_{{{label}}}({state})" if mdp.choices[s] else f"V({state})"


def tell_rule(reads: str, goals: str, tape: Recorder) -> None:
    """Say what a backup is, what it reads, and what a goal is."""
    tape.begin("The rule of a sweep")
    tape.remark(f"{BACKUP}\n\n{reads} {goals}")


def starting(mdp: Mdp, values: Sequence[Scalar], tape: Recorder) -> list[Tensor]:
    """Take the values before the first sweep as they are given."""
    return [tape.given(f"V0_{s}", v, value_symbol(mdp, s, "0")) for s, v in enumerate(values)]


def tell_table(mdp: Mdp, found: Sequence[Values], tape: Recorder) -> None:
    """Tell the values of all sweeps in a table, a column a sweep, of many the first and last."""
    last = len(found) - 1
    wanted = list(range(last + 1))
    if len(wanted) > MOST_COLUMNS:
        wanted = [*range(MOST_COLUMNS // 2), *range(last + 1 - MOST_COLUMNS // 2, last + 1)]
    head = ["state", *(f"$V_{{{k}}}$" for k in wanted)]
    rows = [[state_name(mdp, s), *(found[k][s] for k in wanted)] for s in range(len(mdp.states))]
    tape.table(head, rows, "l" + "r" * len(wanted), "Values after each sweep")


def state_name(mdp: Mdp, s: int) -> str:
    """Write a state in Markdown."""
    name = symbol_of(mdp.states[s])
    return f"$({name})$" if "," in name else f"${name}$"


def tell_limit(
    iteration: Iteration,
    swept: tuple[Sequence[Values], int | None],
    values: Sequence[Scalar],
    policy: Sequence[int],
    tape: Recorder,
) -> list[Tensor]:
    """Tell the values in the limit, and that a backup leaves them as they are.

    Args:
        iteration: the process.
        swept: the sweeps, and the one after which nothing changes; None where there is none.
        values: the values in the limit.
        policy: the best action of each state, by its place among the state's own.
        tape: where to write the working.

    Returns:
        The values as they stand on the tape.
    """
    mdp, (found, last) = iteration.mdp, swept
    tape.begin("The values in the limit")
    if last is None:
        star = tell_equations(iteration, values, policy, tape)
        said = "No other action is worth more, so these are the best:"
    else:
        tape.remark(f"Sweep {last + 1} changes nothing any more, so the values stay as they are.")
        star = list(found[last])
        said = "What each action is then worth:"
    if sum(map(len, mdp.choices)) <= MOST_ROWS:
        tape.remark(said)
        tell_worth(iteration, star, policy, tape)
    return star


def tell_equations(
    iteration: Iteration, values: Sequence[Scalar], policy: Sequence[int], tape: Recorder
) -> list[Tensor]:
    """Tell the linear equations of the best actions, with their solution put in."""
    mdp = iteration.mdp
    symbols = [rf"V^*({symbol_of(name)})" for name in mdp.states]
    tape.remark(
        "In the limit a backup changes nothing. With the best action in every state the maximum "
        "is gone: there is one linear equation a state, and the solution satisfies them all."
    )
    known = [
        tape.given(f"known_{s}", value, symbol)
        for s, (value, symbol) in enumerate(zip(values, symbols, strict=True))
    ]
    for s in mdp.live:
        worth = expected(mdp.choices[s][policy[s]], iteration.gamma, known)
        known[s] = tape.name(f"star_{s}", worth, symbol=symbols[s])
    return known


def tell_worth(
    iteration: Iteration, star: Sequence[Tensor], policy: Sequence[int], tape: Recorder
) -> None:
    """Tell in a table what each action is worth in the limit."""
    mdp, rows = iteration.mdp, []
    for s in mdp.live:
        for k, action in enumerate(mdp.choices[s]):
            worth = expected(action, iteration.gamma, star)
            name = f"${symbol_of(action.name)}$"
            best = k == policy[s] and len(mdp.choices[s]) > 1
            rows.append(
                (
                    "" if k else state_name(mdp, s),
                    f"{name} (best)" if best else name,
                    Formula(worth),
                    tape.keep(f"worth_{s}_{k}", worth),
                )
            )
    head = ("state", "action", "reward and what follows", "value")
    tape.table(head, rows, "lllr", "Worth of every action")


def limit(iteration: Iteration, start: Sequence[Any]) -> tuple[list[Any], list[int], int | None]:
    """Find the optimal values, the policy, and the sweep after which nothing changes, if any."""
    gamma = raw(iteration.gamma)
    values, last = iteration.settled(start)
    if last is not None:
        return values, greedy(iteration.mdp, gamma, values), last
    solved, policy = optimal_values(iteration.mdp, gamma, values)
    decimal = any(isinstance(x, float) for x in numbers_of(iteration.mdp, gamma, start))
    shown = [float(v) if decimal else tidy(v) for v in solved]
    return shown, policy, None


def numbers_of(mdp: Mdp, gamma: Scalar, start: Sequence[Scalar]) -> list[Scalar]:
    """List every number of a problem."""
    inner = [x for o in mdp.outcomes for x in (o.probability, o.reward)]
    return [gamma, *start, *inner]


def tidy(x: Any) -> Scalar:
    """Give a fraction whose parts are small as it is, another as a decimal."""
    if x.denominator == 1:
        return int(x)
    return x if x.denominator < 1000 else float(x)
