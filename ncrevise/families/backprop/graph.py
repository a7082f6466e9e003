"""A computation graph run forward for its values and backward for its error signals."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ncrevise.answers import evaluate
from ncrevise.errors import AnswerError, GivensError
from ncrevise.family import Described, Family, given, mistake
from ncrevise.inputs.program import parsed
from ncrevise.maths.tree import Num
from ncrevise.models import graph
from ncrevise.models.graph_figure import drawn
from ncrevise.tape import NO_TAPE, Recorder, Tape, Tensor, ops

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ncrevise.draw import Draw
    from ncrevise.family import Results, Shown
    from ncrevise.tape.value import Primitive

SQUASHING: dict[str, Primitive] = {"sigmoid": ops.sigmoid, "tanh": ops.tanh}
SMALL = 0.01


@dataclass(frozen=True)
class Givens:
    """A program, a number for each of its inputs, and which of these to differentiate by."""

    program: Any = given("the graph, a line a node: z = w*x + b; y = sigmoid(z)", kind="program")
    at: Any = given("the inputs: x = 1, w = 2, b = 0.5", kind="numbers")
    wrt: Any = given(
        "the inputs to differentiate by, all unless said", kind="names", default=()
    )


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


class Slip:
    """Runs a graph with something wrong, and knows whether it ever mattered."""

    def __init__(self) -> None:
        self.times = 0

    def noting(self, wrong: Callable[..., Tensor]) -> Callable[..., Tensor]:
        """Count the uses of a wrong step."""

        def noted(*args: Tensor, **params: Any) -> Tensor:  # noqa: ANN401
            self.times += 1
            return wrong(*args, **params)

        return noted

    def vjps(self, op: Primitive, *wrong: Callable[..., Tensor] | None) -> Primitive:
        """Differentiate an operation wrongly, by the arguments for which a way is given."""
        pairs = zip(op.vjps, wrong, strict=True)
        return replace(op, vjps=tuple(self.noting(b) if b else a for a, b in pairs))

    def results(self, g: Givens, operations: Mapping[str, Primitive] | None = None, **changes: Any) -> Results | None:  # noqa: ANN401
        """Give the results, or None where nothing went wrong."""
        every = {**graph.OPERATIONS, **(operations or {})}
        found = solve(g, NO_TAPE, operations=every, **changes)
        return found if self.times else None


@mistake
def overwrites(g: Givens) -> Results | None:
    """You kept one message where a value is used twice: at a fan-out the messages are added."""
    slip = Slip()
    return slip.results(g, join=slip.noting(lambda message, _after: message))


@mistake
def no_slope(g: Givens) -> Results | None:
    r"""You passed the signal through the activation unchanged: multiply it by $\sigma'(z)$ or $\tanh'(z)$."""
    slip = Slip()
    wrong = {k: slip.vjps(op, lambda signal, _y, _z: signal) for k, op in SQUASHING.items()}
    return slip.results(g, wrong)


@mistake
def slope_at_output(g: Givens) -> Results | None:
    r"""You evaluated the activation's derivative at its output: $\sigma'(z) = y(1 - y)$ is taken at $z$."""
    slip = Slip()

    def at_output(op: Primitive) -> Callable[..., Tensor]:
        right = op.vjps[0]
        assert right is not None  # noqa: S101
        return lambda signal, y, _z: right(signal, op(y), y)

    return slip.results(g, {k: slip.vjps(op, at_output(op)) for k, op in SQUASHING.items()})


@mistake
def own_factor(g: Givens) -> Results | None:
    """You multiplied by the factor itself: the derivative of a product by one factor is the other."""
    slip = Slip()
    wrong = slip.vjps(ops.scale, lambda s, _y, a, _b: s * a, lambda s, _y, _a, b: s * b)
    return slip.results(g, {"*": wrong})


@mistake
def sign_of_difference(g: Givens) -> Results | None:
    """You lost a minus: the derivative of a difference by what is taken away is −1."""
    slip = Slip()
    return slip.results(g, {"-": slip.vjps(ops.subtract, None, lambda s, *_: s)})


@mistake
def local_only(g: Givens) -> Results | None:
    """You wrote local derivatives alone: each is multiplied by the error signal that arrives."""
    if len(g.program.nodes) < 2:
        return None
    slip = Slip()
    return slip.results(g, passed=slip.noting(lambda _signal: 1))


def check(g: Givens) -> None:
    """Refuse numbers that are not those of the program's inputs, or can't be worked out."""
    at, inputs = dict(g.at), g.program.inputs
    for name in inputs:
        if name not in at:
            raise GivensError(f"at gives no number for {name}.")
    for name in (*at, *g.wrt):
        if name not in inputs:
            raise GivensError(f"{name} is not an input of the program; they are {', '.join(inputs)}.")
    known = {name: Fraction(str(x)) for name, x in at.items()}
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


def shows(g: Givens) -> Mapping[str, Shown]:
    """Offer the graph with the inputs' numbers in it, and each input by its name."""
    at = {name: Num(x) for name, x in g.at}
    return {"graph": drawn(g.program, at), **at}


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
