"""Value iteration told on a tape: sweeps of backups, then the values they converge to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ncrevise.inputs.mdp import tex_name
from ncrevise.models.mdp import Action, Mdp, Values, backup, expected, greedy, optimal_values, sweep
from ncrevise.tape import NO_TAPE, Recorder, Tensor, raw
from ncrevise.tape.ops import largest
from ncrevise.tape.tape import Formula

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ncrevise.maths.tree import Scalar

MOST_LINES = 6  # backups that are all written out
MOST_TERMS = 4  # values in a backup on one line
MOST_TOLD = 3  # sweeps of which one backup is written out
MOST_COLUMNS = 8  # sweeps in a table
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

    def told(
        self, start: Sequence[Tensor], count: int, tape: Recorder, say: str = "Sweep {k}"
    ) -> list[list[Tensor]]:
        """Run sweeps, writing out all backups or, of many, one a sweep."""
        plain = self.plain([raw(v) for v in start], count)
        found = [list(start)]
        every = len(self.mdp.live) * count <= MOST_LINES
        for k in range(1, count + 1):
            shown = self.mdp.live if every else ()
            if not every and k <= MOST_TOLD:
                shown = (self.liveliest(plain[k - 1], plain[k]),)
            if shown:
                tape.begin(say.format(k=k))
            found.append(self.one(found[-1], k, shown, tape))
        return found

    def one(
        self, values: Values, k: int, shown: Sequence[int], tape: Recorder
    ) -> list[Tensor]:
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
        state = tex_name(self.mdp.states[s])
        worth = [
            tape.name(
                f"Q{k}_{s}_{action.name}",
                self.worth(action, self.gamma, read),
                symbol=rf"Q_{{{k}}}({state}, {tex_name(action.name)})",
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
    state = tex_name(mdp.states[s])
    return rf"V_{{{label}}}({state})" if mdp.choices[s] else f"V({state})"


def starting(mdp: Mdp, values: Sequence[Scalar], tape: Recorder) -> list[Tensor]:
    """Take the values before the first sweep as they are given."""
    return [tape.given(f"V0_{s}", v, value_symbol(mdp, s, "0")) for s, v in enumerate(values)]


def tell_table(mdp: Mdp, found: Sequence[Values], tape: Recorder) -> None:
    """Tell the values of all sweeps in a table, a column a sweep; the middle of many is left out."""
    last = len(found) - 1
    wanted = list(range(last + 1))
    if len(wanted) > MOST_COLUMNS:
        wanted = [*range(MOST_COLUMNS // 2), *range(last + 1 - MOST_COLUMNS // 2, last + 1)]
    head = ["state", *(f"$V_{{{k}}}$" for k in wanted)]
    rows = [[state_name(mdp, s), *(found[k][s] for k in wanted)] for s in range(len(mdp.states))]
    tape.table(head, rows, "l" + "r" * len(wanted), "Values after each sweep")


def state_name(mdp: Mdp, s: int) -> str:
    """Write a state in Markdown."""
    name = tex_name(mdp.states[s])
    return f"$({name})$" if "," in name else f"${name}$"


def tell_limit(
    mdp: Mdp, gamma: Tensor, policy: Sequence[int], star: Sequence[Tensor], tape: Recorder
) -> None:
    """Show that a backup leaves the optimal values as they are, and which action is best.

    Args:
        mdp: the process.
        gamma: γ.
        policy: the best action of each state, by its place among the state's own.
        star: the optimal values, as they stand on the tape.
        tape: where to write the working.
    """
    rows = []
    for s in mdp.live:
        for k, action in enumerate(mdp.choices[s]):
            worth = expected(action, gamma, star)
            name = f"${tex_name(action.name)}$"
            rows.append(
                (
                    state_name(mdp, s) if not k else "",
                    f"**{name}** (best)" if k == policy[s] and len(mdp.choices[s]) > 1 else name,
                    Formula(worth),
                    tape.keep(f"Q_star_{s}_{k}", worth),
                )
            )
    head = ("state", "action", r"$r + \gamma \sum p \, V^*(s')$", "value")
    tape.table(head, rows, "lllr", "What each action is worth in the limit")


def limit(
    iteration: Iteration, start: Sequence[Any]
) -> tuple[list[Any], list[int], int | None]:
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


def tidy(x: Any) -> Scalar:  # noqa: ANN401
    """Give a fraction whose parts are small as it is, another as a decimal."""
    if x.denominator == 1:
        return int(x)
    return x if x.denominator < 1000 else float(x)


__all__ = ["NO_TAPE", "Iteration", "limit", "starting", "tell_limit", "tell_table"]
