r"""Scalar computation graphs: values forward, error signals backward (notes 003 §4).

A program lists the nodes in topological order, each a formula of inputs and earlier nodes; its
last node is the output. With :math:`\bar{v}` for the derivative of the output by ``v``,

    output's own signal: 1;    v̄ = Σ ū ∂u/∂v over every node u computed from v.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from typing import TypeAlias

from ncrevise.answers import Tree, fold, to_text, variables_of
from ncrevise.answers.spelling import name_tex
from ncrevise.answers.tree import Binary, Call, Constant, Name, Negative, Number, Percent, walk
from ncrevise.tape import Loose as Tensor
from ncrevise.tape import Recorder, Tape, Value, ops, raw
from ncrevise.tape.grad import backward

Operations: TypeAlias = Mapping[str, Callable[..., Tensor]]


@dataclass(frozen=True, slots=True)
class Node:
    """One line of a program: a name and the formula it stands for."""

    name: str
    tree: Tree


@dataclass(frozen=True)
class Program:
    """Nodes in the order they are computed; the last is the output."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return "; ".join(f"{node.name} = {to_text(node.tree)}" for node in self.nodes)

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """List the names it uses but does not compute, in order of use."""
        computed = {node.name for node in self.nodes}
        used = (name for node in self.nodes for name in self.parents(node))
        return tuple(dict.fromkeys(name for name in used if name not in computed))

    def parents(self, node: Node) -> tuple[str, ...]:
        """List the inputs and nodes that a node is computed from, in order of use."""
        names = [part for part in walk(node.tree) if isinstance(part, Name)]
        names.sort(key=lambda part: part.at)
        return tuple(dict.fromkeys(part.name for part in names))


@dataclass(frozen=True, slots=True)
class Passes:
    """Values by name, and the error signals of those on the way to what is differentiated by.

    Without a tape of the caller's own they are plain numbers.
    """

    values: Mapping[str, Tensor]
    signals: Mapping[str, Tensor]


def whole_power(base: Tensor, exponent: int) -> Tensor:
    """Raise to a whole power, at least 2."""
    return ops.square(base) if exponent == 2 else ops.power(base, exponent=exponent)


OPERATIONS: Operations = {
    "+": ops.add,
    "-": ops.subtract,
    "*": ops.scale,
    "/": ops.divide,
    "^": whole_power,
    "negative": ops.negate,
    "percent": lambda value: ops.divide(value, 100),
    "half_square": ops.half_square,
    "sigmoid": ops.sigmoid,
    "tanh": ops.tanh,
    "relu": ops.relu,
    "exp": ops.exp,
    "ln": ops.log,
    "sqrt": ops.sqrt,
    "sin": ops.sin,
    "cos": ops.cos,
    "max": ops.largest,
}


def half_squared(body: Tree) -> Tree:
    """See ``u^2/2`` as one operation, whose error signal is u itself, as in the notes."""
    return Call("half_square", (body,))


def quotient(top: Tree, bottom: Tree) -> Tree:
    """Divide; half a square is one operation."""
    match top:
        case Binary("^", body, low) if low == bottom == TWO:
            return half_squared(body)
    return Binary("/", top, bottom)


def times(left: Tree, right: Tree) -> Tree:
    """Multiply; half a square is one operation."""
    match right:
        case Binary("^", body, low) if low == TWO and left in HALVES:
            return half_squared(body)
    return Binary("*", left, right)


TWO = Number(Fraction(2))
HALVES = (Number(Fraction(1, 2)), Binary("/", Number(Fraction(1)), TWO))
REBUILT: Mapping[str, Callable[..., Tree]] = {
    **{sign: partial(Binary, sign) for sign in "+-^"},
    "*": times,
    "/": quotient,
    "negative": Negative,
    "percent": Percent,
}


@lru_cache(maxsize=1024)
def with_half_squares(tree: Tree) -> Tree:
    """Find the half squares of a formula."""
    number: Callable[[Fraction], Tree] = Number
    names: dict[str, Tree] = {name: Name(name) for name in variables_of(tree)}
    constants: dict[str, Tree] = {name: Constant(name) for name in ("pi", "e")}
    functions = {name: partial(called, name) for name in OPERATIONS}
    return fold(
        tree,
        number=number,
        names=names,
        functions=functions,
        operators=REBUILT,
        constants=constants,
    )


def called(name: str, *args: Tree) -> Tree:
    """Call a function by name."""
    return Call(name, args)


def constant(tape: Tape, value: Fraction) -> Tensor:
    """Take a number of a program: whole, or the decimal it was; 1 goes unsaid in products."""
    if value == 1:
        return tape.record(ops.one, (), {})
    return value.numerator if value.denominator == 1 else float(value)


def forward(
    program: Program, inputs: Mapping[str, Tensor], tape: Tape, operations: Operations
) -> dict[str, Tensor]:
    """Compute every node.

    Args:
        program: the graph.
        inputs: a number for each input.
        tape: records the run.
        operations: what operators and functions do.

    Returns:
        Inputs and nodes by name.
    """
    values = dict(inputs)
    for node in program.nodes:
        value = fold(
            with_half_squares(node.tree),
            number=lambda typed: constant(tape, typed),
            names=values,
            functions=operations,
            operators=operations,
        )
        values[node.name] = tape.name(node.name, value, symbol=name_tex(node.name))
    return values


def signal_key(name: str) -> str:
    """Name the error signal of a value on a tape."""
    return f"grad_{name}"


def signal_tex(name: str) -> str:
    """Write the error signal of a value, a bar over its letter."""
    letter, low, index = name_tex(name).partition("_")
    return rf"\bar{{{letter}}}{low}{index}"


def run(
    program: Program,
    inputs: Mapping[str, Tensor],
    wrt: Iterable[str],
    tape: Recorder,
    *,
    operations: Operations = OPERATIONS,
    join: Callable[[Tensor, Tensor], Tensor] = ops.add,
    passed: Callable[[Tensor], Tensor] = lambda signal: signal,
) -> Passes:
    """Passes a program forward and backward.

    Args:
        program: the graph.
        inputs: a number for each input.
        wrt: the inputs to differentiate by.
        tape: where to write the working.
        operations: what operators and functions do, and how each is differentiated.
        join: adds the signals that meet at a fan-out; a mistake may do something else.
        passed: what of a node's signal goes on to its parents; a mistake may lose it.

    Returns:
        Every value, and the error signals of ``wrt`` and of the nodes on the way to them.
    """
    book = tape.book()
    book.begin("Forward pass: each value from those before it")
    given = {name: book.given(name, x, name_tex(name)) for name, x in inputs.items()}
    values = forward(program, given, book, operations)
    book.begin("Backward pass: error signals, added up where a value fans out")
    leaves = {given[name].index: name for name in wrt}
    signals: dict[str, Tensor] = {}

    def named(name: str, signal: Tensor) -> Tensor:
        signals[name] = book.name(signal_key(name), signal, symbol=signal_tex(name))
        return signals[name]

    def arrived(value: Value, signal: Tensor) -> Tensor:
        return (
            passed(named(value.key, signal)) if value.key and value.index not in leaves else signal
        )

    output = values[program.nodes[-1].name]
    found = backward(
        output,
        book.record(ops.one, (), {}),
        wrt=[given[name] for name in wrt],
        traced=True,
        arrived=arrived,
        join=join,
    )
    for index, name in leaves.items():
        named(name, found[index])
    if book is tape:
        return Passes(values, signals)
    return Passes({n: raw(v) for n, v in values.items()}, {n: raw(v) for n, v in signals.items()})
