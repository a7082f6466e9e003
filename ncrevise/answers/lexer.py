"""Typed text cut into numbers, names and signs, each knowing where it stood."""

from __future__ import annotations

import re
from typing import NamedTuple

from ncrevise.answers.normalise import normalise
from ncrevise.errors import AnswerError

_VULGAR = "¼½¾⅐-⅞↉"
_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<vulgar>[{_VULGAR}])"
    rf"|(?P<name>[^\W0-9{_VULGAR}][^\W{_VULGAR}]*)"
    r"|(?P<sign>\*\*|[-+*/^%'(){},;√\[\]])"
    r"|(?P<newline>\n)"
    r"|(?P<space>[ ]+)"
)
_HINTS = {
    "=": "Leave out the = and what stands before it: type only the value.",
    "|": "Write abs(x) for the absolute value, without bars.",
    "≈": "Leave out the ≈ and type the number alone.",
    "~": "Leave out the ~ and type the number alone.",
    "∞": "Infinity can't be marked as a number: type a finite one.",
    "!": "I can't read ! here: write the product out.",
    ".": "I can't read this point: write decimals like 0.75.",
    "\\": "I can't read LaTeX commands: write sqrt(2) or 3/4.",
}


class Token(NamedTuple):
    """One number, name or sign.

    ``kind`` is number, vulgar (a character such as ½), name, sign or newline; the
    vocabulary later turns name into variable, constant or function. ``start`` and ``end``
    refer to the text as typed; ``spaced`` says that a space stands before it.
    """

    kind: str
    text: str
    start: int
    end: int
    spaced: bool = False


def lex(text: str, most: int) -> list[Token]:
    """Cut ``text`` into tokens.

    Raises:
        AnswerError: at the first character with no meaning here, or when there are more
            than ``most`` tokens other than separators.
    """
    plain, origin = normalise(text)
    tokens: list[Token] = []
    at, spaced, weight = 0, False, 0
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        if match is None:
            raise _unreadable(text, plain[at], origin[at])
        at = match.end()
        kind = str(match.lastgroup)
        if kind != "space":
            start, end = origin[match.start()], origin[at - 1] + 1
            tokens.append(Token(kind, match.group(), start, end, spaced))
            weight += match.group() not in ",;\n"
        spaced = kind == "space"
        if weight > most:
            message = f"That has more than {most} numbers and signs: shorten it."
            raise AnswerError(message, text, tokens[-1].start)
    return tokens


def _unreadable(text: str, character: str, position: int) -> AnswerError:
    usual = f"I can't read {character!r} here: use numbers, names, + - * / ^ and brackets."
    return AnswerError(_HINTS.get(character, usual), text, position)
