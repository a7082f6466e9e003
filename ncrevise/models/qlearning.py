"""Q-learning, tabular (lecture notes 003 §20)."""

from __future__ import annotations

from ncrevise.tape import NO_TAPE, Recorder, Tensor
from ncrevise.tape.ops import maximum


def target(
    reward: Tensor, gamma: Tensor, q_next: Tensor | None, tape: Recorder = NO_TAPE
) -> Tensor:
    """Compute the target ``r + γ max_a′ Q(s′, a′)``, or ``r`` alone at the end of an episode.

    Args:
        reward: r, a number.
        gamma: the discount factor γ in [0, 1].
        q_next: Q(s′, ·), shape (actions,); None when s′ is terminal.
        tape: where to write the working.
    """
    if q_next is None:
        return tape.name("target", reward, "Target: the episode ends, so there is nothing to add")
    best = tape.name(
        "best", maximum(q_next), "Best value in the next state", r"\max_{a'} Q(s', a')"
    )
    return tape.name("target", reward + gamma * best, "Target", "y")


def update(q: Tensor, y: Tensor, alpha: Tensor, tape: Recorder = NO_TAPE) -> dict[str, Tensor]:
    """Move one entry towards its target, ``Q ← Q + α (y − Q)``.

    Args:
        q: Q(s, a) before, a number.
        y: the target.
        alpha: the learning rate α.
        tape: where to write the working.

    Returns:
        ``error``, the Bellman error, and ``q``, the new entry.
    """
    error = tape.name("error", y - q, "Bellman error: target less the old value", r"\delta")
    new = tape.name("q", q + alpha * error, "Move by the learning rate", "Q_{new}(s, a)")
    return {"error": error, "q": new}
