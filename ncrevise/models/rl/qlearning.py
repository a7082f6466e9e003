"""Q-learning and SARSA, tabular (lecture notes 003 §20).

======  ======  ==============================================
symbol  shape   meaning
======  ======  ==============================================
Q       (S, A)  action values, a row a state
r       number  reward
γ       number  discount factor in [0, 1]
α       number  learning rate in [0, 1]
y       number  target
δ       number  Bellman error, the target less the old value
======  ======  ==============================================
"""

from __future__ import annotations

from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import maximum


def best_value(q_next: Tensor, state: str, tape: Recorder = NO_TAPE) -> Tensor:
    """Find the largest action value of the next state, ``max_a′ Q(s′, a′)``.

    Args:
        q_next: Q(s′, ·), shape (A,).
        state: the next state's symbol.
        tape: where to write the working.
    """
    symbol = rf"\max_{{a'}} Q({state}, a')"
    return tape.name("best", maximum(q_next), "The best value in the next state", symbol)


def target(
    reward: Tensor, gamma: Tensor, follows: Tensor | None, tape: Recorder = NO_TAPE
) -> Tensor:
    """Compute the target ``r + γ max_a′ Q(s′, a′)``, or ``r`` alone at the end of an episode.

    Args:
        reward: r.
        gamma: γ.
        follows: the best value of the next state; None when the episode ends there.
        tape: where to write the working.
    """
    if follows is None:
        return tape.name("target", reward, "The target: nothing follows the end", "y")
    return tape.name("target", reward + gamma * follows, "The target", "y")


def update(
    q: Tensor, y: Tensor, alpha: Tensor, tape: Recorder = NO_TAPE, entry: str = "Q(s, a)"
) -> dict[str, Tensor]:
    """Move one entry towards its target, ``Q ← Q + α (y − Q)``.

    Args:
        q: the old value Q(s, a).
        y: the target.
        alpha: α.
        tape: where to write the working.
        entry: the symbol of the entry.

    Returns:
        ``error``, the Bellman error, and ``q``, the new value.
    """
    error = tape.name("error", y - q, "The Bellman error: target less old value", r"\delta")
    new = q + alpha * error
    say = "The new value: a step towards the target"
    return {"error": error, "q": tape.name("q", new, say, labelled(entry, "new"))}


def sarsa(
    q: Tensor,
    reward: Tensor,
    gamma: Tensor,
    follows: Tensor | None,
    alpha: Tensor,
    tape: Recorder = NO_TAPE,
    entry: str = "Q(s, a)",
) -> Tensor:
    """Make SARSA's update, whose target takes the value of the next action, not the best.

    Args:
        q: the old value Q(s, a).
        reward: r.
        gamma: γ.
        follows: Q(s′, a′) of the action a′ that is taken next; None at the end of an episode.
        alpha: α.
        tape: where to write the working.
        entry: the symbol of the entry.
    """
    y = reward if follows is None else reward + gamma * follows
    say = "SARSA's target takes the value of the action taken next"
    y = tape.name("target_sarsa", y, say, labelled("y", "SARSA"))
    say = "SARSA's new value"
    return tape.name("sarsa", q + alpha * (y - q), say, labelled(entry, "SARSA"))


def labelled(symbol: str, label: str) -> str:
    """Put a word below a symbol: ``Q_new(s, a)``."""
    head, bracket, rest = symbol.partition("(")
    return rf"{head}_{{\text{{{label}}}}}{bracket}{rest}"
