"""Typing an answer: when it is whole, and what it would be read as."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from ncrevise.cli.commands import COMMANDS
from ncrevise.errors import AnswerError
from ncrevise.results.kinds.numbers import is_numeric

if TYPE_CHECKING:
    from ncrevise.answers import Reading
    from ncrevise.question import Accept
    from ncrevise.results.form import Form
    from ncrevise.results.values import Answer
    from ncrevise.study.session import Place
    from ncrevise.tape.value import Numpy

OTHER_KINDS = frozenset({"choice", "algebra", "set"})
WORDS = frozenset({"choice", "algebra"})
MOST_LINES = 150
ROW_BY_ROW = "A row a line; an empty line ends it. Or 1 2; 3 4 on one."


def asked(place: Place) -> tuple[Answer, Accept]:
    """Give the true result of a part, for its shape, and how it is accepted."""
    return place.solution.results[place.part.asks], place.part.accept


def form_of(place: Place) -> Form:
    """Say what a part's result looks like: its names, the words allowed."""
    return place.solution.form(place.part.asks)


def is_grid(like: Answer, accept: Accept) -> TypeGuard[Numpy]:
    """Say whether an answer has rows and columns."""
    return accept.rule not in OTHER_KINDS and is_numeric(like) and getattr(like, "ndim", 0) >= 2


def is_word(like: Answer, accept: Accept) -> bool:
    """Say whether an answer is a word or a formula, which may look like a command."""
    return accept.rule in WORDS or not is_numeric(like)


def is_whole(text: str, like: Answer, accept: Accept) -> bool:
    """Say whether Enter now ends an answer, or begins its next row.

    A matrix typed row by row is whole when it has the shape of the true answer, and any
    other is when an empty line follows it: a wrong shape is for the marking to explain.
    """
    lines = text.split("\n")
    last = lines[-1].strip()
    if not last or last.startswith(COMMANDS) or len(lines) >= MOST_LINES:
        return True
    if sum(map(text.count, "[({")) > sum(map(text.count, "])}")):
        return False
    if not is_grid(like, accept) or any(mark in text for mark in ";[{("):
        return True
    rows = [width_of(line) for line in lines]
    if None in rows:
        return True
    columns = like.shape[-1]
    return len(rows) >= like.size // columns and all(row == columns for row in rows)


def width_of(line: str) -> int | None:
    """Count the numbers of a row; None when it can't be read."""
    from ncrevise.answers import read_array

    try:
        return len(read_array(line).entries)
    except AnswerError:
        return None


def reads_as(text: str, like: Answer, accept: Accept, form: Form) -> str:
    """Say what an answer would be read as; nothing where it stands there already.

    Raises:
        AnswerError: when it can't be read.
    """
    from ncrevise.marking.response import read
    from ncrevise.results.kinds.numbers import Numbers

    typed = read(text, like, accept, form)
    if not isinstance(typed, Numbers):
        shown = " ; ".join(", ".join(row) for row in typed.rows)
        return "" if shown.casefold() == text.strip().casefold() else shown or "the empty set"
    return spelled(typed.reading, text)


def spelled(reading: Reading, text: str) -> str:
    """Write numbers as they were understood; nothing where they were typed just so."""
    entries = [entry(reading, k) for k in range(len(reading.entries))]
    if len(reading.shape) < 2:
        shown = ", ".join(entries)
    else:
        width = reading.shape[-1]
        rows = ["  ".join(entries[k : k + width]) for k in range(0, len(entries), width)]
        shown = " ; ".join(rows)
    same = bare(shown) == bare(text.replace("-", "−").replace("\n", " ; "))
    return "" if same else shown


def bare(text: str) -> list[str]:
    """Give the words of a text, without brackets and commas."""
    return "".join(" " if mark in "[](){}," else mark for mark in text.replace(";", " ; ")).split()


def row_reads_as(text: str) -> str:
    """Say what the last row of an unfinished matrix would be read as.

    Raises:
        AnswerError: when it can't be read.
    """
    from ncrevise.answers import read_array

    row = text.rpartition("\n")[2]
    if any(map(row.__contains__, "[](){}")):
        return ""
    return spelled(read_array(row), row)


def entry(reading: Reading, k: int) -> str:
    """Write one entry: as it was typed when it is a plain number, else its value."""
    from ncrevise.answers import show_value

    if reading.decimals[k] is not None:
        return reading.typed[k].strip().replace("-", "−")
    return show_value(reading.entries[k])


def calculate(text: str) -> str:
    """Work out ``0.4*2.5`` for a student without a calculator.

    Raises:
        AnswerError: when it can't be read.
    """
    from ncrevise.answers import read_number
    from ncrevise.answers.printing import decimal_text

    value = read_number(text)
    about = f"≈ {float(value):.10g}"
    exact = "" if isinstance(value, float) else decimal_text(value)
    said = about if not exact else f"= {exact} {about}" if "/" in exact else f"= {exact}"
    plain = exact == text.strip() and "/" not in exact
    reminder = "    (to answer, leave the = out)" if plain else ""
    return f"{said.replace('-', '−')}{reminder}"
