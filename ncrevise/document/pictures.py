"""Common figures, made from plain numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.document.figure import Cell, Grid, GridFigure
from ncrevise.maths.tree import Id, Node, Num, Scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.document.figure import Role

Rows = "Sequence[Sequence[Scalar]]"


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
