"""One time step of a long short-term memory cell."""

from __future__ import annotations

from dataclasses import replace
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

lstm = Family["Givens", "Results"](
    "One step of an LSTM cell",
    source="Lewis, Neural Networks continued, LSTM; Wei, CSC413, §12",
    sizes={"n": 1, "d": 1},
)


@givens
class Givens:
    """Weights with the gates stacked as row blocks, the input, and the state before."""

    W: Blocks = given(
        "weights on the input, the four gates stacked", "4n,d", draw="-1..1 by 0.1", blocks="order"
    )
    U: Blocks = given(
        "weights on the hidden state, stacked alike", "4n,n", draw="-1..1 by 0.1", blocks="order"
    )
    b: Blocks = given("biases, stacked alike", "4n", draw="-0.5..0.5 by 0.1 or 0", blocks="order")
    x: Array = given("the input", "d", draw="-2..2 by 0.5", symbol="x_t", squeeze=True)
    h: Array = given(
        "the hidden state before", "n", draw="-0.9..0.9 by 0.1", symbol="h_{t-1}", squeeze=True
    )
    c: Array = given(
        "the cell state before", "n", draw="-0.9..0.9 by 0.1", symbol="c_{t-1}", squeeze=True
    )
    order: Word = given("order of the gates", one_of=ORDERS, convention=True, default=ORDERS[0])


@results
class Results:
    """The gates, the candidate, and the new state."""

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
    cells = model.Lstm(f, i, o, c)
    before = model.State(g.h, g.c)
    return Results(**model.step(cells, g.x, before, tape, order=g.order, **activations))


@lstm.show
def weights(g: Givens) -> Table:
    """Set the weights gate by gate, in a table."""
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
    """Exchange the two gates, and call them by their right names."""
    swapped = {"f": "i", "i": "f"}
    order = " ".join(swapped.get(gate, gate) for gate in g.order.split())
    found = lstm.run(replace(g, order=order), tape)
    return replace(found, f=found.i, i=found.f)


no_tanh_on_cell = lstm.wrong(
    r"You took $h_t = o_t c_t$: the output gate scales $\tanh(c_t)$, not the cell itself.",
    cell_activation=identity,
)
