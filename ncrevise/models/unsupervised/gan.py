"""Generative adversarial network (lecture notes 003 §17; 000; 001).

======  ======  ============================================================
symbol  shape   meaning
======  ======  ============================================================
z       (m, K)  codes, drawn from N(0, I)
x       (n, d)  data
G       (m, d)  what the generator makes of z
a, b    (n,)    logits of D(x) and of D(G(z))
======  ======  ============================================================

Two players: the generator is the first, the discriminator the second, for ``games``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ncrevise.models.networks import mlp
from ncrevise.models.shapes import agree
from ncrevise.models.unsupervised import adversarial
from ncrevise.tape.ops import reshape
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.models.unsupervised.adversarial import Kind
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor

Player: TypeAlias = mlp.Mlp


@dataclass(frozen=True, slots=True)
class Round:
    """What one turn of both players sees: data, and codes for the generator."""

    x: Tensor
    z: Tensor


def initial(
    codes: int,
    hidden: tuple[int, ...],
    d: int,
    noise: Noise,
    activation: str = "relu",
    scheme: str = "he",
) -> tuple[Player, Player]:
    """Draw a generator and a discriminator with the same hidden layers.

    Args:
        codes: K.
        hidden: units of each hidden layer.
        d: entries of an example.
        noise: where the weights are drawn.
        activation: of the hidden layers.
        scheme: of the weights (``networks.initialise``).
    """
    return (
        mlp.initial((codes, *hidden, d), noise.split("G"), activation, scheme=scheme),
        mlp.initial((d, *hidden, 1), noise.split("D"), activation, scheme=scheme),
    )


def logits(discriminator: Player, x: Tensor) -> Tensor:
    """Compute a discriminator's logits, shape (n,), of examples, shape (n, d).

    Raises:
        ShapeError: where x does not fit its first layer, or it has several outputs.
    """
    agree(x=(x, "n d"))
    out = mlp.forward(discriminator, x)
    agree(**{"the discriminator's output": (out, "n 1")})
    return reshape(out, shape=shape(out)[:1])


def discriminator_loss(players: tuple[Player, Player], seen: Round) -> Tensor:
    """Compute J_D of a generator and a discriminator."""
    G, D = players
    return adversarial.discriminator_loss(logits(D, seen.x), logits(D, mlp.forward(G, seen.z)))


def generator_loss(
    players: tuple[Player, Player], seen: Round, kind: Kind = "non-saturating"
) -> Tensor:
    """Compute J_G of a generator and a discriminator."""
    G, D = players
    return adversarial.generator_loss(logits(D, mlp.forward(G, seen.z)), kind)


def losses(kind: Kind) -> tuple[Callable[[Any, Round], Tensor], Callable[[Any, Round], Tensor]]:
    """Give each player's loss, for ``games``."""
    return lambda players, seen: generator_loss(players, seen, kind), discriminator_loss
