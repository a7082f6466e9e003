"""Markov decision processes to plan in, drawn state by state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.models.rl.mdp import Action, Mdp, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.draw import Draw

MOST_DRAWS = 100
MOSTLY = 0.7  # of the actions that may have two outcomes have them


@dataclass(frozen=True)
class Kind:
    """What kind of process to draw.

    Args:
        states: how many, not counting a terminal one.
        actions: how many in every state.
        rewards: to choose from, one an action.
        chances: probabilities of the first of two outcomes; none for a world without chance.
        ends: whether there is a terminal state T.
    """

    states: int
    actions: int
    rewards: Sequence[float]
    chances: Sequence[float] = ()
    ends: bool = False


def drawn_process(d: Draw, kind: Kind) -> Mdp:
    """Draw a process whose actions differ and whose states are all led to."""
    mdp = any_process(d, kind)
    for _ in range(MOST_DRAWS):
        if not idle(mdp):
            break
        mdp = any_process(d, kind)
    return mdp


def any_process(d: Draw, kind: Kind) -> Mdp:
    """Draw a process."""
    names = (*(f"s{k + 1}" for k in range(kind.states)), *(("T",) if kind.ends else ()))

    def action(name: str) -> Action:
        count = 2 if kind.chances and d.chance(MOSTLY) else 1
        to = sorted(d.sample(range(len(names)), count))
        first = d.choice(kind.chances) if count > 1 else 1
        odds = (first, round(1 - first, 9))
        reward = d.choice(kind.rewards)
        return Action(name, tuple(Outcome(s, p, reward) for s, p in zip(to, odds, strict=False)))

    actions = "abcdefgh"[: kind.actions]
    choices = tuple(tuple(map(action, actions)) for _ in range(kind.states))
    return Mdp(names, tuple(actions), (*choices, *(((),) if kind.ends else ())))


def idle(mdp: Mdp) -> bool:
    """Say whether all actions of a state lead to the same, or nothing leads to some state."""
    reached = {o.to for o in mdp.outcomes}
    odds = [[[(o.to, o.probability) for o in a.outcomes] for a in c] for c in mdp.choices if c]
    same = any(all(each == leads[0] for each in leads) for leads in odds)
    return same or any(s not in reached for s in range(len(mdp.states)))
