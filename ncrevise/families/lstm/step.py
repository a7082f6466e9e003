"""One step of an LSTM cell, every gate on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from ncrevise.errors import GivensError
from ncrevise.family import Family, given, mistake
from ncrevise.models.sequences import lstm
from ncrevise.models.weights import identity, squeezed
from ncrevise.tape import NO_TAPE, Recorder, raw
from ncrevise.tape.ops import sigmoid, tanh

if TYPE_CHECKING:
    from ncrevise.draw import Draw
    from ncrevise.family import Results, Showable
    from ncrevise.maths.tree import Node

ORDERS = ("f i g o", "i f g o", "i f o g", "f i o g", "i o f g")
NAMES = {"f": "forget gate", "i": "input gate", "g": "candidate", "o": "output gate"}


@dataclass(frozen=True)
class Givens:
    """Weights with the gates stacked as row blocks, the input, and the state before."""

    W: Any = given("weights on the input, the four gates stacked", shape="4n,d")
    U: Any = given("weights on the hidden state, stacked alike", shape="4n,n")
    b: Any = given("biases, stacked alike", shape="4n")
    x: Any = given("the input", shape="d", symbol="x_t")
    h: Any = given("the hidden state before", shape="n", symbol="h_{t-1}")
    c: Any = given("the cell state before", shape="n", symbol="c_{t-1}")
    order: str = given("order of the gates", choices=ORDERS, convention=True, default="f i g o")


@dataclass(frozen=True)
class Ranges:
    """How many units and inputs, and how large the weights."""

    units: int = 1
    inputs: int = 1
    weight: float = 1.0
    step: float = 0.1
    order: str = "f i g o"


def draw(d: Draw, r: Ranges) -> Givens:
    """Draw one-decimal weights, an input in halves and a state well inside (−1, 1)."""
    n = r.units

    def weight() -> float:
        return d.number(-r.weight, r.weight, r.step)

    return Givens(
        W=d.matrix(4 * n, r.inputs, weight),
        U=d.matrix(4 * n, n, weight),
        b=d.vector(4 * n, lambda: d.number(-0.5, 0.5, r.step, zero=True)),
        x=d.vector(r.inputs, lambda: d.number(-2, 2, 0.5)),
        h=d.vector(n, lambda: d.number(-0.9, 0.9)),
        c=d.vector(n, lambda: d.number(-0.9, 0.9)),
        order=r.order,
    )


def blocks(stacked: Any, order: str) -> dict[str, Any]:  # noqa: ANN401
    """Cut stacked weights into the rows of each gate; one unit needs no column of one."""
    n = len(stacked) // 4
    rows = [squeezed(stacked[k * n : (k + 1) * n]) for k in range(4)]
    return dict(zip(order.split(), rows, strict=True))


def solve(g: Givens, tape: Recorder, **activations: Any) -> Results:  # noqa: ANN401
    """Work out the three gates and the candidate, then the new cell and hidden state."""
    W, U, b = (blocks(raw(stacked), g.order) for stacked in (g.W, g.U, g.b))
    gates = {
        gate: lstm.Gate(
            tape.given(f"W_{gate}", W[gate], f"W_{gate}"),
            tape.given(f"U_{gate}", U[gate], f"U_{gate}"),
            tape.given(f"b_{gate}", b[gate], f"b_{gate}"),
        )
        for gate in "figo"
    }
    x = tape.given("x", squeezed(raw(g.x)), "x_t")
    h = tape.given("h_before", squeezed(raw(g.h)), "h_{t-1}")
    c = tape.given("c_before", squeezed(raw(g.c)), "c_{t-1}")
    cells = lstm.Lstm(gates["f"], gates["i"], gates["o"], gates["g"])
    return lstm.step(cells, x, lstm.State(h, c), tape, order=g.order, **activations)


@mistake
def tanh_on_gates(g: Givens) -> Results:
    r"""You used tanh for the gates. Gates lie between 0 and 1, so they take $\sigma$."""
    return solve(g, NO_TAPE, gate_activation=tanh)


@mistake
def sigmoid_on_candidate(g: Givens) -> Results:
    r"""You used $\sigma$ for the candidate, which takes tanh: it may be negative."""
    return solve(g, NO_TAPE, candidate_activation=sigmoid)


@mistake
def no_recurrence(g: Givens) -> Results:
    """You left out $U h_{t-1}$: the gates also read the previous hidden state."""
    return solve(replace(g, U=g.U * 0), NO_TAPE)


@mistake
def gates_swapped(g: Givens) -> Results:
    """You let the forget gate scale the candidate and the input gate the old cell."""
    swapped = {"f": "i", "i": "f"}
    order = " ".join(swapped.get(gate, gate) for gate in g.order.split())
    found = solve(replace(g, order=order), NO_TAPE)
    return {**found, "f": found["i"], "i": found["f"]}


@mistake
def no_tanh_on_cell(g: Givens) -> Results:
    r"""You took $h_t = o_t c_t$: the output gate scales $\tanh(c_t)$, not the cell itself."""
    return solve(g, NO_TAPE, cell_activation=identity)


def check(g: Givens) -> None:
    """Refuse weights that do not stack four gates."""
    if len(g.W) % 4:
        raise GivensError(f"W stacks four gates, so its rows must divide by 4; it has {len(g.W)}.")


def shows(g: Givens) -> Showable:
    """Offer the weights gate by gate, in a table and one by one, and the state."""
    from ncrevise.document.tree import Inlines, Maths, Table, Words
    from ncrevise.inputs import array, number
    from ncrevise.maths.tex import read

    def shown(value: Any) -> Node:  # noqa: ANN401
        return array.show(value) if isinstance(value, tuple) else number.show(value)

    def weights() -> dict[str, dict[str, Any]]:
        return {k: blocks(w, g.order) for k, w in (("W", g.W), ("U", g.U), ("b", g.b))}

    def table() -> Table:
        by_gate = weights()
        cells: list[tuple[Inlines, ...]] = [
            (
                (Words(f"{NAMES[gate]} "), Maths(read(gate))),
                *((Maths(shown(w[gate])),) for w in by_gate.values()),
            )
            for gate in g.order.split()
        ]
        heads: list[Inlines] = [(Maths(read(letter)),) for letter in by_gate]
        return Table(
            ((Words("gate"),), *heads), tuple(cells), "lrrr", caption="Weights of the gates"
        )

    def one(letter: str, gate: str) -> Node:
        return shown(weights()[letter][gate])

    return {
        "weights": table,
        **{f"{letter}_{gate}": partial(one, letter, gate) for letter in "WUb" for gate in "figo"},
        **{key: shown(squeezed(value)) for key, value in (("x", g.x), ("h", g.h), ("c", g.c))},
    }


FAMILY = Family(
    title="One step of an LSTM cell",
    source="Lewis, Neural Networks continued, LSTM; Wei, CSC413, §12",
    givens=Givens,
    ranges=Ranges,
    draw=draw,
    solve=solve,
    results={
        **{k: f"the {v}" for k, v in NAMES.items()},
        "c": "the new cell",
        "h": "the new hidden state",
    },
    mistakes=(tanh_on_gates, sigmoid_on_candidate, no_recurrence, gates_swapped, no_tanh_on_cell),
    check=check,
    shows=shows,
)
