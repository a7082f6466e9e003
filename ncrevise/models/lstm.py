"""Long short-term memory (lecture notes 001 *Long Short-term Memory Networks*; 003 §12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.tape import NO_TAPE, Recorder, Tensor
from ncrevise.tape.ops import sigmoid, tanh

if TYPE_CHECKING:
    from collections.abc import Callable


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

    Scalars serve for one unit with one input.
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


Activation = "Callable[[Tensor], Tensor]"


def times(a: Tensor, b: Tensor) -> Tensor:
    """Apply weights, a matrix or one number."""
    from ncrevise.tape.value import shape

    return a @ b if shape(a) else a * b


def gate(
    tape: Recorder,
    p: Gate,
    x: Tensor,
    h: Tensor,
    key: str,
    say: str,
    activation: Callable[[Tensor], Tensor],
) -> Tensor:
    """Compute ``φ(W x_t + U h_{t−1} + b)``, shape (n,)."""
    z = times(p.W, x) + times(p.U, h) + p.b
    return tape.name(key, activation(z), say, f"{key}_t")


def step(
    p: Lstm,
    x: Tensor,
    before: State,
    tape: Recorder = NO_TAPE,
    *,
    gate_activation: Callable[[Tensor], Tensor] = sigmoid,
    candidate_activation: Callable[[Tensor], Tensor] = tanh,
) -> dict[str, Tensor]:
    """Advance the memory cells by one time step.

    Args:
        p: the weights.
        x: the input, shape (d,).
        before: hidden state and cell of the step before, shapes (n,).
        tape: where to write the working.
        gate_activation: σ; tests and mistakes may change it.
        candidate_activation: tanh.

    Returns:
        ``f``, ``i``, ``o``, ``g``, ``c`` and ``h``, each of shape (n,).
    """
    f = gate(tape, p.f, x, before.h, "f", "Forget gate", gate_activation)
    i = gate(tape, p.i, x, before.h, "i", "Input gate", gate_activation)
    g = gate(tape, p.g, x, before.h, "g", "Candidate", candidate_activation)
    o = gate(tape, p.o, x, before.h, "o", "Output gate", gate_activation)
    c = tape.name("c", f * before.c + i * g, "New cell: keep part of the old, add the new", "c_t")
    h = tape.name("h", o * tanh(c), "New hidden state", "h_t")
    return {"f": f, "i": i, "g": g, "o": o, "c": c, "h": h}
