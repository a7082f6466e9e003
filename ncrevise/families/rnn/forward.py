"""A recurrent network run forward over a short sequence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ncrevise.errors import GivensError
from ncrevise.family import Described, Family, given, mistake
from ncrevise.models import rnn
from ncrevise.tape import NO_TAPE, Recorder, Tensor, raw

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ncrevise.draw import Draw
    from ncrevise.family import Results, Shown
    from ncrevise.maths.tree import Node

HIDDEN = ("tanh", "sigmoid", "relu", "identity")
OUTPUT = ("identity", "sigmoid", "softmax")
MOST_STEPS = 12
SYMBOLS = {"Wx": "W_x", "Wh": "W_h", "b": "b", "h0": "h_0", "Wy": "W_y", "by": "b_y"}


@dataclass(frozen=True)
class Givens:
    """Weights that act on columns, W x, a sequence with an input a row, and the first state."""

    Wx: Any = given("weights on the input", shape="h,d", symbol="W_x")
    Wh: Any = given("weights on the hidden state before", shape="h,h", symbol="W_h")
    h0: Any = given("the first hidden state", shape="h", symbol="h_0")
    x: Any = given("the inputs, a row a time step", shape="T,d")
    b: Any = given("the biases; none by default", shape="h", default=None)
    activation: str = given("the hidden units' activation", choices=HIDDEN, default="tanh")
    Wy: Any = given("weights of the output layer; none by default", shape="k,h", symbol="W_y", default=None)
    by: Any = given("its biases; none by default", shape="k", symbol="b_y", default=None)
    output: str = given("the output layer's activation", choices=OUTPUT, default="identity")


@dataclass(frozen=True)
class Ranges:
    """Sizes (no outputs: no output layer), activations, and how large the numbers are."""

    units: int = 1
    inputs: int = 1
    steps: int = 2
    outputs: int = 0
    activation: str = "tanh"
    output: str = "identity"
    weight: float = 1.0
    step: float = 0.1
    reach: float = 2.0
    start: float = 0.5
    bias: str = "yes"


def draw(d: Draw, r: Ranges) -> Givens:
    """Draw weights in steps, inputs in halves or whole numbers, and a first state."""

    def weight() -> float:
        return d.number(-r.weight, r.weight, r.step)

    def biases(n: int) -> tuple[float, ...] | None:
        if r.bias != "yes":
            return None
        return d.vector(n, lambda: d.number(-r.weight / 2, r.weight / 2, r.step, zero=True))

    return Givens(
        Wx=d.matrix(r.units, r.inputs, weight),
        Wh=d.matrix(r.units, r.units, weight),
        h0=d.vector(r.units, lambda: d.number(-r.start, r.start, r.step) if r.start else 0),
        x=d.matrix(r.steps, r.inputs, lambda: d.number(-r.reach, r.reach, max(r.step, 0.5))),
        b=biases(r.units),
        activation=r.activation,
        Wy=d.matrix(r.outputs, r.units, weight) if r.outputs else None,
        by=biases(r.outputs) if r.outputs else None,
        output=r.output,
    )


def single(x: Any) -> Any:  # noqa: ANN401
    """Unwrap arrays of one entry: one unit needs no brackets."""
    while isinstance(x, list | tuple) or getattr(x, "ndim", 0):
        if len(x) != 1:
            return x
        x = x[0]
    return x


def solve(g: Givens, tape: Recorder, **changes: Any) -> Results:  # noqa: ANN401
    """Work out each hidden state from the input and the hidden state before."""

    def named(name: str) -> Tensor:
        value = single(raw(getattr(g, name)))
        return None if value is None else tape.given(f"{name}_used", value, SYMBOLS[name])

    hidden = rnn.Layer((named("Wx"), named("Wh")), named("b"), rnn.ACTIVATIONS[g.activation])
    output = None
    if g.Wy is not None:
        output = rnn.Layer((named("Wy"),), named("by"), rnn.ACTIVATIONS[g.output])
    inputs = [
        tape.given(f"x{t}", single(row), rnn.indexed("x", t)) for t, row in enumerate(raw(g.x), 1)
    ]
    return rnn.forward(hidden, output, inputs, named("h0"), tape, **changes)
