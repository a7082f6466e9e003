"""Whether two formulas are the same function, found by working both out at many points."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ncrevise.answers.precise import Precise
from ncrevise.answers.tree import Binary, Call, Number, Tree, variables_of, walk
from ncrevise.answers.values import evaluate
from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BROKEN = {"abs", "relu", "max", "min"}  # equal in one region says nothing of the next
_SCALES = (Fraction(1), Fraction(3), Fraction(1, 4), Fraction(10), Fraction(60))
_BUDGET = 30_000  # microseconds, roughly
_CONVINCING = 3  # points, for formulas without bends
_TOLERANCE = Decimal("1e-30")
_TOO_COARSE = Decimal("1e15")  # sums of larger terms leave too few true digits


def same_function(left: Tree, right: Tree, variables: Iterable[str] = ()) -> bool:
    """Whether two formulas agree wherever both have a value.

    Points are rational and always the same ones. Rational formulas are compared exactly
    there, irrational ones to 30 digits. Where too few points have values, nothing is known,
    and they do not count as the same.

    Args:
        left: one formula.
        right: the other.
        variables: names to vary besides those that occur.
    """
    if left == right:
        return True
    names = sorted({*variables, *variables_of(left), *variables_of(right)})
    broken = any(isinstance(node, Call) and node.name in _BROKEN for node in _nodes(left, right))
    affordable = _BUDGET // sum(map(_cost, _nodes(left, right)))
    wanted = min(40, max(8, affordable)) if broken else 8
    wanted, most = (wanted, min(6 * wanted, max(12, affordable))) if names else (1, 1)
    agreed = 0
    for point in _points(names, _landmarks(left, right), most):
        verdict = _agree(left, right, point)
        if verdict is False:
            return False
        agreed += verdict is True
        if agreed >= wanted:
            return True
    return agreed >= wanted or (agreed >= _CONVINCING and not broken)


def _nodes(left: Tree, right: Tree) -> Iterator[Tree]:
    yield from walk(left)
    yield from walk(right)


def _cost(node: Tree) -> int:
    """Estimate the microseconds one node takes to fifty digits."""
    slow = isinstance(node, Call) or (isinstance(node, Binary) and node.op == "^")
    return 35 if slow else 4


def _landmarks(left: Tree, right: Tree) -> list[Fraction]:
    """Return the numbers in both formulas: ``relu(x - 50)`` bends at one of them."""
    numbers = {node.value for node in _nodes(left, right) if isinstance(node, Number)}
    return sorted(number for number in numbers if abs(number) < 10**4)[:40]


def _points(
    names: Sequence[str], landmarks: Sequence[Fraction], most: int
) -> Iterator[dict[str, Fraction]]:
    draw = random.Random("ncrevise: points for comparing two formulas")
    for index in range(most):
        scale = _SCALES[index % len(_SCALES)] * (1000 if 2 * index > most else 1)
        yield {name: _coordinate(draw, scale, landmarks, index) for name in names}


def _coordinate(
    draw: random.Random, scale: Fraction, landmarks: Sequence[Fraction], index: int
) -> Fraction:
    value = scale * Fraction(draw.randint(1, 997), draw.choice((499, 512, 729)))
    if index % 2 and draw.random() < 0.6:
        value = -value
    if landmarks and index % 4 == 3:
        value = draw.choice((1, -1)) * draw.choice(landmarks) + value / scale
    return value


def _agree(left: Tree, right: Tree, point: dict[str, Fraction]) -> bool | None:
    """Compare at one point; None when it lies outside a domain or is too coarse there."""
    try:
        one, other = evaluate(left, point), evaluate(right, point)
        if isinstance(one, Fraction) and isinstance(other, Fraction):
            return one == other
    except AnswerError:
        pass  # perhaps only because its fractions grow long
    try:
        return _close(left, right, point)
    except AnswerError:
        return None


def _close(left: Tree, right: Tree, point: dict[str, Fraction]) -> bool | None:
    walker = Precise()
    one, other = walker.evaluate(left, point), walker.evaluate(right, point)
    if walker.largest > _TOO_COARSE:
        return None
    largest = max(walker.largest, one.copy_abs(), other.copy_abs())
    return (one - other).copy_abs() <= _TOLERANCE * largest
