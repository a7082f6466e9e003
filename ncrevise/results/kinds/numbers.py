"""Numbers: one, a vector, a matrix, a stack of matrices; their rows and columns may have names."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

import numpy as np

from ncrevise.answers import Reading, show_value
from ncrevise.answers.stacks import read_stack
from ncrevise.results.values import shape_of
from ncrevise.tape.value import Value, is_floats, is_whole, raw

if TYPE_CHECKING:
    from ncrevise.document.tree import Block, Inlines
    from ncrevise.maths.tree import Chain
    from ncrevise.results.declare import UpTo
    from ncrevise.results.form import Form
    from ncrevise.results.typed import Json, Rows, Tolerance
    from ncrevise.results.values import Answer
    from ncrevise.tape import Tape
    from ncrevise.tape.value import Data, Number, Numpy, Scalar, Tensor

CELLS = 144
CHARACTERS_A_CELL = 25
NOISE = 1e-12  # of floating point, relative
SIZE = re.compile(r"\s*\(?\s*\d+(?:\s*(?:[x×*]|by)\s*\d+)+\s*\)?\s*", re.IGNORECASE)
SCALARS = (int, float, Fraction)
Floats: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]


def floats(data: object) -> Floats:
    """Give an array of floats."""
    return data if is_floats(data) else np.asarray(data, dtype=float)


def is_numeric(answer: object) -> TypeGuard[Data]:
    """Say whether a result is a number or an array."""
    return isinstance(answer, int | float | Fraction | np.ndarray)


def near(a: float | Numpy, b: float | Numpy, tolerance: Tolerance) -> Numpy:
    """Say entry by entry whether two arrays of one shape agree."""
    slack = NOISE * np.maximum(1.0, np.abs(b))
    found: Numpy = np.abs(a - b) <= np.asarray(tolerance) + slack
    return found


def turned(data: Floats, like: Floats, up_to: UpTo) -> Floats:
    """Turn a vector to the side, and for ``scale`` stretch it to the length, of another."""
    along = float(np.sum(data * like))
    if not up_to or not along:
        return data
    length = np.sqrt(np.sum(like**2) / np.sum(data**2)) if up_to == "scale" else 1.0
    found: Floats = data * (length * np.sign(along))
    return found


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number, vector, matrix or stack.

    Attributes:
        data: its entries, in the shape of what is asked.
        reading: how they were typed.
        form: what is asked.
    """

    data: Floats
    reading: Reading
    form: Form

    @property
    def rows(self) -> Rows:
        """What it was read as, row by row."""
        shown = [show_value(entry).replace("−", "-") for entry in self.reading.entries]
        width = self.reading.shape[-1] if self.reading.shape else 1
        return tuple(tuple(shown[k : k + width]) for k in range(0, len(shown), width))

    @property
    def value(self) -> Data:
        """The entries as a solver would hold them."""
        return self.as_like(0)

    def agrees(self, answer: Answer, tolerance: Tolerance) -> bool:
        """Say whether every entry is within its tolerance."""
        if not is_numeric(answer) or shape_of(answer) != self.data.shape:
            return False
        mine = turned(self.data, floats(answer), self.form.about.up_to)
        return bool(np.all(near(mine, floats(answer), tolerance)))

    def standing(self, answer: Answer, tolerance: Tolerance) -> Numpy | None:
        """Say which entries are right."""
        if not self.data.shape or shape_of(answer) != self.data.shape:
            return None
        return near(self.data, floats(answer), tolerance)

    def as_like(self, sample: Answer) -> Data:
        """Give the entries as a solver would hold them: exact where ``sample`` is exact."""
        exact = is_whole(sample)
        entries = [tidy(entry) if exact else float(entry) for entry in self.reading.entries]
        if not self.data.shape:
            return entries[0]
        fractions = any(isinstance(entry, Fraction) for entry in entries)
        return np.array(entries, dtype=object if fractions else None).reshape(self.data.shape)


def tidy(value: Scalar) -> Scalar:
    """Give whole fractions as whole numbers."""
    return int(value) if value == int(value) else value


def read(text: str, like: Data, form: Form) -> Numbers:
    """Read numbers in the shape of ``like``; whole ones in a row also as a size, ``4 × 4``."""
    shape = shape_of(like)
    size = math.prod(shape)
    if len(shape) == 1 and SIZE.fullmatch(text):
        text = ", ".join(re.findall(r"\d+", text))
    reading = read_stack(
        text,
        shape,
        max(CELLS, size),
        max_characters=max(400, CHARACTERS_A_CELL * size),
    )
    return Numbers(floats([float(e) for e in reading.entries]).reshape(shape), reading, form)


def differs(a: Answer, b: Answer, tolerance: Tolerance, form: Form) -> bool:
    """Say whether two results are further apart than twice a tolerance somewhere."""
    if isinstance(a, SCALARS) and isinstance(b, SCALARS) and isinstance(tolerance, float):
        return abs(float(a) - float(b)) > 2 * tolerance
    if not is_numeric(a) or not is_numeric(b):
        return True
    mine, theirs = floats(a), floats(b)
    if mine.shape != theirs.shape:
        return True
    mine = turned(mine, theirs, form.about.up_to)
    return bool((abs(mine - theirs) > 2 * tolerance).any())


def chain(tape: Tape, value: Number, form: Form) -> Chain:
    """Write a result: its symbol, or what it means where it has none, and its value."""
    from ncrevise.maths.build import listed
    from ncrevise.maths.tree import EQUALS, Chain, Fence, Num, Text
    from ncrevise.tape.spelling import Speller, indices

    speller = Speller(tape)
    if not isinstance(value, Value):
        return Chain(Text(form.meaning), ((EQUALS, Num(value)),))
    name = speller.symbol(value) if value.symbol else Text(form.meaning)
    plain = not value.symbol and value.ndim == 1
    shown = (
        Fence("(", listed(tuple(speller.number(value, i) for i in indices(value))), ")")
        if plain
        else speller.whole(value)
    )
    return Chain(name, ((speller.relation([value]), shown),))


def blocks(tape: Tape, value: Tensor, form: Form, label: str) -> tuple[Block, ...]:
    """Print numbers: in a table where rows or columns have names, else as an equation."""
    from ncrevise.results.printed import equation

    if isinstance(value, np.ndarray):  # that never was on a tape
        value = type(tape)(places=tape.places).leaf(value)
    shape = shape_of(value)
    named = [form.along(axis, n) for axis, n in enumerate(shape)]
    if isinstance(value, Value) and len(shape) in {1, 2} and any(named):
        return table(tape, value, form, label)
    return equation(label, chain(tape, value, form))


def table(tape: Tape, value: Value, form: Form, label: str) -> tuple[Block, ...]:
    """Print a vector or matrix under and beside the names of its axes."""
    from ncrevise.document.markdown import read_inline
    from ncrevise.document.tree import Maths, Paragraph, Table, Words
    from ncrevise.maths.tree import Num
    from ncrevise.results.printed import titled
    from ncrevise.tape.spelling import Speller

    speller = Speller(tape)
    rows, columns = value.shape if value.ndim == 2 else (1, value.shape[0])
    down = form.along(0, rows) if value.ndim == 2 else None
    across = form.along(value.ndim - 1, columns)
    symbol: Inlines = (Maths(speller.symbol(value)),) if value.symbol else ()

    def numbered(k: int) -> Inlines:
        return (Maths(Num(k + 1)),)

    heads = (
        [read_inline(name) for name in across] if across else list(map(numbered, range(columns)))
    )
    body = [
        [
            (Maths(speller.number(value, (i, j) if value.ndim == 2 else (j,))),)
            for j in range(columns)
        ]
        for i in range(rows)
    ]
    if value.ndim == 1:
        left = [symbol or (Words(""),)]
        corner: Inlines = (Words(""),)
    else:
        left = [read_inline(name) for name in down] if down else list(map(numbered, range(rows)))
        corner = symbol or (Words(""),)
    drawn = Table(
        (corner, *heads),
        tuple((head, *row) for head, row in zip(left, body, strict=True)),
        "l" + "r" * columns,
        caption=titled(form.meaning),
    )
    return (*((Paragraph((Words(label.strip()),)),) if label else ()), drawn)


def data(value: Tensor) -> Json:
    """Give numbers as JSON has them: fractions as text, nested lists."""
    plain: Any = raw(value)
    if isinstance(plain, np.ndarray):
        plain = plain.tolist()
    if isinstance(plain, list | tuple):
        return [data(item) for item in plain]
    number: Scalar = plain
    return f"{number.numerator}/{number.denominator}" if isinstance(number, Fraction) else number


def write(value: Tensor) -> str:
    """Write numbers as they may be typed: ``1 2; 3 4``, matrices of a stack with ``|``."""
    plain = raw(value)
    between = {1: ", ", 2: "; ", 3: " | "}
    if not isinstance(plain, np.ndarray):
        return str(data(plain))
    if plain.ndim == 1:
        return ", ".join(map(write, plain.tolist()))
    return between[plain.ndim].join(map(write, plain))
