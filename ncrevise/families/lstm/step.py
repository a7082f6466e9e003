"""One time step of a long short-term memory cell."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ncrevise.document.pictures import by_block
from ncrevise.family import Array, Blocks, Family, Recorder, Word, given, givens, result, results
from ncrevise.models.sequences import lstm as model
from ncrevise.models.weights import identity
from ncrevise.tape.ops import sigmoid, tanh

if TYPE_CHECKING:
    from ncrevise.document.tree import Table
    from ncrevise.models.weights import Activation

ORDERS = ("f i g o", "i f g o", "i f o g", "f i o g", "i o f g")
NAMES = {"f": "forget gate", "i": "input gate", "g": "candidate", "o": "output gate"}
SOURCE = "Lewis, Neural Networks continued, LSTM; Wei, CSC413, §12"

lstm = Family["Givens", "Results"](
    "One step of an LSTM cell", source=SOURCE, sizes={"n": 1, "d": 1}
)
stacked = partial(given, blocks="order", draw="-1..1 by 0.1")
state = partial(given, squeeze=True, draw="-0.9..0.9 by 0.1")


@givens
class Givens:
    W: Blocks = stacked("weights on the input, the four gates stacked", "4n,d")
    U: Blocks = stacked("weights on the hidden state, stacked alike", "4n,n")
    b: Blocks = stacked("biases, stacked alike", "4n", draw="-0.5..0.5 by 0.1")
    x: Array = state("the input", "d", draw="-2..2 by 0.5", symbol="x_t")
    h: Array = state("the hidden state before", "n", symbol="h_{t-1}")
    c: Array = state("the cell state before", "n", symbol="c_{t-1}")
    order: Word = given("order of the gates", one_of=ORDERS, convention=True, default=ORDERS[0])


@results
class Results:
    f: Array = result("the forget gate", "n")
    i: Array = result("the input gate", "n")
    g: Array = result("the candidate", "n")
    o: Array = result("the output gate", "n")
    c: Array = result("the new cell", "n")
    h: Array = result("the new hidden state", "n")


@lstm.solve
def solve(g: Givens, tape: Recorder, **activations: Activation) -> Results:
    """Work out the three gates and the candidate, then the new cell and hidden state."""
    f, i, o, c = (model.Gate(g.W[k], g.U[k], g.b[k]) for k in "fiog")
    before = model.State(g.h, g.c)
    found = model.step(model.Lstm(f, i, o, c), g.x, before, tape, order=g.order, **activations)
    return Results(**found)


@lstm.show
def weights(g: Givens) -> Table:
    return by_block(g.order, NAMES, {"W": g.W, "U": g.U, "b": g.b}, "Weights of the gates")


tanh_on_gates = lstm.wrong(
    r"You used tanh for the gates. Gates lie between 0 and 1, so they take $\sigma$.",
    gate_activation=tanh,
)
sigmoid_on_candidate = lstm.wrong(
    r"You used $\sigma$ for the candidate, which takes tanh: it may be negative.",
    candidate_activation=sigmoid,
)
no_recurrence = lstm.edit(
    "You left out $U h_{t-1}$: the gates also read the previous hidden state.", U=0
)


@lstm.mistake("You let the forget gate scale the candidate and the input gate the old cell.")
def gates_swapped(g: Givens, tape: Recorder) -> Results:
    order = g.order.translate(str.maketrans("fi", "if"))
    found = lstm.run(replace(g, order=order), tape)
    return replace(found, f=found.i, i=found.f)


no_tanh_on_cell = lstm.wrong(
    r"You took $h_t = o_t c_t$: the output gate scales $\tanh(c_t)$, not the cell itself.",
    cell_activation=identity,
)
