"""The format in which MNIST is published: a header of sizes, then one byte a number.

Source: Y. LeCun, C. Cortes and C. J. C. Burges, The MNIST database of handwritten digits.
"""

from __future__ import annotations

import struct
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.data.opened import opened
from ncrevise.data.pixels import check_size
from ncrevise.errors import GivensError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from numpy.typing import NDArray

MAGIC = b"\0\0"
BYTES = 8  # the code of unsigned bytes, the only kind of number in MNIST


def read(path: Path, sizes: int) -> NDArray[np.uint8]:
    """Read an array with so many ``sizes``: 3 for images, 1 for labels.

    Raises:
        GivensError: the file is of another kind, or shorter or longer than it says.
    """
    with opened(path) as file:
        shape = header(file, str(path), sizes)
        check_size(shape, str(path))
        count = prod(shape)
        content = file.read(count + 1)
    if len(content) != count:
        found = f"only {len(content)} are there" if len(content) < count else "there are more"
        raise GivensError(
            f"{path}: {' × '.join(map(str, shape))} bytes are announced and {found}. "
            "Fetch the file again."
        )
    return np.frombuffer(content, dtype=np.uint8).reshape(shape)


def header(file: BinaryIO, where: str, sizes: int) -> tuple[int, ...]:
    """Read the sizes that an array is announced with."""
    start = file.read(4)
    expected = bytes([0, 0, BYTES, sizes])
    if start != expected:
        raise GivensError(
            f"{where}: it starts with {start.hex(' ') or 'nothing'}, and an idx file of "
            f"{'images' if sizes > 1 else 'labels'} starts with {expected.hex(' ')}."
        )
    rest = file.read(4 * sizes)
    if len(rest) < 4 * sizes:
        raise GivensError(f"{where}: it ends within its header. Fetch the file again.")
    return struct.unpack(f">{sizes}I", rest)
