"""Long short-term memory (lecture notes 001 *Long Short-term Memory Networks*; 003 §12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.models.weights import unit
from ncrevise.tape import NO_TAPE, Recorder, Tensor
from ncrevise.tape.ops import sigmoid, tanh

if TYPE_CHECKING:
    from ncrevise.models.weights import Activation


@dataclass(frozen=True, slots=True)
class Gate:
    """The weights of one gate of n units over d inputs.

    ======  ======  ==========================================
    symbol  shape   meaning
    ======  ======  ==========================================
    W       (n, d)  weights on the input
    U       (n, n)  weights on the previous hidden state
    b       (n,)    biases
    ======  ======  ==========================================

    As ``weights.squeezed`` gives them: numbers for one unit with one input.
    """

    W: Tensor
    U: Tensor
    b: Tensor


@dataclass(frozen=True, slots=True)
class Lstm:
    """The four gates: forget, input, output and the candidate."""

    f: Gate
    i: Gate
    o: Gate
    g: Gate


@dataclass(frozen=True, slots=True)
class State:
    """What one step leaves behind: hidden state and cell, each of shape (n,)."""

    h: Tensor
    c: Tensor


CAPTIONS = {"f": "Forget gate", "i": "Input gate", "g": "Candidate", "o": "Output gate"}


def gate(
    tape: Recorder,
    p: Gate,
    x: Tensor,
    h: Tensor,
    key: str,
    say: str,
    activation: Activation,
) -> Tensor:
    """Compute ``φ(W x_t + U h_{t−1} + b)``, shape (n,)."""
    pairs = ((p.W, x), (p.U, h))
    return unit(pairs, p.b, activation, tape, key, say, f"{key}_t", f"z_{key}")


def step(
    p: Lstm,
    x: Tensor,
    before: State,
    tape: Recorder = NO_TAPE,
    *,
    order: str = "f i g o",
    gate_activation: Activation = sigmoid,
    candidate_activation: Activation = tanh,
    cell_activation: Activation = tanh,
) -> dict[str, Tensor]:
    """Advance the memory cells by one time step.

    Args:
        p: the weights.
        x: the input, shape (d,).
        before: hidden state and cell of the step before, shapes (n,).
        tape: where to write the working.
        order: the gates in the order they are worked out, which changes no number.
        gate_activation: σ; tests and mistakes may change it.
        candidate_activation: tanh.
        cell_activation: tanh.

    Returns:
        ``f``, ``i``, ``o``, ``g``, ``c`` and ``h``, each of shape (n,).
    """
    gates: dict[str, Tensor] = {}
    for key in order.split():
        activation = candidate_activation if key == "g" else gate_activation
        gates[key] = gate(tape, getattr(p, key), x, before.h, key, CAPTIONS[key], activation)
    f, i, g, o = (gates[key] for key in "figo")
    c = tape.name("c", f * before.c + i * g, "New cell: keep part of the old, add the new", "c_t")
    h = tape.name("h", o * cell_activation(c), "New hidden state", "h_t")
    return {"f": f, "i": i, "g": g, "o": o, "c": c, "h": h}
