"""A computation graph run forward for its values and backward for its error signals."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from ncrevise.answers import Real, evaluate
from ncrevise.errors import AnswerError, GivensError
from ncrevise.exhibits.graph import drawn
from ncrevise.family import Each, Family, Recorder, given, givens, result, results
from ncrevise.givens.domain import numbers
from ncrevise.givens.kinds.program import parsed
from ncrevise.maths.tree import Num
from ncrevise.models import graph as model
from ncrevise.results.kinds.numbers import floats
from ncrevise.slips.derivatives import Slip
from ncrevise.tape import Tape, ops

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ncrevise.document.figure import GraphFigure
    from ncrevise.draw import Draw
    from ncrevise.family import Showable
    from ncrevise.givens.kinds.names import Names
    from ncrevise.givens.kinds.numbers import Numbers
    from ncrevise.givens.kinds.program import Program
    from ncrevise.mistake import Mistake
    from ncrevise.tape import Tensor
    from ncrevise.tape.primitive import Primitive

SQUASHING: dict[str, Primitive] = {"sigmoid": ops.sigmoid, "tanh": ops.tanh}
SMALL = 0.01

backprop = Family["Givens", "Results"](
    "Backpropagation through a computation graph", source="Wei, CSC413, §4"
)


@givens
class Givens:
    """A program, a number for each of its inputs, and which of these to differentiate by."""

    program: Program = given("the graph, a line a node: z = w*x + b; y = sigmoid(z)")
    at: Numbers = given("the inputs: x = 1, w = 2, b = 0.5")
    wrt: Names = given("the inputs to differentiate by, all unless said", default=())


@results
class Results:
    """Values forward, error signals backward."""

    values: Each = result("the value of *", name="*")
    signals: Each = result("the error signal of *", name="grad_*")


@backprop.draw
def draw(
    d: Draw,
    *,
    program: str = "q = x + y; f = q*z",
    inputs: Mapping[str, str] = MappingProxyType({}),
    wrt: Names = (),
) -> Mapping[str, object]:
    """Draw a number for each input from its domain."""
    wanted = parsed(program).inputs
    if set(inputs) != set(wanted):
        raise ValueError(f"inputs must be given for {', '.join(sorted(wanted))}")
    at = tuple((name, numbers(domain).draw(d, {})) for name, domain in inputs.items())
    return {"program": parsed(program), "at": at, "wrt": wrt}


@backprop.solve
def solve(
    g: Givens,
    tape: Recorder,
    *,
    operations: Mapping[str, Primitive] | None = None,
    **changes: Callable[..., Tensor],
) -> Results:
    """Compute every node forward, then pass error signals back, adding them at each fan-out."""
    wrt = g.wrt or tuple(name for name, _ in g.at)
    every: dict[str, Callable[..., Tensor]] = {**model.OPERATIONS, **(operations or {})}
    run = model.run(g.program, dict(g.at), wrt, tape, operations=every, **changes)
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
    return Results(
        {node.name: run.values[node.name] for node in g.program.nodes},
        {model.signal_key(name): signal for name, signal in run.signals.items()},
    )


def slip(
    feedback: str,
    changes: Callable[[Slip], Mapping[str, object]],
    when: Callable[[Givens], bool] | None = None,
) -> Mistake:
    """Make a mistake of something wrong in the run, which can be made where it comes up."""

    @backprop.mistake(feedback, when=when)
    def made(g: Givens, tape: Recorder) -> Results | None:
        noted = Slip()
        found = backprop.run(g, tape, **changes(noted))
        return found if noted.times else None

    return made


def at_output(op: Primitive, signal: Tensor, y: Tensor, _z: Tensor) -> Tensor:
    """Take a derivative at the output where the input belongs."""
    slope = op.vjps[0]
    return slope(signal, op(y), y) if slope else signal


overwrites = slip(
    "You kept one message where a value is used twice: at a fan-out the messages are added.",
    lambda s: {"join": s.noting(lambda message, _after: message)},
)
no_slope = slip(
    "You passed the signal through the activation unchanged: multiply it by the derivative.",
    lambda s: {
        "operations": {k: s.vjps(op, lambda signal, *_: signal) for k, op in SQUASHING.items()}
    },
)
slope_at_output = slip(
    "You took the activation's derivative at its output: it is taken at its input.",
    lambda s: {
        "operations": {k: s.vjps(op, partial(at_output, op)) for k, op in SQUASHING.items()}
    },
)
own_factor = slip(
    "You multiplied by the factor itself: a product's derivative by one factor is the other.",
    lambda s: {
        "operations": {
            "*": s.vjps(ops.scale, lambda s, _y, a, _b: s * a, lambda s, _y, _a, b: s * b)
        }
    },
)
sign_of_difference = slip(
    "You lost a minus: the derivative of a difference by what is taken away is −1.",
    lambda s: {"operations": {"-": s.vjps(ops.subtract, None, lambda signal, *_: signal)}},
)
local_only = slip(
    "You wrote local derivatives alone: each is multiplied by the error signal that arrives.",
    lambda s: {"passed": s.noting(lambda _signal: 1)},
    when=lambda g: len(g.program.nodes) > 1,
)


@backprop.check
def workable(g: Givens) -> None:
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


@backprop.dull
def vanishing(_g: Givens, found: Results) -> bool:
    """Refuse values and signals that round to nothing."""
    return any(
        abs(floats(x)) < SMALL for each in (found.values, found.signals) for x in each.values()
    )


@backprop.show
def graph(g: Givens) -> GraphFigure:
    """Draw the graph with the inputs' numbers in it."""
    return drawn(g.program, {name: Num(x) for name, x in g.at})


@backprop.shows
def inputs(g: Givens) -> Showable:
    """Give each input's number by its name."""
    return {name: Num(x) for name, x in g.at}
