"""Common figures, made from plain numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ncrevise.document.figure import Cell, Grid, GridFigure
from ncrevise.document.tree import Maths, Table, Words
from ncrevise.maths.build import listed
from ncrevise.maths.tex import read
from ncrevise.maths.tree import Id, Matrix, Node, Num, Op, Row, Scalar, column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ncrevise.document.figure import Role

Rows = "Sequence[Sequence[Scalar]]"
Plain: TypeAlias = np.ndarray[Any, Any]


def window(
    image: Sequence[Sequence[Scalar]],
    kernel: Sequence[Sequence[Scalar]],
    output: Sequence[Sequence[Scalar]],
    *,
    place: tuple[int, ...],
    stride: int,
    padding: tuple[int, int, int, int],
    dilation: int,
    flipped: bool,
) -> GridFigure:
    """Draw the kernel on one window, and the output entry it gives.

    Args:
        image: without its border of zeros.
        kernel: as it lies on the image, already flipped if it is.
        output: the whole map; only one entry is shown.
        place: which entry, counted from zero.
        stride: pixels from one window to the next.
        padding: zeros at the top, bottom, left and right.
        dilation: pixels from one kernel cell to the next.
        flipped: whether to say so under the kernel.
    """
    top, bottom, left, right = padding
    height, width = len(image), len(image[0])
    rows, columns = len(kernel), len(kernel[0])
    first = (place[0] * stride, place[1] * stride)

    def cell(i: int, j: int) -> Cell:
        inside = top <= i < top + height and left <= j < left + width
        value = image[i - top][j - left] if inside else 0
        on_i, on_j = divmod(i - first[0], dilation), divmod(j - first[1], dilation)
        under = 0 <= on_i[0] < rows and 0 <= on_j[0] < columns and not on_i[1] and not on_j[1]
        role: Role = "window" if under else "" if inside else "muted"
        return Cell(Num(value), role)

    def known(i: int, j: int) -> Cell:
        return Cell(Num(output[i][j]), "result") if (i, j) == place else Cell(None)

    whole = [
        tuple(cell(i, j) for j in range(left + width + right)) for i in range(top + height + bottom)
    ]

    def spread(s: int, t: int) -> Cell:
        gap = s % dilation or t % dilation
        return Cell(None) if gap else Cell(Num(kernel[s // dilation][t // dilation]), "kernel")

    reach = (dilation * (rows - 1) + 1, dilation * (columns - 1) + 1)
    laid = tuple(tuple(spread(s, t) for t in range(reach[1])) for s in range(reach[0]))
    name: Node = Id("flipped B") if flipped else Id("B")
    return GridFigure(
        (
            Grid(tuple(whole), boxed=(*first, *reach), label=Id("A")),
            Grid(laid, label=name),
            Grid(
                tuple(
                    tuple(known(i, j) for j in range(len(output[0]))) for i in range(len(output))
                ),
                label=Id("Y"),
            ),
        ),
        ("×", "="),
        f"The {'flipped ' if flipped else ''}kernel lies on the window of A that starts in row "
        f"{first[0] + 1}, column {first[1] + 1}, zeros around A counted; entry by entry they are "
        f"multiplied and added, which gives Y in row {place[0] + 1}, column {place[1] + 1}.",
    )


def by_block(
    order: str, names: Mapping[str, str], stacked: Mapping[str, object], caption: str
) -> Table:
    """Set stacked arrays block by block: a row a block, a column an array.

    Args:
        order: the letters of the blocks, as they are stacked.
        names: what each block is.
        stacked: arrays with as many equal blocks of rows, by their symbols.
        caption: what the table shows.
    """
    letters = order.split()
    rows = tuple(
        (
            (Words(f"{names[key]} "), Maths(read(key))),
            *((Maths(block(np.asarray(v), k, len(letters))),) for v in stacked.values()),
        )
        for k, key in enumerate(letters)
    )
    heads = [(Maths(read(letter)),) for letter in stacked]
    return Table(((Words("gate"),), *heads), rows, "l" + "r" * len(stacked), caption=caption)


def block(stacked: Plain, k: int, count: int) -> Node:
    """Show one of several equal blocks of rows; one of a single entry as a number."""
    n = len(stacked) // count
    rows = stacked[k * n : (k + 1) * n].tolist()
    if n == 1 and not isinstance(rows[0], list):
        return Num(rows[0])
    if isinstance(rows[0], list):
        return (
            Num(rows[0][0])
            if n == len(rows[0]) == 1
            else Matrix(tuple(tuple(map(Num, row)) for row in rows))
        )
    return column(list(map(Num, rows)))


def sequence_of(letter: str, rows: Plain) -> Node:
    """List the rows of an array as ``x_1 = …, x_2 = …``; a row of one entry as a number."""

    def shown(row: Plain) -> Node:
        entries = row.tolist()
        return Num(entries[0]) if len(entries) == 1 else column(list(map(Num, entries)))

    return listed(
        tuple(
            Row((read(f"{letter}_{{{t}}}"), Op("="), shown(row))) for t, row in enumerate(rows, 1)
        )
    )
