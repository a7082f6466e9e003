"""One of a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.errors import AnswerError
from ncrevise.registry import did_you_mean

if TYPE_CHECKING:
    from ncrevise.givens.declare import Given

LIFTED = False
YES = {"yes": "yes", "true": "yes", "on": "yes", "1": "yes", "y": "yes"}
NO = {"no": "no", "false": "no", "off": "no", "0": "no", "n": "no"}


def read(text: str, given: Given) -> str:
    """Read one of the words, in any case; yes and no in any of their forms."""
    word = text.strip().strip("\"'").lower()
    if set(given.one_of) == {"yes", "no"}:
        word = YES.get(word, NO.get(word, word))
    for choice in given.one_of:
        if word == choice.lower():
            return choice
    listed = ", ".join(given.one_of)
    hint = (
        did_you_mean(word, given.one_of) if len(given.one_of) > 12 else f" Choose from: {listed}."
    )
    raise AnswerError(f"{text.strip()!r} is not one of the choices.{hint}")


def coerce(value: object, given: Given) -> str:
    """Take a word, or true and false for yes and no."""
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return read(str(value), given)


def write(value: str) -> str:
    """Write the word."""
    return value


def show(value: str) -> str:
    """Show the word."""
    return value
