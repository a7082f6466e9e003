"""What the terminal can do, and printing to it."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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


OPTIONS = Options()


def debugging() -> bool:
    """Say whether traces are wanted."""
    return OPTIONS.debug or "--debug" in sys.argv


def bank() -> Bank:
    """Open the question bank, a teacher's own folder first."""
    from ncrevise.bank import Bank
    from ncrevise.errors import UsageError

    if OPTIONS.bank is None:
        return Bank()
    if not OPTIONS.bank.is_dir():
        raise UsageError(f"--bank {OPTIONS.bank}: there is no such folder.")
    return Bank(OPTIONS.bank)


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
