"""Every error ncrevise raises on purpose, in one tree.

NcreviseError
├── UsageError       a name, code or option that does not exist         exit 2
├── AnswerError      a typed answer or file that can't be read          exit 3
├── TerminalError    a prompt is needed and there is no terminal        exit 4
├── StoreError       the progress file can't be read or written         exit 5
├── BankError        a question file is wrong, with file and line       exit 3
│   └── FamilyError  a family's file is wrong, likewise                 exit 3
├── GivensError      numbers that make no problem, with the given's name  exit 3
├── ShapeError       arrays whose shapes do not go together             exit 3
├── DrawError        no acceptable numbers found for a question         exit 3
└── RenderError      a format can't show or write something             exit 3

A message says what was wrong, where, and what to do. The command line prints it as
one line and hides the trace, which ``--debug`` shows.
"""

from __future__ import annotations


class NcreviseError(Exception):
    """Anything a user can put right."""

    exit_code = 3


class UsageError(NcreviseError):
    """A topic, family, code or option that does not exist."""

    exit_code = 2


class AnswerError(NcreviseError):
    """Typed text that can't be read as an answer.

    Args:
        message: one sentence for the person who typed it.
        text: what was typed, where a caret can point into it.
        position: index into ``text``, or None when no single place is at fault.
    """

    def __init__(self, message: str, text: str = "", position: int | None = None) -> None:
        super().__init__(message)
        self.text = text
        self.position = position


class TerminalError(NcreviseError):
    """Something must be asked, and nobody is there to answer."""

    exit_code = 4


class StoreError(NcreviseError):
    """The progress file can't be opened, read or written."""

    exit_code = 5


class BankError(NcreviseError):
    """A question file breaks a rule.

    Args:
        message: what is wrong and what to do.
        file: the path as the author knows it.
        line: 1-based line, when known.
    """

    def __init__(self, message: str, file: str, line: int | None = None) -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {message}")
        self.message = message
        self.file = file
        self.line = line

    def __reduce__(self) -> tuple[type[BankError], tuple[str, str, int | None]]:
        """Travel whole from a worker process."""
        return type(self), (self.message, self.file, self.line)


class FamilyError(BankError):
    """A family's file breaks a rule, or fails when it runs."""


class GivensError(NcreviseError):
    """Numbers from which no problem can be made: wrong shape, out of range, missing."""


class ShapeError(NcreviseError):
    """Arrays whose shapes do not go together: which, their shapes, and what must agree."""


class DrawError(NcreviseError):
    """No acceptable numbers were found for a question and seed."""


class RenderError(NcreviseError):
    """A format can't show or write something."""
