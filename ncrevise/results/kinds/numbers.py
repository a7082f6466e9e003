"""Numbers: one, a vector, a matrix, a stack of matrices; their rows and columns may have names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.answers import Reading, show_value
from ncrevise.answers.stacks import read_stack
from ncrevise.tape.value import Value, is_whole, raw

if TYPE_CHECKING:
    from ncrevise.document.tree import Block, Inlines
    from ncrevise.maths.tree import Chain
    from ncrevise.results.form import Form
    from ncrevise.results.typed import Rows
    from ncrevise.tape import Tape

CELLS = 144
CHARACTERS_A_CELL = 25
NOISE = 1e-12  # of floating point, relative
SIZE = re.compile(r"\s*\(?\s*\d+(?:\s*(?:[x×*]|by)\s*\d+)+\s*\)?\s*", re.IGNORECASE)
SCALARS = (int, float, Fraction)


def floats(data: Any) -> np.ndarray[Any, np.dtype[np.float64]]:  # noqa: ANN401
    """Give an array of floats."""
    real = isinstance(data, np.ndarray) and data.dtype.kind == "f"
    return data if real else np.asarray(data, dtype=float)


def is_numeric(answer: Any) -> bool:  # noqa: ANN401
    """Say whether a result is a number or an array."""
    return isinstance(answer, int | float | Fraction | np.ndarray)


def near(a: Any, b: Any, tolerance: Any) -> Any:  # noqa: ANN401
    """Say entry by entry whether two arrays of one shape agree."""
    slack = NOISE * np.maximum(1.0, np.abs(b))
    return np.abs(a - b) <= np.asarray(tolerance) + slack


def turned(data: Any, like: Any, up_to: str) -> Any:  # noqa: ANN401
    """Turn a vector to the side, and for ``scale`` stretch it to the length, of another."""
    along = float(np.sum(data * like))
    if not up_to or not along:
        return data
    length = np.sqrt(np.sum(like**2) / np.sum(data**2)) if up_to == "scale" else 1.0
    return data * (length * np.sign(along))


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number, vector, matrix or stack.

    Attributes:
        data: its entries, in the shape of what is asked.
        reading: how they were typed.
        form: what is asked.
    """

    data: Any
    reading: Reading
    form: Form

    @property
    def rows(self) -> Rows:
        """What it was read as, row by row."""
        shown = [show_value(entry).replace("−", "-") for entry in self.reading.entries]
        width = self.reading.shape[-1] if self.reading.shape else 1
        return tuple(tuple(shown[k : k + width]) for k in range(0, len(shown), width))

    @property
    def value(self) -> Any:  # noqa: ANN401
        """The entries as a solver would hold them."""
        return self.as_like(0)

    def agrees(self, answer: Any, tolerance: Any) -> bool:  # noqa: ANN401
        """Say whether every entry is within its tolerance."""
        if not is_numeric(answer) or np.shape(answer) != self.data.shape:
            return False
        mine = turned(self.data, floats(answer), self.form.about.up_to)
        return bool(np.all(near(mine, floats(answer), tolerance)))

    def standing(self, answer: Any, tolerance: Any) -> Any:  # noqa: ANN401
        """Say which entries are right."""
        if not self.data.shape or np.shape(answer) != self.data.shape:
            return None
        return near(self.data, floats(answer), tolerance)

    def as_like(self, sample: Any) -> Any:  # noqa: ANN401
        """Give the entries as a solver would hold them: exact where ``sample`` is exact."""
        exact = is_whole(sample)
        entries = [tidy(entry) if exact else float(entry) for entry in self.reading.entries]
        if not self.data.shape:
            return entries[0]
        fractions = any(isinstance(entry, Fraction) for entry in entries)
        return np.array(entries, dtype=object if fractions else None).reshape(self.data.shape)


def tidy(value: Fraction | float) -> Any:  # noqa: ANN401
    """Give whole fractions as whole numbers."""
    return int(value) if value == int(value) else value


def read(text: str, like: Any, form: Form) -> Numbers:  # noqa: ANN401
    """Read numbers in the shape of ``like``; whole ones in a row also as a size, ``4 × 4``."""
    shape = np.shape(like)
    size = int(np.prod(shape))
    if len(shape) == 1 and SIZE.fullmatch(text):
        text = ", ".join(re.findall(r"\d+", text))
    reading = read_stack(
        text,
        shape,
        max(CELLS, size),
        max_characters=max(400, CHARACTERS_A_CELL * size),
    )
    return Numbers(floats([float(e) for e in reading.entries]).reshape(shape), reading, form)


def differs(a: Any, b: Any, tolerance: Any, form: Form) -> bool:  # noqa: ANN401
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


def chain(tape: Tape, value: Any, form: Form) -> Chain:  # noqa: ANN401
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


def blocks(tape: Tape, value: Any, form: Form, label: str) -> tuple[Block, ...]:  # noqa: ANN401
    """Print numbers: in a table where rows or columns have names, else as an equation."""
    from ncrevise.results.printed import equation

    shape = np.shape(raw(value))
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


def data(value: Any) -> Any:  # noqa: ANN401
    """Give numbers as JSON has them: fractions as text, nested lists."""
    value = raw(value)
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [data(item) for item in value]
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return value


def write(value: Any) -> str:  # noqa: ANN401
    """Write numbers as they may be typed: ``1 2; 3 4``, matrices of a stack with ``|``."""
    value = raw(value)
    between = {1: ", ", 2: "; ", 3: " | "}
    if np.ndim(value) == 0:
        return str(data(value))
    if np.ndim(value) == 1:
        return ", ".join(map(write, value.tolist()))
    inner = (write(row) for row in value)
    return between[np.ndim(value)].join(inner)
