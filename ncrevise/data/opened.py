"""A reader's file opened for bytes, unpacked on the way when it was packed by gzip."""

from __future__ import annotations

import gzip
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from ncrevise.errors import GivensError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GZIP = b"\x1f\x8b"


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file.

    Raises:
        UsageError: it can't be opened.
        GivensError: it can't be unpacked, found out here or while it is read.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(2) == GZIP
            file.seek(0)
            yield cast("BinaryIO", gzip.GzipFile(fileobj=file)) if packed else file
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise GivensError(
            f"{path}: the packed file is damaged or cut short. Fetch it again."
        ) from None
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror or error}.") from None
