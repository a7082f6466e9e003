"""Returns: rewards added up, later ones discounted (lecture notes 003 §20).

======  ========  ==============================================
symbol  shape     meaning
======  ========  ==============================================
r       (T, …)    rewards of an episode, a row a step
γ       number    discount factor in [0, 1]
G       (T, …)    returns, G_t = r_t + γ r_{t+1} + γ² r_{t+2} + …
======  ========  ==============================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import stack

if TYPE_CHECKING:
    from collections.abc import Sequence


def discounted(
    rewards: Tensor | Sequence[Tensor], gamma: Tensor, tape: Recorder = NO_TAPE
) -> Tensor:
    """Work back from the last step: ``G_t = r_t + γ G_{t+1}``, and nothing follows the last.

    Args:
        rewards: r, shape (T, …), at least one.
        gamma: γ.
        tape: where to write the working.

    Returns:
        G, shape (T, …).
    """
    found: list[Tensor] = []
    for t in reversed(range(len(rewards))):
        g = rewards[t] + gamma * found[-1] if found else rewards[t]
        say = "A step earlier" if found else "Nothing follows the last reward"
        found.append(tape.name(f"G{t}", g, say, f"G_{{{t}}}"))
    return stack(found[::-1])
