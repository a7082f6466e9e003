"""Every operation certified: its value spelled, its gradient, how errors travel through it."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from ncrevise.kernels import batched, images
from ncrevise.maths import text
from ncrevise.models.sequences import gru, lstm
from ncrevise.tape import Tape, ops
from ncrevise.tape.grad import backward, gradient
from ncrevise.tape.primitive import Fused, Operation, Primitive
from ncrevise.tape.rounding import RULES, through
from ncrevise.tape.spelling import Speller, indices
from ncrevise.tape.windows import Windows
from tests.readback import Reader

ALL = {
    op.name: op
    for room in (ops, batched, images, lstm, gru)
    for op in vars(room).values()
    if isinstance(op, Operation) and op is not ops.one  # a constant
}
FUSED = {name for name, op in ALL.items() if isinstance(op, Fused)}


def matrix(r: random.Random, *shape: int) -> Any:
    """Halves away from zero, no two alike: no kinks, no ties."""
    count = int(np.prod(shape)) if shape else 1
    values = r.sample([k / 2 for k in range(-60, 61) if k], count)
    array = np.array(values).reshape(shape) / 6
    return array.round(2) if shape else float(round(values[0] / 6, 2))


def positive(r: random.Random, *shape: int) -> Any:
    return np.abs(matrix(r, *shape)) + 0.5 if shape else abs(matrix(r)) + 0.5


def recurrent(r: random.Random, batch: int, steps: int, d: int, n: int) -> Any:
    """Inputs, two states, and weights of four gates."""
    shapes = ((batch, steps, d), (batch, n), (batch, n), (4 * n, d), (4 * n, n), (4 * n,))
    return tuple(matrix(r, *shape) for shape in shapes)


PLACES = np.array([[[[5, 0]], [[3, 3]]]])  # two numbers meet in the second channel


def units(r: random.Random, batch: int, steps: int, d: int, n: int) -> Any:
    """Inputs, a state, weights of two gates and a candidate, and its other biases."""
    shapes = ((batch, steps, d), (batch, n), (3 * n, d), (3 * n, n), (3 * n,), (n,))
    return tuple(matrix(r, *shape) for shape in shapes)


# operation: (arguments, settings) for a random source
SAMPLES: dict[str, list[Any]] = {
    "same": [lambda r: ((matrix(r, 3),), {})],
    "only": [lambda r: ((matrix(r, 1),), {}), lambda r: ((matrix(r, 1, 1),), {})],
    "add": [
        lambda r: ((matrix(r, 2, 3), matrix(r, 3)), {}),
        lambda r: ((matrix(r), matrix(r)), {}),
    ],
    "subtract": [
        lambda r: ((matrix(r, 2, 2), matrix(r, 2, 2)), {}),
        lambda r: ((matrix(r), matrix(r)), {}),
    ],
    "negate": [lambda r: ((matrix(r, 2),), {}), lambda r: ((matrix(r),), {})],
    "scale": [lambda r: ((matrix(r), matrix(r, 2, 3)), {}), lambda r: ((matrix(r), matrix(r)), {})],
    "hadamard": [
        lambda r: ((matrix(r, 3), matrix(r, 3)), {}),
        lambda r: ((matrix(r, 2, 3), matrix(r, 3)), {}),
    ],
    "volume": [lambda r: ((matrix(r), matrix(r), matrix(r)), {}), lambda r: ((matrix(r),), {})],
    "divide": [
        lambda r: ((matrix(r), positive(r)), {}),
        lambda r: ((matrix(r, 3), positive(r, 3)), {}),
    ],
    "floor_divide": [lambda r: ((r.randint(4, 40), r.randint(2, 5)), {})],
    "power": [
        lambda r: ((matrix(r),), {"exponent": 3}),
        lambda r: ((matrix(r, 2),), {"exponent": 2}),
    ],
    "square": [lambda r: ((matrix(r),), {}), lambda r: ((matrix(r, 3),), {})],
    "half_square": [lambda r: ((matrix(r),), {})],
    "exp": [lambda r: ((matrix(r) / 4,), {}), lambda r: ((matrix(r, 3) / 4,), {})],
    "log": [lambda r: ((positive(r),), {}), lambda r: ((positive(r, 2),), {})],
    "sqrt": [lambda r: ((positive(r),), {}), lambda r: ((positive(r, 2),), {})],
    "sin": [lambda r: ((matrix(r),), {})],
    "cos": [lambda r: ((matrix(r),), {})],
    "evaluated": [lambda r: ((matrix(r), matrix(r)), {"function": "f"})],
    "matmul": [
        lambda r: ((matrix(r, 2, 3), matrix(r, 3)), {}),
        lambda r: ((matrix(r, 2, 3), matrix(r, 3, 2)), {}),
        lambda r: ((matrix(r, 3), matrix(r, 3, 2)), {}),
        lambda r: ((matrix(r, 2, 2, 3), matrix(r, 3, 2)), {}),
        lambda r: ((matrix(r, 2, 1, 3), matrix(r, 2, 3, 2)), {}),
        lambda r: ((matrix(r, 2, 2, 3), matrix(r, 3)), {}),
    ],
    "dot": [lambda r: ((matrix(r, 3), matrix(r, 3)), {})],
    "outer": [lambda r: ((matrix(r, 2), matrix(r, 3)), {})],
    "sigmoid": [lambda r: ((matrix(r),), {}), lambda r: ((matrix(r, 2, 2),), {})],
    "tanh": [lambda r: ((matrix(r),), {}), lambda r: ((matrix(r, 3),), {})],
    "relu": [lambda r: ((matrix(r),), {}), lambda r: ((matrix(r, 4),), {})],
    "leaky_relu": [lambda r: ((matrix(r, 4),), {"slope": 0.1})],
    "step": [lambda r: ((matrix(r, 4),), {})],
    "softplus": [lambda r: ((matrix(r),), {}), lambda r: ((matrix(r, 3),), {})],
    "softmax": [lambda r: ((matrix(r, 3),), {}), lambda r: ((matrix(r, 2, 3),), {})],
    "take": [
        lambda r: ((matrix(r, 3, 2),), {"index": (1,)}),
        lambda r: ((matrix(r, 3),), {"index": (2,)}),
    ],
    "place": [lambda r: ((matrix(r, 2),), {"index": (slice(1, None),), "size": (3,)})],
    "reshape": [lambda r: ((matrix(r, 2, 3),), {"shape": (3, 2)})],
    "transpose": [lambda r: ((matrix(r, 2, 3),), {})],
    "permute": [lambda r: ((matrix(r, 2, 3, 2),), {"axes": (1, 2, 0)})],
    "broadcast": [
        lambda r: ((matrix(r, 3),), {"shape": (2, 3)}),
        lambda r: ((matrix(r, 2, 1),), {"shape": (2, 3)}),
    ],
    "total": [
        lambda r: ((matrix(r, 3),), {}),
        lambda r: ((matrix(r, 2, 3),), {"axis": (0,)}),
        lambda r: ((matrix(r, 2, 3),), {"axis": (-1,), "keepdims": True}),
    ],
    "mean": [lambda r: ((matrix(r, 3),), {}), lambda r: ((matrix(r, 2, 3),), {"axis": (1,)})],
    "largest": [lambda r: ((matrix(r), matrix(r), matrix(r)), {})],
    "maximum": [lambda r: ((matrix(r, 4),), {}), lambda r: ((matrix(r, 2, 3),), {"axis": (1,)})],
    "conv2d": [
        lambda r: ((matrix(r, 4, 4), matrix(r, 2, 2)), {}),
        lambda r: ((matrix(r, 3, 4), matrix(r, 2, 3)), {"padding": (1, 1, 2, 2), "flip": False}),
        lambda r: ((matrix(r, 5, 5), matrix(r, 2, 2)), {"stride": 2, "dilation": 2}),
    ],
    "pool_max": [
        lambda r: ((matrix(r, 4, 4),), {"size": 2, "stride": 2}),
        lambda r: ((matrix(r, 3, 3),), {"size": 2, "stride": 1}),
    ],
    "pool_average": [lambda r: ((matrix(r, 4, 4),), {"size": 2, "stride": 2})],
    "affine": [
        lambda r: ((matrix(r, 3), matrix(r, 2, 3), matrix(r, 2)), {}),
        lambda r: ((matrix(r, 4, 3), matrix(r, 2, 3), matrix(r, 2)), {}),
        lambda r: ((matrix(r, 2, 2, 3), matrix(r, 2, 3), matrix(r, 2)), {}),
    ],
    "columns": [
        lambda r: ((matrix(r, 1, 2, 3, 3),), {"windows": Windows((2, 2)), "one": True}),
        lambda r: ((matrix(r, 2, 1, 4, 3),), {"windows": Windows((2, 2), (2, 1), (1, 0, 1, 1))}),
        lambda r: ((matrix(r, 1, 1, 5, 4),), {"windows": Windows((2, 2), dilation=(3, 2))}),
    ],
    "overlay": [
        lambda r: (
            (matrix(r, 1, 9, 4),),
            {"windows": Windows((2, 2)), "image": (2, 3, 3), "one": True},
        ),
        lambda r: ((matrix(r, 2, 4, 4),), {"windows": Windows((2, 2), (2, 2)), "image": (1, 4, 5)}),
    ],
    "filtered": [lambda r: ((matrix(r, 2, 3), matrix(r, 2, 3, 4)), {})],
    "largest_of_windows": [
        lambda r: ((matrix(r, 2, 1, 4, 4),), {"windows": Windows((2, 2), (2, 2))}),
        lambda r: ((matrix(r, 1, 2, 4, 3),), {"windows": Windows((3, 2), (1, 2), (1, 1, 1, 1))}),
    ],
    "unpool_at": [lambda r: ((matrix(r, 1, 2, 1, 2),), {"places": PLACES, "image": (2, 3)})],
    "picked": [lambda r: ((matrix(r, 1, 2, 2, 3),), {"places": PLACES})],
    "absolute": [lambda r: ((matrix(r),), {}), lambda r: ((matrix(r, 3),), {})],
    "masked": [lambda r: ((matrix(r, 2, 2),), {"where": np.eye(2) > 0, "fill": -9.0})],
    "log_softmax": [lambda r: ((matrix(r, 3),), {}), lambda r: ((matrix(r, 2, 3),), {})],
    "squared_error": [
        lambda r: ((matrix(r, 3), matrix(r, 3)), {"factor": 0.5}),
        lambda r: ((matrix(r, 2, 3), matrix(r, 2, 3)), {"factor": 1.0}),
    ],
    "cross_entropy": [
        lambda r: ((matrix(r, 3),), {"classes": np.array(1)}),
        lambda r: ((matrix(r, 2, 3),), {"classes": np.array([2, 0])}),
    ],
    "gru": [
        lambda r: (units(r, 2, 3, 2, 2), {}),
        lambda r: (units(r, 2, 3, 1, 2), {"after": True}),
        lambda r: (units(r, 2, 2, 1, 1), {"mask": np.array([[True, True], [True, False]])}),
    ],
    "lstm": [
        lambda r: (recurrent(r, 2, 3, 2, 2), {}),
        lambda r: (
            recurrent(r, 2, 2, 1, 1),
            {"mask": np.array([[True, True], [True, False]])},
        ),
    ],
}
FLAT = {"step", "floor_divide"}  # no slope to compare with
CASES = [(name, k) for name, samples in SAMPLES.items() for k in range(len(samples))]
WINDOWS = {"columns", "overlay", "filtered", "unpool_at", "picked"}
NAMED = {
    "absolute",
    "cross_entropy",
    "leaky_relu",
    "log_softmax",
    "masked",
    "place",
    "squared_error",
    "step",
}
UNSPELLED = WINDOWS | FUSED | NAMED
UNBOUNDED = FUSED | {
    "log_softmax",
    "cross_entropy",
    "squared_error",
}  # over batches, whose working nobody marks


def sample(name: str, k: int, seed: int) -> tuple[tuple[Any, ...], dict[str, Any]]:
    arguments, settings = SAMPLES[name][k](random.Random(f"{name}{k}{seed}"))
    return arguments, settings


def test_every_operation_has_a_sample() -> None:
    assert set(ALL) - set(SAMPLES) == set()


@pytest.mark.parametrize(("name", "k"), CASES)
def test_vjp_equals_finite_differences(name: str, k: int) -> None:
    if name in FLAT:
        pytest.skip("flat almost everywhere")
    for seed in range(5):
        arguments, settings = sample(name, k, seed)
        tape = Tape()
        lifted = [tape.given(f"a{i}", a) for i, a in enumerate(arguments)]
        out = ALL[name](*lifted, **settings)
        weights = np.asarray(matrix(random.Random(seed), *out.shape)) if out.shape else 1.3
        found = gradient(out, lifted, weights)
        for i, argument in enumerate(arguments):
            wanted = numeric(name, arguments, i, settings, weights)
            np.testing.assert_allclose(np.asarray(found[i], float), wanted, rtol=2e-6, atol=2e-6)
            assert np.shape(found[i]) == np.shape(argument)


def numeric(name: str, arguments: tuple[Any, ...], i: int, settings: Any, weights: Any) -> Any:
    """Differentiate by central differences."""
    h = 1e-6
    base = np.asarray(arguments[i], dtype=float)
    out = np.zeros(base.shape)

    def at(moved: Any) -> float:
        args = list(arguments)
        args[i] = moved if base.shape else float(moved)
        return float(np.sum(weights * np.asarray(ALL[name](*args, **settings), dtype=float)))

    for place in np.ndindex(*base.shape):
        step = np.zeros(base.shape)
        step[place] = h
        out[place] = (at(base + step) - at(base - step)) / (2 * h)
    return out


@pytest.mark.parametrize(("name", "k"), CASES)
def test_second_derivatives(name: str, k: int) -> None:
    """The backward pass, traced, can be differentiated again."""
    if name in FLAT or name in {"pool_max", "pool_average", "maximum"}:
        pytest.skip("piecewise linear: no second derivative")
    arguments, settings = sample(name, k, 9)

    def slope(args: tuple[Any, ...]) -> tuple[Any, Any, Any]:
        tape = Tape()
        lifted = [tape.given(f"a{i}", a) for i, a in enumerate(args)]
        out = ops.total(ALL[name](*lifted, **settings) ** 2) if True else None
        return lifted, out, backward(out, traced=True)

    lifted, _, signals = slope(arguments)
    first = ops.total(signals[lifted[0].index] * 1.5)
    found = gradient(first, [lifted[0]])[0]
    base = np.asarray(arguments[0], dtype=float)
    for place in list(np.ndindex(*base.shape))[:3]:
        ends = []
        for sign in (1, -1):
            moved = base.copy()
            moved[place] += sign * 1e-5
            args = (moved if base.shape else float(moved), *arguments[1:])
            again, _, other = slope(args)
            ends.append(float(np.sum(1.5 * np.asarray(other[again[0].index].data))))
        wanted = (ends[0] - ends[1]) / 2e-5
        np.testing.assert_allclose(np.asarray(found)[place], wanted, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("name", "k"), CASES)
def test_spelling_equals_value(name: str, k: int) -> None:
    """Every entry, spelled with numbers and read back by the independent reader, is right."""
    if name in UNSPELLED:
        pytest.skip("spelled as a named function")
    for seed in range(5):
        arguments, settings = sample(name, k, seed)
        tape = Tape(places=9)
        lifted = [tape.given(f"a{i}", a) for i, a in enumerate(arguments)]
        out = tape.name("y", ALL[name](*lifted, **settings))
        speller = Speller(tape)
        for index in indices(out):
            spelled = text.write(speller.numbers(out, index, []))
            read = Reader(spelled, 99, {}).whole()
            wanted = out.data[index] if index else out.data
            np.testing.assert_allclose(float(read.lo), float(wanted), rtol=1e-9, atol=1e-9)


SYMBOLIC = [
    "add",
    "subtract",
    "negate",
    "scale",
    "matmul",
    "dot",
    "sigmoid",
    "tanh",
    "softmax",
    "square",
]


@pytest.mark.parametrize("name", SYMBOLIC)
def test_symbols_equal_value(name: str) -> None:
    """The formula in symbols, read with the arrays under their names, is right too."""
    arguments, settings = sample(name, 0, 3)
    if name in {"add", "hadamard"}:
        arguments = (arguments[0], np.broadcast_to(arguments[1], arguments[0].shape).copy())
    tape = Tape()
    names = "ABC"
    lifted = [tape.given(names[i], a) for i, a in enumerate(arguments)]
    out = tape.name("y", ALL[name](*lifted, **settings))
    spelled = text.write(Speller(tape).symbols(out))
    read = Reader(spelled, 99, {names[i]: a for i, a in enumerate(arguments)}).whole()

    np.testing.assert_allclose(read.lo, np.asarray(out.data), rtol=1e-9)


@pytest.mark.parametrize(("name", "k"), CASES)
def test_error_bounds_hold(name: str, k: int) -> None:
    """Moving arguments by up to their errors moves the value by at most the bound."""
    if name in FLAT | UNBOUNDED:
        pytest.skip("jumps, or no bound is asked for")
    r = random.Random(f"bound{name}{k}")
    small = 1e-4
    for seed in range(5):
        arguments, settings = sample(name, k, seed)
        tape = Tape()
        lifted = [tape.given(f"a{i}", a) for i, a in enumerate(arguments)]
        out = ALL[name](*lifted, **settings)
        errors = {v.index: np.full(v.shape, small) if v.shape else small for v in lifted}
        bound = through(out, errors)
        for _ in range(20):
            moved = [
                a
                + np.array([r.uniform(-small, small) for _ in range(np.size(a))]).reshape(
                    np.shape(a)
                )
                if np.shape(a)
                else a + r.uniform(-small, small)
                for a in arguments
            ]
            gap = np.abs(np.asarray(ALL[name](*moved, **settings)) - np.asarray(out.data))
            assert np.all(gap <= 1.02 * np.asarray(bound) + 1e-9)


def test_error_rules_are_known() -> None:
    told = [op for op in ALL.values() if isinstance(op, Primitive)]
    assert all(callable(op.error) or op.error in RULES for op in told)


@pytest.mark.parametrize(
    ("operation", "arguments", "wanted"),
    [
        ("divide", (1, 3), Fraction(1, 3)),
        ("divide", (6, 3), 2),
        ("half_square", (3,), Fraction(9, 2)),
        ("mean", (np.array([1, 2, 4]),), Fraction(7, 3)),
        ("add", (Fraction(1, 2), 1), Fraction(3, 2)),
        ("relu", (-3,), 0),
    ],
)
def test_exact_numbers_stay_exact(operation: str, arguments: Any, wanted: Any) -> None:
    tape = Tape()
    out = ALL[operation](*(tape.given(f"a{i}", a) for i, a in enumerate(arguments)))

    assert (type(out.data), out.data) == (type(wanted), wanted)
    assert out.exact


def test_traced_and_plain_agree() -> None:
    for name, k in CASES:
        arguments, settings = sample(name, k, 4)
        tape = Tape()
        traced = ALL[name](*(tape.given(f"a{i}", a) for i, a in enumerate(arguments)), **settings)
        plain = ALL[name](*arguments, **settings)

        assert np.array_equal(np.asarray(traced.data), np.asarray(plain)), name


@pytest.mark.parametrize(("name", "k"), [(name, k) for name, k in CASES if name in FUSED])
def test_smaller_operations_give_the_same_value(name: str, k: int) -> None:
    """What second derivatives go through is the operation itself."""
    arguments, settings = sample(name, k, 5)
    op = ALL[name]
    found = op.unfused(*arguments, **settings)

    np.testing.assert_allclose(found, op(*arguments, **settings), rtol=1e-12, atol=1e-12)
