"""Curves by their points: ``train: 2.3 1.9 1.4; test: 2.4 2.1 2.2``, ``(0, 1) (1, 0.5)``.

Curves stand between semicolons or on lines of their own, each after its name and a colon; a
single one may do without. Numbers by themselves are heights at 1, 2, 3 …; points in brackets say
where they are, and go from left to right.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ncrevise.errors import AnswerError
from ncrevise.givens.kinds.support import numerals
from ncrevise.givens.kinds.support.curve import Curve, Line
from ncrevise.givens.kinds.support.points import parted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ncrevise.document.figure import Chart
    from ncrevise.givens.declare import Given

__all__ = ["LIFTED", "Curve", "Line", "coerce", "read", "show", "write"]

LIFTED = False
MOST_TEXT = 20_000
MOST_LINES = 6  # that a chart tells apart
MOST_POINTS = 100
NAME = re.compile(r"[^\W\d_][\w .'-]{0,23}")
LIKE = "Write heights, such as train: 2.3 1.9 1.4, or points, such as (0, 1) (1, 0.5)."


def read(text: str, given: Given) -> Curve:
    """Read curves.

    >>> from ncrevise.givens.declare import Given
    >>> read("(0, 1) (1, 0.5)", Given("the loss", "curve")).lines[0].points
    ((0, 1), (1, 0.5))
    """
    if len(text) > MOST_TEXT:
        raise AnswerError(f"Curves may take {MOST_TEXT:,} characters, not {len(text):,}.")
    pieces = [piece for piece in re.split(r"[;\n]", text) if piece.strip()]
    pairs = [(*piece.partition(":"), piece.strip()) for piece in pieces]
    named = [(h.strip(), b, p) if colon else ("", h, p) for h, colon, b, p in pairs]
    return gathered([(name, parted(body, shown), shown) for name, body, shown in named], given)


def gathered(found: Sequence[tuple[str, Sequence[Any], str]], given: Given) -> Curve:
    """Put curves together, each name once."""
    if not 1 <= len(found) <= MOST_LINES:
        raise AnswerError(f"From 1 to {MOST_LINES} curves are read, not {len(found)}. {LIKE}")
    lines: dict[str, Line] = {}
    for name, values, shown in found:
        if not name and len(found) > 1:
            raise AnswerError(f"{shown[:40]!r} has no name. With several curves each needs one.")
        if name and not NAME.fullmatch(name):
            raise AnswerError(f"{name[:30]!r} is no name: use up to 24 letters and digits. {LIKE}")
        if name in lines:
            raise AnswerError(f"The curve {name} is there twice.")
        lines[name] = line(name, values, given)
    return Curve(tuple(lines.values()))


def line(name: str, values: Sequence[Any], given: Given) -> Line:
    """Make one curve of heights or points."""
    where = f"In {name}" if name else "In the curve"
    if not 1 <= len(values) <= MOST_POINTS:
        raise AnswerError(f"{where}: from 1 to {MOST_POINTS} points are read, not {len(values)}.")
    paired = [isinstance(value, list | tuple) for value in values]
    if any(paired) and not all(paired):
        raise AnswerError(f"{where}: some points stand in brackets, others do not.")
    pairs = list(values) if any(paired) else list(enumerate(values, 1))
    for pair in pairs:
        if len(pair) != 2:
            shown = ", ".join(map(str, pair))[:40]
            raise AnswerError(f"{where}: ({shown}) is no point. A point is two numbers: (1, 0.5).")
    free = numerals.unbounded(given)
    points = tuple(
        (numerals.coerce(x, free, where), numerals.coerce(y, given, where)) for x, y in pairs
    )
    for (before, _), (after, _) in pairwise(points):
        if after <= before:
            told = f"{numerals.said(after)} comes after {numerals.said(before)}"
            raise AnswerError(f"{where}: points go from left to right, but {told}.")
    return Line(name, points)


def coerce(value: object, given: Given) -> Curve:
    """Take a string, a list of heights or points, or a table of them by name.

    >>> from ncrevise.givens.declare import Given
    >>> coerce({"train": [2.3, 1.9]}, Given("the loss", "curve")).names
    ('train',)
    """
    if isinstance(value, str):
        return read(value, given)
    if isinstance(value, list | tuple):
        value = {"": value}
    if not isinstance(value, dict) or not all(isinstance(v, list | tuple) for v in value.values()):
        raise AnswerError(f"Curves are written as text, or as lists of numbers. {LIKE}")
    return gathered([(str(name).strip(), v, str(name)) for name, v in value.items()], given)


def write(value: Curve) -> str:
    """Write them to be typed again.

    >>> write(Curve((Line("train", ((1, 2.3), (2, 1.9))),)))
    'train: 2.3 1.9'
    """
    return "; ".join(
        f"{f'{each.name}: ' if each.name else ''}{points(each)}" for each in value.lines
    )


def points(line: Line) -> str:
    """Write the points of a curve, heights alone where they are counted."""
    if line.counted:
        return spaced(map(numerals.written, line.ys))
    return spaced(f"({numerals.written(x)}, {numerals.written(y)})" for x, y in line.points)


def spaced(pieces: Iterable[str]) -> str:
    """Put blanks between."""
    return " ".join(pieces)


def show(value: Curve) -> Chart:
    """Show them as a chart."""
    from ncrevise.givens.kinds.support.pictures import chart

    return chart(value)
