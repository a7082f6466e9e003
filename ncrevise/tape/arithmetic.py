"""Sums, products, powers, exponentials: the arithmetic of the notes."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from ncrevise.maths import build
from ncrevise.maths.tree import Bind, Digits, Fence, Id, Node, Num, Op, Root, Row
from ncrevise.tape.arrays import aligned, flat, rows_of, transpose, turned, unbroadcast
from ncrevise.tape.primitive import Primitive, Slip, left_out
from ncrevise.tape.value import Index, Tensor, Value, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ncrevise.tape.primitive import At
    from ncrevise.tape.value import Array, Computed, Data, Numpy, Scalar

TWO = Digits("2")


def quotient(a: Any, b: Any) -> Any:  # noqa: ANN401 - NumPy's signs know no fractions
    """Divide; whole numbers give an exact fraction, or a whole number again."""
    if isinstance(a, int | Fraction) and isinstance(b, int | Fraction):
        exact = Fraction(a) / b
        return exact.numerator if exact.denominator == 1 else exact
    return a / b


@overload
def real(x: Numpy) -> Numpy: ...
@overload
def real(x: Scalar) -> float: ...
def real(x: Data) -> float | Numpy:
    """Make exact fractions floats, for functions that leave the rationals."""
    if isinstance(x, np.ndarray):
        return x.astype(float) if x.dtype == object else x
    return float(x)


def root(a: float | Numpy) -> float | Numpy:
    """Take a square root."""
    return math.sqrt(a) if not isinstance(a, np.ndarray) else np.sqrt(real(a))


def dotted(a: Numpy, b: Numpy, k: int) -> Data:
    """Multiply rows by columns, without the terms of one place."""
    found: Data = np.delete(a, k, axis=-1) @ np.delete(b, k, axis=0)
    return found


SIGN = "You turned the sign of {{{}}} in {{line}}."
REVERSED = Slip(
    "difference-reversed",
    "You subtracted the other way round: it is {line}.",
    lambda a, b: b - a,
    turns=0,
)
FACTORS = (left_out(0, "factor"), left_out(1, "factor"))

# The number 1 by nature, not by chance: products leave it out.
one: Primitive = Primitive("one", lambda: 1, (), lambda: build.ONE)

same: Primitive = Primitive("same", lambda a: a, (lambda g, _y, _a: g,), lambda a: a, error="added")

add: Primitive = Primitive(
    "add",
    lambda a, b: a + b,
    (lambda g, _y, a, _b: unbroadcast(g, a), lambda g, _y, _a, b: unbroadcast(g, b)),
    build.add,
    error="added",
    slips=(
        left_out(0, "term"),
        left_out(1, "term"),
        Slip("sign-turned", SIGN.format(1), lambda a, b: a - b, turns=1),
        Slip("sign-turned", SIGN.format(0), lambda a, b: b - a, turns=0, odd=True),
    ),
)

subtract: Primitive = Primitive(
    "subtract",
    lambda a, b: a - b,
    (lambda g, _y, a, _b: unbroadcast(g, a), lambda g, _y, _a, b: unbroadcast(-g, b)),
    build.subtract,
    error="added",
    slips=(
        REVERSED,
        Slip(
            "added-not-subtracted",
            "You added {1} in {line}, where it is subtracted.",
            lambda a, b: a + b,
        ),
        left_out(1, "term"),
        left_out(0, "term", lambda _a, b: -b),
        Slip("step-alone", "You gave {1} alone: it is {line}.", lambda _a, b: b, drops=0),
    ),
)

negate: Primitive = Primitive(
    "negate",
    lambda a: -a,
    (lambda g, _y, _a: -g,),
    build.negate,
    error="added",
    slips=(Slip("minus-left-out", "You left out the minus sign in {line}.", lambda a: a),),
)

# A number times anything stands beside it; two arrays, entry by entry, take a ⊙.
scale: Primitive = Primitive(
    "scale",
    lambda a, b: a * b,
    (
        lambda g, _y, a, b: unbroadcast(times(g, b), a),
        lambda g, _y, a, b: unbroadcast(times(g, a), b),
    ),
    build.multiply,
    error="linear",
    slips=FACTORS,
)

hadamard: Primitive = Primitive(
    "hadamard",
    lambda a, b: a * b,
    scale.vjps,
    lambda a, b: build.multiply(a, b, sign="⊙"),
    lambda index, at, a, b: build.multiply(
        at(0, aligned(index, shape(a))), at(1, aligned(index, shape(b)))
    ),
    error="linear",
    slips=FACTORS,
)


def times(a: Tensor, b: Tensor) -> Computed:
    """Multiply entry by entry, with broadcasting."""
    return hadamard(a, b) if shape(a) and shape(b) else scale(a, b)


def other_sides(k: int) -> Callable[..., Tensor]:
    """Differentiate a product by its factor k: the product of the others."""
    return lambda g, _y, *sides: math.prod((*sides[:k], *sides[k + 1 :]), start=g)


# A product written as a size: 28 × 28 × 3.
volume: Primitive = Primitive(
    "volume",
    lambda *sides: math.prod(sides),
    tuple(other_sides(k) for k in range(3)),
    lambda *sides: build.multiply(*sides, sign="×"),
    error="linear",
    slips=tuple(
        left_out(k, "factor", lambda *sides, k=k: math.prod((*sides[:k], *sides[k + 1 :])))
        for k in range(3)
    ),
)

divide: Primitive = Primitive(
    "divide",
    quotient,
    (
        lambda g, _y, a, b: unbroadcast(divide(g, b), a),
        lambda g, _y, a, b: unbroadcast(-divide(times(g, a), square(b)), b),
    ),
    build.divide,
    slips=(
        Slip("divisor-left-out", "You did not divide by {1} in {line}.", lambda a, _b: a, drops=1),
        Slip(
            "fraction-turned",
            "You divided the other way round: it is {line}.",
            lambda a, b: quotient(b, a),
        ),
        Slip(
            "multiplied-not-divided",
            "You multiplied by {1} where {line} divides.",
            lambda a, b: a * b,
        ),
    ),
)


floor_divide: Primitive = Primitive(
    "floor_divide",
    lambda a, b: a // b,
    (None, None),
    lambda a, b: Fence("⌊", build.divide(a, b), "⌋"),
    error="selected",
    slips=(
        Slip("rounded-up", "You rounded up: {line} is rounded down.", lambda a, b: -(-a // b)),
        Slip("divisor-left-out", "You did not divide by {1} in {line}.", lambda a, _b: a, drops=1),
        Slip("not-rounded-down", "You did not round down: {line}.", quotient),
    ),
)


def raised(base: Node, *, exponent: int) -> Node:
    """Spell a power with a whole exponent."""
    return build.power(base, Digits(str(exponent)))


def lowered(g: Tensor, _y: Tensor, a: Tensor, *, exponent: int) -> Tensor:
    """Pull a gradient back through a power, ``n aⁿ⁻¹``."""
    less = a if exponent == 2 else power(a, exponent=exponent - 1)
    return times(g, times(exponent, less))


def power_slips(_a: Data, *, exponent: int) -> Iterator[Slip]:
    """Leave a power out, take one too low, or multiply by the exponent."""
    yield Slip("power-left-out", "You left out the power in {line}.", lambda a, **_: a)
    if exponent > 2:
        words = "You took a power one too low in {line}."
        yield Slip("one-power-less", words, lambda a, *, exponent: a ** (exponent - 1))
    words = "You multiplied by the exponent instead of raising to it, in {line}."
    yield Slip("multiplied-by-exponent", words, lambda a, *, exponent: a * exponent)


power: Primitive = Primitive(
    "power", lambda a, *, exponent: a**exponent, (lowered,), raised, slips=power_slips
)

square: Primitive = Primitive(
    "square",
    lambda a: a * a,
    (lambda g, _y, a: times(g, scale(2, a)),),
    lambda a: build.power(a, TWO),
    slips=(
        Slip("square-left-out", "You did not square {0} in {line}.", lambda a: a),
        Slip(
            "doubled-not-squared",
            "You doubled {0} instead of squaring it, in {line}.",
            lambda a: 2 * a,
        ),
    ),
)


def half(a: Any) -> Any:  # noqa: ANN401 - NumPy's signs know no fractions
    """Halve a square; whole numbers stay exact."""
    return quotient(a * a, 2) if isinstance(a, int | Fraction) else a * a / 2


# One operation, so that its error signal is the residual, as in the notes (003 §4).
half_square: Primitive = Primitive(
    "half_square",
    half,
    (lambda g, _y, a: times(g, a),),
    lambda a: build.multiply(Num(Fraction(1, 2)), build.power(a, TWO)),
    slips=(
        Slip("half-left-out", "You left out the factor ½ in {line}.", lambda a: a * a),
        Slip("square-left-out", "You did not square {0} in {line}.", lambda a: quotient(a, 2)),
    ),
)

exp: Primitive = Primitive(
    "exp",
    lambda a: math.exp(a) if not isinstance(a, np.ndarray) else np.exp(real(a)),
    (lambda g, y, _a: times(g, y),),
    lambda a: build.power(Id("e"), a),
    rational=False,
    slips=(
        Slip("function-left-out", "You left out the exponential in {line}.", lambda a: a),
        Slip(
            "exponent-turned",
            "You turned the sign of the exponent in {line}.",
            lambda a: np.exp(-real(a)),
        ),
    ),
)

log: Primitive = Primitive(
    "log",
    lambda a: math.log(a) if not isinstance(a, np.ndarray) else np.log(real(a)),
    (lambda g, _y, a: divide(g, a),),
    lambda a: build.call("ln", a),
    rational=False,
    slips=(
        Slip("function-left-out", "You left out the logarithm in {line}.", lambda a: a),
        Slip(
            "base-10",
            "You took the logarithm to base 10; {line} is natural.",
            lambda a: np.log10(real(a)),
        ),
        Slip(
            "base-2",
            "You took the logarithm to base 2; {line} is natural.",
            lambda a: np.log2(real(a)),
        ),
    ),
)

sqrt: Primitive = Primitive(
    "sqrt",
    root,
    (lambda g, y, _a: divide(g, scale(2, y)),),
    Root,
    rational=False,
    slips=(Slip("function-left-out", "You left out the root in {line}.", lambda a: a),),
)


def product_entry(index: Index, at: At, a: Value, b: Value) -> Node:
    """Spell one entry of a matrix product: a row times a column."""
    column = index[len(index) - 1 :] if b.ndim > 1 else ()
    row = aligned(index[: len(index) - len(column)], a.shape[:-1])
    stack = aligned(index[:-2], b.shape[:-2])
    terms = (
        build.multiply(at(0, (*row, k)), at(1, (*stack, k, *column))) for k in range(a.shape[-1])
    )
    return build.add(*terms)


def left_gradient(g: Tensor, _y: Tensor, a: Tensor, b: Tensor) -> Tensor:
    """Pull a gradient back to the left factor: ``g bᵀ``."""
    return outer(g, b) if len(shape(b)) == 1 else unbroadcast(matmul(g, turned(b)), a)


def right_gradient(g: Array, _y: Tensor, a: Array, b: Array) -> Tensor:
    """Pull a gradient back to the right factor: ``aᵀ g``, summed over a stack of products."""
    if len(shape(a)) == 1:
        return outer(a, g)
    if len(shape(a)) > 2 and len(shape(b)) <= 2:
        return matmul(turned(rows_of(a)), rows_of(g) if len(shape(b)) == 2 else flat(g))
    return unbroadcast(matmul(turned(a), g), b)


MOST_TERMS = 9


def terms_left_out(a: Numpy, _b: Numpy) -> Iterator[Slip]:
    """Leave one term out of a row times a column."""
    for k in range(a.shape[-1] if 1 < a.shape[-1] <= MOST_TERMS else 0):
        words = f"You left out term {k + 1} of the sum in {{line}}."
        yield Slip("term-left-out", words, partial(dotted, k=k))


def product_slips(a: Numpy, b: Numpy) -> Iterator[Slip]:
    """Take columns for rows, or leave a term out."""
    words = "You used {0} by columns: an entry takes a row of it, in {line}."
    yield Slip("columns-for-rows", words, lambda a, b: a.T @ b, many=0)
    yield from terms_left_out(a, b)


matmul: Primitive = Primitive(
    "matmul",
    lambda a, b: a @ b,
    (left_gradient, right_gradient),
    build.multiply,
    product_entry,
    error="linear",
    slips=product_slips,
)

dot: Primitive = Primitive(
    "dot",
    lambda a, b: a @ b,
    (lambda g, _y, _a, b: scale(g, b), lambda g, _y, a, _b: scale(g, a)),
    lambda a, b: build.multiply(build.transpose(a), b),
    product_entry,
    error="linear",
    slips=terms_left_out,
)


def outer_right(g: Tensor, _y: Tensor, a: Tensor, _b: Tensor) -> Tensor:
    """Pull a gradient back to the second vector: ``gᵀ a``."""
    return matmul(transpose(g), a)


outer: Primitive = Primitive(
    "outer",
    np.multiply.outer,
    (lambda g, _y, _a, b: matmul(g, b), outer_right),
    lambda a, b: (
        Row((build.guard(a, Bind.PREFIX), Op("⊗"), build.guard(b, Bind.PREFIX)), Bind.PRODUCT)
        if isinstance(a, Num)
        else build.multiply(a, build.transpose(b))
    ),
    lambda index, at, a, _b: build.multiply(at(0, index[: a.ndim]), at(1, index[a.ndim :])),
    error="linear",
)


def product(a: Tensor, b: Tensor) -> Computed:
    """Multiply as ``@`` does: two vectors give their dot product."""
    return dot(a, b) if len(shape(a)) == len(shape(b)) == 1 else matmul(a, b)
