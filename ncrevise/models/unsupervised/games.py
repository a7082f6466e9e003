"""Players that each lower a loss of their own (lecture notes 001, *Training*; 003 §17).

======  ======  ============================================================
symbol  shape   meaning
======  ======  ============================================================
p       trees   parameters, a tree a player
L       ()      losses L_k(p, batch), one a player, each of everybody's
η       ()      learning rate
======  ======  ============================================================

A player changes only its own parameters. What all come to rest at is an equilibrium; whether
they come to rest at all depends on the order of their steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from ncrevise.derivatives.differentiate import value_and_gradient
from ncrevise.derivatives.trees import mapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ncrevise.models.optimisers.rule import Rule
    from ncrevise.tape import Loose as Tensor

Players: TypeAlias = tuple[Any, ...]
Loss: TypeAlias = "Callable[[Players, Any], Tensor]"
Rounds: TypeAlias = "Iterator[tuple[tuple[float, ...], Players]]"


def slope(loss: Loss, players: Players, k: int, batch: Any) -> tuple[float, Any]:
    """Compute player k's loss and its gradient by its own parameters."""

    def alone(own: Any) -> Tensor:
        return loss((*players[:k], own, *players[k + 1 :]), batch)

    value, gradient = value_and_gradient(alone, players[k])
    return float(value), gradient


def slopes(
    losses: Sequence[Loss], players: Players, batch: Any
) -> tuple[tuple[float, ...], list[Any]]:
    """Compute every player's loss and gradient at one point."""
    found = [slope(loss, players, k, batch) for k, loss in enumerate(losses)]
    return tuple(value for value, _ in found), [gradient for _, gradient in found]


def alternating(
    losses: Sequence[Loss], players: Players, rules: Sequence[Rule], batches: Iterable[Any]
) -> Rounds:
    """Let the last player step, then the one before it, which sees the step, and so on.

    For a generator and a discriminator in this order: the discriminator first.

    Yields:
        Each player's loss before its step, and all parameters after the round.
    """
    memories = [rule.start(own) for rule, own in zip(rules, players, strict=True)]
    values = [0.0] * len(players)
    for batch in batches:
        for k in reversed(range(len(players))):
            values[k], gradient = slope(losses[k], players, k, batch)
            own, memories[k] = rules[k].step(players[k], gradient, memories[k])
            players = (*players[:k], own, *players[k + 1 :])
        yield tuple(values), players


def simultaneous(
    losses: Sequence[Loss], players: Players, rules: Sequence[Rule], batches: Iterable[Any]
) -> Rounds:
    """Let all players step at once, none seeing another's step."""
    memories = [rule.start(own) for rule, own in zip(rules, players, strict=True)]
    for batch in batches:
        values, gradients = slopes(losses, players, batch)
        stepped = [
            rule.step(own, gradient, memory)
            for rule, own, gradient, memory in zip(rules, players, gradients, memories, strict=True)
        ]
        players = tuple(own for own, _ in stepped)
        memories = [memory for _, memory in stepped]
        yield values, players


def extragradient(
    losses: Sequence[Loss], players: Players, rate: float, batches: Iterable[Any]
) -> Rounds:
    """Try a step, and take it along the gradients found there (Korpelevich 1976)."""
    for batch in batches:
        values, here = slopes(losses, players, batch)
        _, there = slopes(losses, stepped(players, here, rate), batch)
        players = stepped(players, there, rate)
        yield values, players


def optimistic(
    losses: Sequence[Loss], players: Players, rate: float, batches: Iterable[Any]
) -> Rounds:
    """Step along 2 g − g_before: the next gradient is foretold from the last change.

    The first step has no gradient before it and is an ordinary one (Daskalakis et al. 2018).
    """
    before: list[Any] | None = None
    for batch in batches:
        values, now = slopes(losses, players, batch)
        after = stepped(players, now, rate if before is None else 2 * rate)
        players = after if before is None else stepped(after, before, -rate)
        before = now
        yield values, players


def stepped(players: Players, gradients: Sequence[Any], rate: float) -> Players:
    """Move every player along its own gradient."""
    return tuple(
        mapped(lambda w, g: w - rate * g, own, gradient)
        for own, gradient in zip(players, gradients, strict=True)
    )
