"""Long short-term memory (lecture notes 001 *Long Short-term Memory Networks*; 003 §12).

======  =========  ==========================================================
symbol  shape      meaning
======  =========  ==========================================================
x       (B, T, d)  B sequences of T inputs
f i o   (B, n)     forget, input and output gate, from 0 to 1
g       (B, n)     candidate
c       (B, n)     cell, ``f ⊙ c_{t−1} + i ⊙ g``
h       (B, n)     hidden state, ``o ⊙ tanh(c)``
======  =========  ==========================================================

With *peepholes* (001; Gers and Schmidhuber 2000) gates read the cell as well, each unit its own:
forget and input gate see c_{t−1}, the output gate the new c_t, or c_{t−1} if so set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ncrevise.kernels.lstm import GATES, pulled, run
from ncrevise.models.networks.initialise import orthogonal, weights
from ncrevise.models.sequences.timeline import at_least_one, over, together, zeros
from ncrevise.models.shapes import agree
from ncrevise.models.weights import unit
from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import concat, sigmoid, stack, take, tanh
from ncrevise.tape.primitive import Fused
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from ncrevise.models.weights import Activation
    from ncrevise.noise import Noise


@dataclass(frozen=True, slots=True)
class Gate:
    """The weights of one gate of n units over d inputs.

    ======  ======  ==========================================
    symbol  shape   meaning
    ======  ======  ==========================================
    W       (n, d)  weights on the input
    U       (n, n)  weights on the previous hidden state
    b       (n,)    biases
    p       (n,)    peephole weights on the cell, or none
    ======  ======  ==========================================

    For working by hand as ``weights.squeezed`` gives them: numbers for one unit with one input.
    """

    W: Tensor
    U: Tensor
    b: Tensor
    p: Tensor | None = None


@dataclass(frozen=True, slots=True)
class Lstm:
    """The four gates (forget, input, output, candidate) and which cell the output gate sees."""

    f: Gate
    i: Gate
    o: Gate
    g: Gate
    output_sees: Literal["new", "old"] = "new"


@dataclass(frozen=True, slots=True)
class State:
    """Hidden state and cell: each (n,) of one sequence, (B, n), or (B, T, n) at all steps."""

    h: Tensor
    c: Tensor


CAPTIONS = {"f": "Forget gate", "i": "Input gate", "g": "Candidate", "o": "Output gate"}


def initial_gate(
    d: int, n: int, noise: Noise, bias: float = 0.0, *, peephole: bool = False
) -> Gate:
    """Draw a gate: weights that neither fade nor explode, one bias for all units."""
    peeps = noise.normal((n,), 0.1) if peephole else None
    return Gate(weights(noise, n, d, "xavier"), orthogonal(noise, n), np.full(n, bias), peeps)


def initial(
    d: int,
    n: int,
    noise: Noise,
    forget_bias: float = 1.0,
    input_bias: float = 0.0,
    *,
    peephole: bool = False,
) -> Lstm:
    """Draw n memory cells on d inputs.

    Args:
        d: inputs.
        n: cells.
        noise: where the weights are drawn.
        forget_bias: above 0, so that cells keep at first what they hold; for T steps, ``ln T``.
        input_bias: below 0, so that at first little is added; for T steps, ``−ln T``.
        peephole: whether the gates see the cells.
    """

    def drawn(bias: float = 0.0, *, peeps: bool = peephole) -> Gate:
        return initial_gate(d, n, noise, bias, peephole=peeps)

    return Lstm(f=drawn(forget_bias), i=drawn(input_bias), o=drawn(), g=drawn(peeps=False))


def gate(
    tape: Recorder,
    p: Gate,
    x: Tensor,
    h: Tensor,
    key: str,
    say: str,
    activation: Activation,
    cell: Tensor | None = None,
) -> Tensor:
    """Compute ``φ(W x_t + U h_{t−1} + b)``, with a peephole ``+ p ⊙ c``, shape (…, n)."""
    pairs = ((p.W, x), (p.U, h))
    seen = () if p.p is None or cell is None else (p.p * cell,)
    return unit(pairs, p.b, activation, tape, key, say, f"{key}_t", f"z_{key}", seen)


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
        x: the input, shape (B, d), or (d,) of one sequence.
        before: hidden state and cell of the step before, shapes (B, n) or (n,).
        tape: where to write the working.
        order: the gates in the order they are worked out, which changes no number; an output
            gate that sees the new cell waits for it.
        gate_activation: σ; tests and mistakes may change it.
        candidate_activation: tanh.
        cell_activation: tanh.

    Returns:
        ``f``, ``i``, ``o``, ``g``, ``c`` and ``h``, each of shape (B, n) or (n,).
    """
    gates: dict[str, Tensor] = {}

    def work_out(key: str, cell: Tensor) -> None:
        activation = candidate_activation if key == "g" else gate_activation
        weighed = getattr(p, key)
        gates[key] = gate(tape, weighed, x, before.h, key, CAPTIONS[key], activation, cell)

    waits = p.o.p is not None and p.output_sees == "new"
    for key in order.split():
        if key != "o" or not waits:
            work_out(key, before.c)
    f, i, g = (gates[key] for key in "fig")
    c = tape.name("c", f * before.c + i * g, "New cell: keep part of the old, add the new", "c_t")
    if waits:
        work_out("o", c)
    o = gates["o"]
    h = tape.name("h", o * cell_activation(c), "New hidden state", "h_t")
    return {"f": f, "i": i, "g": g, "o": o, "c": c, "h": h}


def memory(p: Lstm, x: Tensor, start: State | None = None, mask: Any = None) -> State:
    """Run the cells over a batch of sequences; without peepholes in one operation.

    Args:
        p: the weights.
        x: inputs, shape (B, T, d).
        start: the state before the first step, shapes (B, n); zeros by default.
        mask: true at real steps, shape (B, T); all by default.

    Returns:
        Hidden states and cells at all steps, each of shape (B, T, n).

    Raises:
        ShapeError: where arrays do not go together.
    """
    before = start_of(p, x, start, mask)
    gates = [getattr(p, key) for key in GATES]
    if any(each.p is not None for each in gates):
        return stepped(p, x, before, mask)
    W, U, b = (concat([getattr(each, name) for each in gates]) for name in "WUb")
    both = whole(x, before.h, before.c, W, U, b, mask=mask)
    return State(both[0], both[1])


def stepped(p: Lstm, x: Tensor, start: State, mask: Any = None) -> State:
    """Run the cells a step at a time, as ``memory`` does."""

    def advanced(u: Tensor, before: State) -> State:
        found = step(p, u, before)
        return State(found["h"], found["c"])

    found = over(advanced, x, start, mask)
    return State(together([each.h for each in found]), together([each.c for each in found]))


def cut(W: Tensor, U: Tensor, b: Tensor, count: int) -> list[Gate]:
    """Cut stacked weights into so many gates."""
    n = shape(U)[1]
    rows = [slice(k * n, (k + 1) * n) for k in range(count)]
    return [Gate(*(take(each, index=(part,)) for each in (W, U, b))) for part in rows]


def unfused(
    x: Tensor, h: Tensor, c: Tensor, W: Tensor, U: Tensor, b: Tensor, *, mask: Any = None
) -> Tensor:
    """Run ``step`` over sequences; of weights stacked as the kernel has them."""
    g, i, f, o = cut(W, U, b, len(GATES))
    found = stepped(Lstm(f, i, o, g), x, State(h, c), mask)
    return stack([found.h, found.c])


whole = Fused("lstm", run, pulled, unfused)


def states(p: Lstm, x: Tensor, start: State | None = None, mask: Any = None) -> Tensor:
    """Run the cells over a batch of sequences and give the hidden states, shape (B, T, n)."""
    return memory(p, x, start, mask).h


def start_of(p: Lstm, x: Tensor, start: State | None, mask: Any) -> State:
    """Check the shapes of a run, and give its first state."""
    n = shape(p.f.U)[0]
    before = State(zeros(x, n), zeros(x, n)) if start is None else start
    live = {} if mask is None else {"mask": (mask, "B T")}
    given = {"x": (x, "B T d"), "h": (before.h, "B n"), "c": (before.c, "B n"), **live}
    for key in "fiog":
        given |= shapes_of(getattr(p, key), key)
    agree(**given)
    at_least_one(x)
    return before


def shapes_of(p: Gate, key: str) -> dict[str, tuple[Tensor, str]]:
    """List the arrays of a gate for ``agree``."""
    peeps = {} if p.p is None else {f"p_{key}": (p.p, "n")}
    return {f"W_{key}": (p.W, "n d"), f"U_{key}": (p.U, "n n"), f"b_{key}": (p.b, "n"), **peeps}
