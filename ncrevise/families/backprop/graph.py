"""A computation graph run forward for its values and backward for its error signals."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from ncrevise.answers import Real, evaluate
from ncrevise.errors import AnswerError, GivensError
from ncrevise.exhibits.graph import drawn
from ncrevise.family import Described, Family, given, mistake
from ncrevise.inputs.program import parsed
from ncrevise.maths.tree import Num
from ncrevise.models import graph
from ncrevise.slips.derivatives import Slip
from ncrevise.tape import NO_TAPE, Recorder, Tape, Tensor, ops

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ncrevise.draw import Draw
    from ncrevise.family import Results, Showable
    from ncrevise.tape.primitive import Primitive

SQUASHING: dict[str, Primitive] = {"sigmoid": ops.sigmoid, "tanh": ops.tanh}
SMALL = 0.01


@dataclass(frozen=True)
class Givens:
    """A program, a number for each of its inputs, and which of these to differentiate by."""

    program: Any = given("the graph, a line a node: z = w*x + b; y = sigmoid(z)", kind="program")
    at: Any = given("the inputs: x = 1, w = 2, b = 0.5", kind="numbers")
    wrt: Any = given("the inputs to differentiate by, all unless said", kind="names", default=())


@dataclass(frozen=True)
class Ranges:
    """The program, and for each input its least and largest value and the step between."""

    program: str = "q = x + y; f = q*z"
    inputs: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    wrt: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        wanted = set(parsed(self.program).inputs)
        if set(self.inputs) != wanted:
            raise ValueError(f"inputs must be given for {', '.join(sorted(wanted))}")


def draw(d: Draw, r: Ranges) -> Givens:
    """Draw a number for each input; zero only where it is the least."""
    at = tuple(
        (name, d.number(low, high, step, zero=low == 0))
        for name, (low, high, step) in r.inputs.items()
    )
    return Givens(parsed(r.program), at, r.wrt)


def solve(g: Givens, tape: Recorder, **changes: Any) -> Results:  # noqa: ANN401
    """Compute every node forward, then pass error signals back, adding them at each fan-out."""
    wrt = g.wrt or tuple(name for name, _ in g.at)
    run = graph.run(g.program, dict(g.at), wrt, tape, **changes)
    if isinstance(tape, Tape):
        from ncrevise.tape.spelling import Speller

        number = Speller(tape).number
        tape.draw(
            lambda: drawn(
                g.program,
                {name: number(value) for name, value in run.values.items()},
                {name: number(signal) for name, signal in run.signals.items()},
            )
        )
    return {
        **{node.name: run.values[node.name] for node in g.program.nodes},
        **{graph.signal_key(name): signal for name, signal in run.signals.items()},
    }


def slipped(
    g: Givens,
    slip: Slip,
    operations: Mapping[str, Primitive] | None = None,
    **changes: Any,  # noqa: ANN401
) -> Results | None:
    """Solve with something wrong; None where it came to nothing."""
    every = {**graph.OPERATIONS, **(operations or {})}
    found = solve(g, NO_TAPE, operations=every, **changes)
    return found if slip.times else None


@mistake
def overwrites(g: Givens) -> Results | None:
    """You kept one message where a value is used twice: at a fan-out the messages are added."""
    slip = Slip()
    return slipped(g, slip, join=slip.noting(lambda message, _after: message))


@mistake
def no_slope(g: Givens) -> Results | None:
    """You passed the signal through the activation unchanged: multiply it by the derivative."""
    slip = Slip()
    wrong = {k: slip.vjps(op, lambda signal, _y, _z: signal) for k, op in SQUASHING.items()}
    return slipped(g, slip, wrong)


def at_output(op: Primitive, signal: Tensor, y: Tensor, _z: Tensor) -> Tensor:
    """Take a derivative at the output where the input belongs."""
    slope = op.vjps[0]
    return slope(signal, op(y), y) if slope else signal


@mistake
def slope_at_output(g: Givens) -> Results | None:
    """You took the activation's derivative at its output: it is taken at its input."""
    slip = Slip()
    wrong = {k: slip.vjps(op, partial(at_output, op)) for k, op in SQUASHING.items()}
    return slipped(g, slip, wrong)


@mistake
def own_factor(g: Givens) -> Results | None:
    """You multiplied by the factor itself: a product's derivative by one factor is the other."""
    slip = Slip()
    wrong = slip.vjps(ops.scale, lambda s, _y, a, _b: s * a, lambda s, _y, _a, b: s * b)
    return slipped(g, slip, {"*": wrong})


@mistake
def sign_of_difference(g: Givens) -> Results | None:
    """You lost a minus: the derivative of a difference by what is taken away is −1."""
    slip = Slip()
    return slipped(g, slip, {"-": slip.vjps(ops.subtract, None, lambda s, *_: s)})


@mistake
def local_only(g: Givens) -> Results | None:
    """You wrote local derivatives alone: each is multiplied by the error signal that arrives."""
    if len(g.program.nodes) < 2:
        return None
    slip = Slip()
    return slipped(g, slip, passed=slip.noting(lambda _signal: 1))


def check(g: Givens) -> None:
    """Refuse numbers that are not those of the program's inputs, or can't be worked out."""
    at, inputs = dict(g.at), g.program.inputs
    for name in inputs:
        if name not in at:
            raise GivensError(f"at gives no number for {name}.")
    for name in (*at, *g.wrt):
        if name not in inputs:
            raise GivensError(
                f"{name} is not an input of the program; they are {', '.join(inputs)}."
            )
    known: dict[str, Real] = {name: Fraction(str(x)) for name, x in at.items()}
    for node in g.program.nodes:
        try:
            known[node.name] = evaluate(node.tree, known)
        except AnswerError as error:
            raise GivensError(f"{node.name} can't be computed. {error}") from error
    try:
        solve(g, NO_TAPE)
    except (ArithmeticError, ValueError) as error:
        raise GivensError("A derivative is not finite at these numbers.") from error


def dull(_givens: Givens, results: Results) -> bool:
    """Refuse values and signals that round to nothing."""
    return any(abs(value) < SMALL for value in results.values())


def shows(g: Givens) -> Showable:
    """Offer the graph with the inputs' numbers in it, and each input by its name."""
    at = {name: Num(x) for name, x in g.at}
    return {"graph": lambda: drawn(g.program, at), **at}


FAMILY = Family(
    title="Backpropagation through a computation graph",
    source="Wei, CSC413, §4",
    givens=Givens,
    ranges=Ranges,
    draw=draw,
    solve=solve,
    results=Described({"*": "the value of *", "grad_*": "the error signal of *"}),
    mistakes=(overwrites, no_slope, slope_at_output, own_factor, sign_of_difference, local_only),
    dull=dull,
    check=check,
    shows=shows,
)
