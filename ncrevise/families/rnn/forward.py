"""A recurrent network run forward over a short sequence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.document.pictures import sequence_of
from ncrevise.family import Array, Each, Family, Recorder, Word, given, givens, result, results
from ncrevise.models.sequences import rnn as model
from ncrevise.models.weights import squeezed
from ncrevise.results.kinds.numbers import floats
from ncrevise.tape import raw

if TYPE_CHECKING:
    from ncrevise.maths.tree import Node

HIDDEN = ("tanh", "sigmoid", "relu", "identity")
OUTPUT = ("identity", "sigmoid", "softmax")
WHEN = ("every step", "last step")
MOST_STEPS = 12
SMALL = 0.01
SOURCE = "Wei, CSC413, §12; Lewis, Neural Networks continued"
OUTPUTS = "weights of the output layer; none by default"

rnn = Family["Givens", "Results"](
    "A recurrent network run forward", source=SOURCE, sizes={"h": 1, "d": 1, "T": 2, "k": 0}
)
weights = partial(given, squeeze=True, draw="-1..1 by 0.1")
biases = partial(given, squeeze=True, draw="-0.5..0.5 by 0.1", default=None)


@givens
class Givens:
    Wx: Array = weights("weights on the input", "h,d", symbol="W_x")
    Wh: Array = weights("weights on the hidden state before", "h,h", symbol="W_h")
    h0: Array = weights("the first hidden state", "h", draw="-0.5..0.5 by 0.1", symbol="h_0")
    x: Array = given("the inputs, a row a time step", "T,d", draw="-2..2 by 0.5")
    b: Array | None = biases("the biases; none by default", "h")
    activation: Word = given("the hidden units' activation", one_of=HIDDEN, default="tanh")
    Wy: Array | None = weights(OUTPUTS, "k,h", symbol="W_y", default=None)
    by: Array | None = biases("its biases; none by default", "k", symbol="b_y")
    output: Word = given("the output layer's activation", one_of=OUTPUT, default="identity")
    when: Word = given("when there is an output", one_of=WHEN, default="every step")


@results
class Results:
    states: Each = result("the hidden state at step *", name="h*")
    outputs: Each = result("the output at step *", name="y*")


@rnn.solve
def solve(g: Givens, tape: Recorder, *, from_start: bool = False) -> Results:
    """Work out each hidden state from the input and the hidden state before."""
    carried = {"carried": lambda _before: g.h0} if from_start else {}
    output = None if g.Wy is None else model.Output(g.Wy, g.by, g.output)
    inputs = [
        tape.given(f"x{t}", squeezed(row), model.indexed("x", t))
        for t, row in enumerate(raw(g.x), 1)
    ]
    read = range(1, len(inputs) + 1) if g.when == "every step" else (len(inputs),)
    hidden = model.Hidden(g.Wx, g.Wh, g.b, g.activation)
    found = model.forward(hidden, output, inputs, g.h0, tape, at=read, **carried)
    states = {name: value for name, value in found.items() if name.startswith("h")}
    return Results(states, {name: value for name, value in found.items() if name not in states})


rnn.needs(
    lambda g: len(g.x) <= MOST_STEPS,
    lambda g: f"x has {len(g.x)} steps; {MOST_STEPS} is the most worked out here.",
)
rnn.needs(
    lambda g: g.by is None or g.Wy is not None,
    "by is given without Wy, the weights of the output layer.",
)
rnn.needs(
    lambda g: g.output != "softmax" or g.Wy is None or len(g.Wy) > 1,
    "A softmax needs two outputs or more, so Wy needs as many rows.",
)


@rnn.dull
def lifeless(g: Givens, found: Results) -> bool:
    """Refuse states that are nothing or saturated."""
    edge = 0.995 if g.activation in {"tanh", "sigmoid"} else np.inf
    sizes = [np.max(np.abs(floats(state))) for state in found.states.values()]
    return any(size < SMALL or size > edge for size in sizes)


@rnn.show
def sequence(g: Givens) -> Node:
    """List the inputs one by one."""
    return sequence_of("x", raw(g.x))


no_recurrence = rnn.edit(
    "You left out the hidden state before: each step adds $W_h h_{t-1}$ to $W_x x_t$.", Wh=0
)
starts_again = rnn.wrong(
    "You used $h_0$ at every step: each step goes on from the hidden state of the step before.",
    from_start=True,
    when=lambda g: len(g.x) > 1 and bool(np.any(raw(g.h0))),
)
starts_from_zero = rnn.edit(
    "You started from zero: the first step goes on from the $h_0$ that is given.", h0=0
)
no_activation = rnn.edit(
    "You left out the hidden units' activation function: apply it to every weighted sum.",
    activation="identity",
)
no_output_activation = rnn.edit(
    "You stopped at the output's weighted sum: apply the output layer's activation function.",
    output="identity",
    when=lambda g: g.Wy is not None,
)
transposed = rnn.edit(
    "You used $W_h$ by columns: entry $i$ of $W_h h$ takes row $i$ of $W_h$.",
    lambda g: {"Wh": g.Wh.T},
)
