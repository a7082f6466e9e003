"""Arrays in NumPy's archive: x_train, y_train and, if there, x_test and y_test.

An array's header is judged before its numbers are read, for NumPy reserves whatever room a
header asks for.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from numpy.lib import format as npy

from ncrevise.data.pixels import check_size, digits
from ncrevise.errors import GivensError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from ncrevise.data.digits import Digits

MAGIC = b"PK"
NUMBERS = "buif"
HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
DAMAGE = (
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


def read(path: Path) -> list[Digits]:
    """Read the training set and, if there is one, the test set.

    Raises:
        GivensError: the archive is damaged, or holds something else.
    """
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGE:
        raise GivensError(f"{path}: the archive is damaged. Fetch it again.") from None
    with archive:
        names = {name.removesuffix(".npy") for name in archive.namelist()}
        parts = [part for part in ("train", "test") if {f"x_{part}", f"y_{part}"} <= names]
        if "train" not in parts:
            found = ", ".join(map(ascii, sorted(names)[:6])) or "nothing"
            raise GivensError(
                f"{path}: it holds {found}. Name the arrays x_train and y_train, and x_test and "
                "y_test if there are test images."
            )
        return [
            digits(array(archive, f"x_{part}", path), array(archive, f"y_{part}", path), str(path))
            for part in parts
        ]


def array(archive: zipfile.ZipFile, name: str, path: Path) -> NDArray[Any]:
    """Read one array of plain numbers."""
    where = f"{path}, {name}"
    try:
        with archive.open(f"{name}.npy") as file:
            shape, _, kind = HEADERS[npy.read_magic(file)](file)
        if kind.kind not in NUMBERS:
            raise GivensError(f"{where}: it holds {kind}, and only plain numbers are read.")
        check_size(shape, where)
        with archive.open(f"{name}.npy") as file:
            return npy.read_array(file, allow_pickle=False)
    except DAMAGE:
        raise GivensError(
            f"{where}: the array is damaged. Save it again with numpy.savez."
        ) from None
