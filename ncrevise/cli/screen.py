"""What the terminal can do, and printing to it."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ncrevise.bank import Bank
    from ncrevise.document.tree import Document

NARROWEST, WIDEST, USUAL = 40, 200, 80


@dataclass
class Options:
    """Options before the command, which hold for all of them."""

    plain: bool = False
    colour: bool = True
    ascii: bool = False
    ask: bool = True
    width: int | None = None
    debug: bool = False
    bank: Path | None = None
    families: Path | None = None


OPTIONS = Options()


def debugging() -> bool:
    """Say whether traces are wanted."""
    return OPTIONS.debug or "--debug" in sys.argv


def folders() -> tuple[Path, ...]:
    """List a lecturer's own folders of questions; that of families holds questions as well.

    Raises:
        UsageError: when one does not exist.
    """
    from ncrevise.errors import UsageError

    if OPTIONS.bank is not None and not OPTIONS.bank.is_dir():
        raise UsageError(f"--bank {OPTIONS.bank}: there is no such folder.")
    return tuple(folder for folder in (OPTIONS.bank, OPTIONS.families) if folder is not None)


def bank() -> Bank:
    """Open the question bank, a lecturer's own folders first."""
    from ncrevise.bank import Bank

    return Bank(*folders())


def note_faults(topics: Sequence[str]) -> None:
    """Name the faulty families of one's own that were left out of some topics, or of all."""
    from ncrevise.registry import faulty_families

    for name, error in faulty_families().items():
        if not topics or name.partition(".")[0] in topics:
            note(str(error))


def is_dumb() -> bool:
    """Say whether the terminal understands nothing but text."""
    return os.environ.get("TERM") == "dumb"


def coloured() -> bool:
    """Say whether to use colour: a real terminal that has not been told otherwise."""
    return (
        OPTIONS.colour and not os.environ.get("NO_COLOR") and not is_dumb() and sys.stdout.isatty()
    )


def width() -> int:
    """Give the columns to fill."""
    columns = OPTIONS.width or shutil.get_terminal_size((USUAL, 24)).columns
    return max(NARROWEST, min(WIDEST, columns))


def encoding() -> str:
    """Name what stdout can encode."""
    return "ascii" if OPTIONS.ascii else (sys.stdout.encoding or "ascii")


def interactive() -> bool:
    """Say whether there is somebody to ask."""
    return OPTIONS.ask and sys.stdin.isatty() and sys.stdout.isatty()


def out(text: str) -> None:
    """Print what was asked for."""
    code = sys.stdout.encoding or "ascii"
    sys.stdout.write(text.encode(code, "replace").decode(code))


def note(text: str) -> None:
    """Say something beside the output, on stderr, whatever it can encode."""
    code = sys.stderr.encoding or "ascii"
    sys.stderr.write(text.encode(code, "replace").decode(code) + "\n")


def show(document: Document, *, plain: bool = False) -> None:
    """Print a document on the terminal."""
    from ncrevise.render.terminal import render

    out(
        render(
            document,
            width=width(),
            colour=coloured(),
            encoding=encoding(),
            plain=plain or OPTIONS.plain,
        )
    )


def dump(data: Any) -> str:  # noqa: ANN401
    """Write JSON on one line."""
    import json

    return json.dumps(data, ensure_ascii=False, default=number_in_json)


def number_in_json(value: Any) -> Any:  # noqa: ANN401
    """Write arrays as lists and fractions as the nearest number."""
    from fractions import Fraction

    if isinstance(value, Fraction):
        return float(value)
    if hasattr(value, "tolist"):
        return value.tolist()
    return str(value)
