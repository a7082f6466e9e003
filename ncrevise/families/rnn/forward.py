"""A recurrent network run forward over a short sequence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.errors import GivensError
from ncrevise.family import Described, Family, given, mistake
from ncrevise.models.sequences import rnn
from ncrevise.models.weights import squeezed
from ncrevise.tape import NO_TAPE, Recorder, Tensor, raw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ncrevise.draw import Draw
    from ncrevise.family import Results, Shown
    from ncrevise.maths.tree import Node

HIDDEN = ("tanh", "sigmoid", "relu", "identity")
OUTPUT = ("identity", "sigmoid", "softmax")
WHEN = ("every step", "last step")
MOST_STEPS = 12
SMALL = 0.01
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
    Wy: Any = given(
        "weights of the output layer; none by default", shape="k,h", symbol="W_y", default=None
    )
    by: Any = given("its biases; none by default", shape="k", symbol="b_y", default=None)
    output: str = given("the output layer's activation", choices=OUTPUT, default="identity")
    when: str = given("when there is an output", choices=WHEN, default="every step")


@dataclass(frozen=True)
class Ranges:
    """Sizes (no outputs: no output layer), activations, and how large the numbers are."""

    units: int = 1
    inputs: int = 1
    steps: int = 2
    outputs: int = 0
    activation: str = "tanh"
    output: str = "identity"
    when: str = "every step"
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
        when=r.when,
    )


def solve(g: Givens, tape: Recorder, *, from_start: bool = False) -> Results:
    """Work out each hidden state from the input and the hidden state before."""

    def named(name: str) -> Tensor:
        value = squeezed(raw(getattr(g, name)))
        return None if value is None else tape.given(f"{name}_used", value, SYMBOLS[name])

    start = named("h0")
    carried = {"carried": lambda _before: start} if from_start else {}
    hidden = rnn.Hidden(named("Wx"), named("Wh"), named("b"), g.activation)
    output = None
    if g.Wy is not None:
        output = rnn.Output(named("Wy"), named("by"), g.output)
    inputs = [
        tape.given(f"x{t}", squeezed(row), rnn.indexed("x", t)) for t, row in enumerate(raw(g.x), 1)
    ]
    read = range(1, len(inputs) + 1) if g.when == "every step" else (len(inputs),)
    return rnn.forward(hidden, output, inputs, start, tape, at=read, **carried)


@mistake
def no_recurrence(g: Givens) -> Results:
    """You left out the hidden state before: each step adds $W_h h_{t-1}$ to $W_x x_t$."""
    return solve(replace(g, Wh=g.Wh * 0), NO_TAPE)


@mistake
def starts_again(g: Givens) -> Results | None:
    """You used $h_0$ at every step: each step goes on from the hidden state of the step before."""
    return solve(g, NO_TAPE, from_start=True) if len(g.x) > 1 and np.any(g.h0) else None


@mistake
def starts_from_zero(g: Givens) -> Results | None:
    """You started from zero: the first step goes on from the $h_0$ that is given."""
    return solve(replace(g, h0=g.h0 * 0), NO_TAPE) if np.any(g.h0) else None


@mistake
def no_activation(g: Givens) -> Results | None:
    """You left out the hidden units' activation function: apply it to every weighted sum."""
    return None if g.activation == "identity" else solve(replace(g, activation="identity"), NO_TAPE)


@mistake
def no_output_activation(g: Givens) -> Results | None:
    """You stopped at the output's weighted sum: apply the output layer's activation function."""
    if g.Wy is None or g.output == "identity":
        return None
    return solve(replace(g, output="identity"), NO_TAPE)


@mistake
def transposed(g: Givens) -> Results | None:
    """You used $W_h$ by columns: entry $i$ of $W_h h$ takes row $i$ of $W_h$."""
    return None if np.array_equal(g.Wh, g.Wh.T) else solve(replace(g, Wh=g.Wh.T), NO_TAPE)


def check(g: Givens) -> None:
    """Refuse what makes no network."""
    if len(g.x) > MOST_STEPS:
        raise GivensError(f"x has {len(g.x)} steps; {MOST_STEPS} is the most worked out here.")
    if g.by is not None and g.Wy is None:
        raise GivensError("by is given without Wy, the weights of the output layer.")
    if g.output == "softmax" and g.Wy is not None and len(g.Wy) == 1:
        raise GivensError("A softmax needs two outputs or more, so Wy needs as many rows.")


def dull(g: Givens, results: Results) -> bool:
    """Refuse states that are nothing or saturated."""
    edge = 0.995 if g.activation in {"tanh", "sigmoid"} else np.inf
    states = [np.abs(value) for name, value in results.items() if name.startswith("h")]
    return any(np.max(state) < SMALL or np.max(state) > edge for state in states)


def shows(g: Givens) -> Mapping[str, Shown]:
    """Offer the numbers without columns of one, and the sequence input by input."""
    from ncrevise.inputs import array, number
    from ncrevise.maths import build, tex
    from ncrevise.maths.tree import Op, Row

    def shown(value: Any) -> Node:  # noqa: ANN401
        value = squeezed(value)
        return array.show(value) if isinstance(value, tuple) else number.show(value)

    def written(value: Any) -> Node:  # noqa: ANN401
        return shown(value) if len(value) == 1 else array.show(value)

    names = [name for name in SYMBOLS if getattr(g, name) is not None]
    sequence = tuple(
        Row((tex.read(rnn.indexed("x", t)), Op("="), shown(x))) for t, x in enumerate(g.x, 1)
    )
    return {
        **{name: written(getattr(g, name)) for name in names},
        "sequence": build.listed(sequence),
    }


FAMILY = Family(
    title="A recurrent network run forward",
    source="Wei, CSC413, §12; Lewis, Neural Networks continued",
    givens=Givens,
    ranges=Ranges,
    draw=draw,
    solve=solve,
    results=Described({"h*": "the hidden state at step *", "y*": "the output at step *"}),
    mistakes=(
        no_recurrence,
        starts_again,
        starts_from_zero,
        no_activation,
        no_output_activation,
        transposed,
    ),
    dull=dull,
    check=check,
    shows=shows,
)
