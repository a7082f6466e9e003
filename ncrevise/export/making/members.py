"""Members of a file that is still growing: all in one file, each piece added at its end.

A file that ends where a piece ends can be gone on with, whatever stood after it. The only member
of a text is kept as it is. Pieces of an archive are framed: a line with the length and the name,
then the bytes. An archive's bytes depend on nothing but its members, so they are stored without
compression, which differs from one library to the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from ncrevise.export.making.exporter import Members, Pieces

FIRST_OF_ALL = (1980, 1, 1, 0, 0, 0)  # the oldest time an archive can say
UNIX = 3
READABLE = 0o100644 << 16


def bare(pieces: Pieces) -> bytes:
    """Write pieces of the only member."""
    return b"".join(pieces.values())


def framed(pieces: Pieces) -> bytes:
    """Write pieces of several members, so that they can be told apart again."""
    return b"".join(
        b"%d %s\n%s" % (len(data), name.encode(), data) for name, data in pieces.items()
    )


def members(file: BinaryIO) -> Members:
    """Gather the members of framed pieces; their bytes are read when they are asked for."""
    found: dict[str, list[tuple[int, int]]] = {}
    while line := file.readline():
        length, _, name = line.decode().rstrip("\n").partition(" ")
        found.setdefault(name, []).append((file.tell(), int(length)))
        file.seek(int(length), 1)
    return {name: read(file, places) for name, places in found.items()}


def read(file: BinaryIO, places: list[tuple[int, int]]) -> Iterator[bytes]:
    """Read pieces of a file."""
    for start, length in places:
        file.seek(start)
        yield file.read(length)


def zipped(found: Members, file: BinaryIO) -> None:
    """Pack members into a zip archive, in their order."""
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for name, pieces in found.items():
            about = ZipInfo(name, FIRST_OF_ALL)
            about.create_system, about.external_attr = UNIX, READABLE
            with archive.open(about, "w") as member:
                for piece in pieces:
                    member.write(piece)
