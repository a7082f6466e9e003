"""Autoencoders (lecture notes 002 *Autoencoder*; 001 *Autoencoders*; 003 §18; 000).

======  ======  ============================================================
symbol  shape   meaning
======  ======  ============================================================
x       (…, d)  examples (y in 002)
h       (…, H)  codes, f(x), the bottleneck where H < d
r       (…, d)  reconstructions, g(h)
======  ======  ============================================================

f and g are multilayer perceptrons, of which *linear* is one kind and *deep* another. The loss
is the squared distance ‖x − r‖², the mean over examples of the sum over entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.models.networks import mlp
from ncrevise.models.shapes import agree
from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import mean, square, total

if TYPE_CHECKING:
    from ncrevise.noise import Noise


@dataclass(frozen=True, slots=True)
class Autoencoder:
    """Encoder f and decoder g."""

    f: mlp.Mlp
    g: mlp.Mlp


def initial(
    sizes: tuple[int, ...],
    noise: Noise,
    activation: str = "relu",
    code: str = "identity",
    output: str = "identity",
    scheme: str = "he",
) -> Autoencoder:
    """Draw an autoencoder whose decoder has the encoder's layers in reverse.

    Args:
        sizes: inputs, units of each hidden layer, entries of a code.
        noise: where the weights are drawn.
        activation: of the hidden layers.
        code: of the bottleneck.
        output: of the reconstruction, ``sigmoid`` where entries lie between 0 and 1.
        scheme: of the weights (``networks.initialise``).
    """
    return Autoencoder(
        mlp.initial(sizes, noise.split("f"), activation, code, scheme),
        mlp.initial(sizes[::-1], noise.split("g"), activation, output, scheme),
    )


def encode(p: Autoencoder, x: Tensor, tape: Recorder = NO_TAPE) -> Tensor:
    """Compute codes, shape (…, H), of examples, shape (…, d)."""
    return tape.name("h", mlp.forward(p.f, x), "Encode", "h")


def decode(p: Autoencoder, h: Tensor, tape: Recorder = NO_TAPE) -> Tensor:
    """Compute reconstructions, shape (…, d), from codes, shape (…, H)."""
    return tape.name("r", mlp.forward(p.g, h), "Decode", "r")


def forward(p: Autoencoder, x: Tensor, tape: Recorder = NO_TAPE) -> Tensor:
    """Reconstruct examples, shape (…, d), from their codes.

    Raises:
        ShapeError: where a layer does not fit what comes to it.
    """
    return decode(p, encode(p, x, tape), tape)


def error(x: Tensor, r: Tensor) -> Tensor:
    """Compute ‖x − r‖², the mean over examples of the sum over entries.

    Args:
        x: examples, shape (…, d).
        r: reconstructions, shape (…, d).

    Raises:
        ShapeError: where their shapes differ.
    """
    agree(x=(x, "* d"), reconstructions=(r, "* d"))
    return mean(total(square(x - r), axis=(-1,)))


def loss(p: Autoencoder, x: Tensor, seen: Tensor = None) -> Tensor:
    """Compute ‖x − g(f(x̃))‖².

    Args:
        p: the autoencoder.
        x: examples to give back, shape (…, d).
        seen: x̃, what the encoder sees in their place (``corruption``), shape (…, d).
    """
    return error(x, forward(p, x if seen is None else seen))
