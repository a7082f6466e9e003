"""A world to act in: what comes of an action is seen, not why (lecture notes 003 §20).

Plain lists, for an agent takes thousands of steps, one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.models.rl.mdp import Action, Mdp

Seen: TypeAlias = tuple[float, int, float, bool]
"""The chance of this outcome or one before it, the next state, the reward, whether it ends."""

CERTAIN = 2.0  # above every draw


@dataclass(frozen=True, slots=True)
class Simulator:
    """A process that hides its probabilities.

    Args:
        moves: the outcomes of every action of every state; none in a terminal state.
        starts: the states an episode may start in, each as often.
        actions: how many actions each state has that is not terminal.
    """

    moves: tuple[tuple[tuple[Seen, ...], ...], ...]
    starts: tuple[int, ...]
    actions: int

    def step(self, state: int, action: int, luck: float) -> tuple[int, float, bool]:
        """Act.

        Args:
            state: where the agent is.
            action: what it does.
            luck: from 0 to below 1, which decides between outcomes.

        Returns:
            The next state, the reward, and whether the episode ends.
        """
        for upto, after, reward, over in self.moves[state][action]:
            if luck < upto:
                return after, reward, over
        raise AssertionError("the last outcome is certain")


def simulator(mdp: Mdp, starts: Sequence[int] | None = None) -> Simulator:
    """Make a world of a process whose states, but for terminal ones, have as many actions.

    Args:
        mdp: the process.
        starts: where episodes start; in any state that is not terminal unless given.
    """
    ends = [not actions for actions in mdp.choices]
    moves = tuple(tuple(seen(action, s, ends) for action in c) for s, c in enumerate(mdp.choices))
    return Simulator(moves, tuple(mdp.live if starts is None else starts), max(map(len, moves)))


def seen(action: Action, state: int, ends: Sequence[bool]) -> tuple[Seen, ...]:
    """List an action's outcomes with the chances added up."""
    found: list[Seen] = []
    upto = 0.0
    for k, o in enumerate(action.outcomes, 1):
        upto = CERTAIN if k == len(action.outcomes) else upto + float(o.probability)
        over = o.to is None or ends[o.to]
        found.append((upto, state if o.to is None else o.to, float(o.reward), over))
    return tuple(found)
