"""Bounds that keep the work on any typed text small, and the helpers that report them.

Every bound is checked before the work it bounds, so no thread, signal or child process
is needed to stay safe. Only the characters and cells may be raised, by the caller.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Iterator

CHARACTERS = 400  # in one answer; symbols may be half as many
CELLS = 144  # in one matrix
NODES = 200  # in one entry, so that walking a tree is never deep
DEPTH = 32  # brackets, signs and powers inside one another
DIGITS = 18  # in one number as typed
DECIMAL_EXPONENT = 30  # in 1e30
EXPONENT = 64  # in x^64
BITS = 512  # in a numerator or denominator, at every step
ARGUMENT = 10**6  # of exp, sin and the like


@contextmanager
def pointing_into(text: str) -> Iterator[None]:
    """Give every ``AnswerError`` raised inside the text its position refers to."""
    try:
        yield
    except AnswerError as error:
        error.text = error.text or text
        raise


def check_length(text: str, characters: int) -> None:
    """Refuse text that is too long, before anything else looks at it."""
    if len(text) > characters:
        message = f"That is {len(text)} characters long: type at most {characters}."
        raise AnswerError(message, text[:characters])
