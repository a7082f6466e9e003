"""Images as text, one a line: the label, then the pixels row by row, commas between."""

from __future__ import annotations

import codecs
from array import array
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.data.opened import opened
from ncrevise.data.pixels import MOST_PIXELS, check_size, digits
from ncrevise.errors import GivensError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from ncrevise.data.digits import Digits

LONGEST = 2**20  # bytes of a line


def read(path: Path) -> Digits:
    """Read a set; a first line of headings is passed over.

    Raises:
        GivensError: a line is unlike the others, or is no line of numbers.
    """
    numbers, width = array("f"), 0
    with opened(path) as file:
        for line, cells in lines(file, str(path)):
            width = width or len(cells)
            if len(cells) != width:
                raise GivensError(
                    f"{path}, line {line}: it has {len(cells)} cells, and the lines before it "
                    f"have {width}."
                )
            numbers.extend(parsed(cells, f"{path}, line {line}"))
            if len(numbers) > MOST_PIXELS:
                check_size((len(numbers) // width, width), str(path))
    if width < 2:
        raise GivensError(f"{path}: each line needs a label and its pixels, commas between.")
    table = np.frombuffer(numbers, dtype=np.float32).reshape(-1, width)
    return digits(table[:, 1:], table[:, 0], str(path))


def lines(file: BinaryIO, where: str) -> Iterator[tuple[int, list[bytes]]]:
    """Cut the text into lines, counted from 1, and those into cells."""
    number = 0
    while line := file.readline(LONGEST):
        number += 1
        if len(line) == LONGEST:
            raise GivensError(f"{where}, line {number}: it is too long for an image.")
        cells = line.removeprefix(codecs.BOM_UTF8).strip().split(b",")
        if cells != [b""] and not (number == 1 and is_heading(cells)):
            yield number, cells


def is_heading(cells: list[bytes]) -> bool:
    """Tell headings from an image by the first letters."""
    return cells[0].strip(b" \"'")[:1].isalpha()


def parsed(cells: list[bytes], where: str) -> list[float]:
    """Read the numbers of a line."""
    try:
        return list(map(float, cells))
    except ValueError:
        return [number(cell, f"{where}, cell {place}") for place, cell in enumerate(cells, 1)]


def number(cell: bytes, where: str) -> float:
    """Read one number, or say where it is not one."""
    try:
        return float(cell)
    except ValueError:
        text = ascii(cell[:20].decode("utf-8", "replace"))
        raise GivensError(f"{where}: {text} is not a number.") from None
