"""Asking for answers a line at a time: on any terminal, and from a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from ncrevise.cli import screen
from ncrevise.cli.entry import ROW_BY_ROW, asked, is_whole

if TYPE_CHECKING:
    from io import BufferedReader

    from ncrevise.study.session import Place


class Draft(NamedTuple):
    """Rows typed already: to be put right, or, where a newline ends them, to be gone on with."""

    text: str = ""
    position: int | None = None


class Reader(Protocol):
    """Where a student's lines come from.

    Attributes:
        live: whether somebody sits there and can be asked back.
        lines: how many were read.
    """

    live: bool
    lines: int

    def answer(self, place: Place, label: str, draft: Draft) -> str:
        """Read an answer or a command.

        Args:
            place: what is asked.
            label: stands before it.
            draft: what could not be read before, to be put right.

        Raises:
            EOFError: when there is nothing more.
            KeyboardInterrupt: for Ctrl-C.
        """

    def line(self, label: str) -> str:
        """Read a line."""


class Typing:
    """Somebody at a terminal that can show lines and nothing more."""

    live = True

    def __init__(self) -> None:
        self.lines = 0

    def line(self, label: str) -> str:
        """Read a line behind a label."""
        self.lines += 1
        code = sys.stdout.encoding or "ascii"
        return input(label.encode(code, "replace").decode(code))

    def answer(self, place: Place, label: str, draft: Draft) -> str:
        """Read an answer; a matrix row by row."""
        return rows(self, place, label, draft)


class Piped:
    """Lines from a pipe or a file, echoed so that what is printed can be followed."""

    live = False

    def __init__(self) -> None:
        self.lines = 0

    def line(self, label: str) -> str:
        """Read a line and echo it behind its label."""
        text = read_line()
        self.lines += 1
        screen.out(f"{label}{text}\n")
        return text

    def answer(self, place: Place, label: str, draft: Draft) -> str:
        """Read an answer; a matrix row by row."""
        return rows(self, place, label, draft)


class Script:
    """Lines from a program that reads JSON: one line is one answer, and nothing is echoed."""

    live = False

    def __init__(self) -> None:
        self.lines = 0

    def line(self, label: str) -> str:  # noqa: ARG002
        """Read a line."""
        sys.stdout.flush()
        text = read_line()
        self.lines += 1
        return text

    def answer(self, place: Place, label: str, draft: Draft) -> str:  # noqa: ARG002  # noqa: ARG002
        """Read an answer."""
        return self.line(label)


def somebody() -> bool:
    """Say whether stdin may still have something; asks without waiting, so as not to know all."""
    import select

    try:
        ready, _, _ = select.select([sys.stdin], [], [], 0)
        return not ready or bool(cast("BufferedReader", sys.stdin.buffer).peek(1))
    except (OSError, ValueError, AttributeError):  # not a file that can be asked
        return True


def read_line() -> str:
    """Read a line of stdin, whatever bytes it has.

    Raises:
        EOFError: at the end.
    """
    try:
        text = sys.stdin.readline()
    except UnicodeDecodeError:
        return "\ufffd"
    if not text:
        raise EOFError
    return text.rstrip("\r\n")


def rows(reader: Reader, place: Place, label: str, draft: Draft) -> str:
    """Read lines until the answer is whole, or an empty one ends it."""
    like, accept = asked(place)
    text = draft.text[:-1] if draft.text.endswith("\n") else reader.line(label)
    if text.strip() and reader.live and "\n" not in text and not is_whole(text, like, accept):
        screen.out(f"     {ROW_BY_ROW}\n")
    while not is_whole(text, like, accept):
        text += f"\n{reader.line(f'row {text.count(chr(10)) + 2}: '.rjust(len(label)))}"
    return text
