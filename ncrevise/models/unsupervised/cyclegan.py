"""CycleGAN: two styles, no pairs (lecture notes 003 §17 *CycleGAN*).

======  ======  ============================================================
symbol  shape   meaning
======  ======  ============================================================
x, y    (n, d)  examples of one style and of the other, in no order
F, B    (n, d)  generators: forth, x to y's style, and back
λ       ()      weight of the cycles
======  ======  ============================================================

F(x) is to be indistinguishable from y, B(y) from x, and there and back again is to be where
it began: λ (E‖B(F(x)) − x‖₁ + E‖F(B(y)) − y‖₁) joins the generators' loss. The distance is
the sum of absolute differences, as in Zhu, Park, Isola and Efros (2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from ncrevise.models.networks import mlp
from ncrevise.models.shapes import agree
from ncrevise.models.unsupervised import adversarial
from ncrevise.models.unsupervised.gan import logits
from ncrevise.tape.ops import absolute, mean, total

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class Generators:
    """Forth, from x to y, and back."""

    forth: mlp.Mlp
    back: mlp.Mlp


@dataclass(frozen=True, slots=True)
class Discriminators:
    """What tells x, and what tells y, from its imitations."""

    x: mlp.Mlp
    y: mlp.Mlp


@dataclass(frozen=True, slots=True)
class Seen:
    """A batch of either style."""

    x: Tensor
    y: Tensor


Players = tuple[Generators, Discriminators]


def initial(
    hidden: tuple[int, ...], d: int, noise: Noise, activation: str = "relu", scheme: str = "he"
) -> Players:
    """Draw two generators and two discriminators with the same hidden layers."""
    there, critic = (d, *hidden, d), (d, *hidden, 1)
    drawn = [
        mlp.initial(sizes, noise.split(name), activation, scheme=scheme)
        for name, sizes in {"F": there, "B": there, "D_x": critic, "D_y": critic}.items()
    ]
    return Generators(*drawn[:2]), Discriminators(*drawn[2:])


def cycle(x: Tensor, again: Tensor) -> Tensor:
    """Compute E‖again − x‖₁, the mean over examples of the sum over entries."""
    agree(x=(x, "n d"), again=(again, "n d"))
    return mean(total(absolute(again - x), axis=(-1,)))


def cycles(p: Generators, seen: Seen) -> Tensor:
    """Compute how far both styles are from themselves, there and back.

    Raises:
        ShapeError: where x and y differ in d, or a layer does not fit.
    """
    agree(x=(seen.x, "n d"), y=(seen.y, "m d"))
    x_again = mlp.forward(p.back, mlp.forward(p.forth, seen.x))
    y_again = mlp.forward(p.forth, mlp.forward(p.back, seen.y))
    return cycle(seen.x, x_again) + cycle(seen.y, y_again)


def generator_loss(players: Players, seen: Seen, weight: float = 10.0) -> Tensor:
    """Compute what both generators minimise: to pass for the other style, and the cycles.

    Args:
        players: generators and discriminators.
        seen: x, shape (n, d), and y, shape (m, d).
        weight: λ.
    """
    G, D = players
    agree(x=(seen.x, "n d"), y=(seen.y, "m d"))
    as_y, as_x = mlp.forward(G.forth, seen.x), mlp.forward(G.back, seen.y)
    fooled = adversarial.non_saturating(logits(D.y, as_y)) + adversarial.non_saturating(
        logits(D.x, as_x)
    )
    again = cycle(seen.x, mlp.forward(G.back, as_y)) + cycle(seen.y, mlp.forward(G.forth, as_x))
    return fooled + weight * again


def discriminator_loss(players: Players, seen: Seen) -> Tensor:
    """Compute what both discriminators minimise, the sum of J_D for x and for y."""
    G, D = players
    agree(x=(seen.x, "n d"), y=(seen.y, "m d"))
    as_y, as_x = mlp.forward(G.forth, seen.x), mlp.forward(G.back, seen.y)
    return adversarial.discriminator_loss(
        logits(D.x, seen.x), logits(D.x, as_x)
    ) + adversarial.discriminator_loss(logits(D.y, seen.y), logits(D.y, as_y))


def losses(
    weight: float = 10.0,
) -> tuple[Callable[[Any, Seen], Tensor], Callable[[Any, Seen], Tensor]]:
    """Give each side's loss, for ``games``."""
    return partial(generator_loss, weight=weight), discriminator_loss
