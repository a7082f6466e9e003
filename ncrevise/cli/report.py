"""What is said when something goes wrong, and the exit code that goes with it."""

from __future__ import annotations

import os
import sys

from ncrevise.cli import screen
from ncrevise.errors import AnswerError, NcreviseError

INTERRUPTED = 130
UNEXPECTED = 70
FILE_TROUBLE = 3


def report(error: BaseException) -> int:
    """Say what went wrong on stderr.

    Returns:
        The exit code: 0, 2 to 5 as in ``errors``, 130 for Ctrl-C, 70 for a fault of ours.
    """
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    if isinstance(error, BrokenPipeError):
        quiet_stdout()
        return 0
    if isinstance(error, KeyboardInterrupt):
        screen.note("Stopped.")
        return INTERRUPTED
    if screen.debugging():
        import traceback

        traceback.print_exception(error)
    if isinstance(error, NcreviseError):
        screen.note(str(error))
        for line in pointer(error):
            screen.note(line)
        return error.exit_code
    from ncrevise.own import fault

    if (own := fault(error)) is not None:
        screen.note(str(own))
        return own.exit_code
    if isinstance(error, OSError):
        screen.note(f"{error.filename or 'A file'}: {error.strerror or error}.")
        return FILE_TROUBLE
    screen.note(f"Something is wrong inside ncrevise ({type(error).__name__}: {error}).")
    screen.note(
        "Run it again with --debug and report what it prints; nothing you answered is lost."
    )
    return UNEXPECTED


def pointer(error: NcreviseError) -> list[str]:
    """Point a caret at the place in what was typed."""
    if not isinstance(error, AnswerError) or error.position is None or not error.text:
        return []
    before = error.text[: error.position]
    line_start = before.rfind("\n") + 1
    line = error.text[line_start:].partition("\n")[0]
    column = error.position - line_start
    start = max(0, column - 50)
    return [f"  {line[start : start + 76]}", f"  {' ' * (column - start)}^"]


def quiet_stdout() -> None:
    """Let nothing more be flushed into a pipe that nobody reads."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
