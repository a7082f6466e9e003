"""Lines of text in which every stretch knows its style, and how wide they are."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Run: TypeAlias = tuple[str, str]  # text, and the names of its styles with spaces between
Line: TypeAlias = tuple[Run, ...]


@lru_cache(maxsize=65_536)
def measure(text: str) -> int:
    """Count the cells a text takes: none for a combining mark, two for a wide character."""
    return len(text) if text.isascii() else sum(map(cells, text))


@lru_cache(maxsize=4096)
def cells(letter: str) -> int:
    """Count the cells of one character."""
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def width(line: Iterable[Run]) -> int:
    """Count the cells of a line."""
    return sum(measure(text) for text, _ in line)


def plain(line: Iterable[Run]) -> str:
    """Forget the styles."""
    return "".join(text for text, _ in line)


def styled(line: Iterable[Run], style: str) -> Line:
    """Add a style to every run; the styles inside win."""
    return tuple((text, f"{style} {inner}" if inner else style) for text, inner in line)


def cut(text: str, room: int) -> list[str]:
    """Cut a text into pieces of at most ``room`` cells, keeping marks on their letters."""
    pieces = [""]
    for letter in text:
        if measure(pieces[-1]) + measure(letter) > room and pieces[-1]:
            pieces.append("")
        pieces[-1] += letter
    return pieces
