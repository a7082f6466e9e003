"""Formulas as an answer: one expression in the variables of the question."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from ncrevise.answers.lexer import lex
from ncrevise.answers.limits import CHARACTERS, check_length, pointing_into
from ncrevise.answers.parser import parse
from ncrevise.answers.vocabulary import ARITIES, GREEK_NAMES, Vocabulary, bare
from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ncrevise.answers.tree import Tree

LETTER = re.compile(r"[^\W\d_]_?\d*")
WORDS = (*ARITIES, "log")


def read_expression(
    text: str, variables: Iterable[str] = (), *, max_characters: int = CHARACTERS
) -> Tree:
    """Read a formula such as ``x^2 + 3xy - exp(-x)``.

    Args:
        text: what was typed.
        variables: the names it may use besides pi, e and the usual functions.
        max_characters: how long it may be.

    Raises:
        AnswerError: when it can't be read or uses another name.
    """
    check_length(text, max_characters)
    with pointing_into(text):
        tokens = lex(text, max_characters // 2)
        while tokens and tokens[-1].kind == "newline":
            tokens.pop()
        while tokens and tokens[0].kind == "newline":
            del tokens[0]
        return parse(Vocabulary(variables).resolve(tokens))


def names_in(text: str, *, max_characters: int = CHARACTERS) -> tuple[str, ...]:
    """List the variables that a formula seems to use, in order: ``x``, ``w1``, ``theta``.

    Raises:
        AnswerError: when a function has no brackets, or one letter stands with and without a
            number, so that ``x2`` may be meant as a power.
    """
    check_length(text, max_characters)
    with pointing_into(text):
        tokens = lex(text, max_characters // 2)
        found: set[str] = set()
        for token, following in zip_longest(tokens, tokens[1:]):
            if token.kind == "name":
                called = following is not None and following.text == "("
                found.update(variables_in(token.text, token.start, called=called))
    for name in found:
        if name[0] in found and name[1:].isdecimal():
            raise AnswerError(
                f"Both {name[0]} and {name} occur: write a power as {name[0]}^2.", text
            )
    return tuple(sorted(found, key=name_order))


def variables_in(name: str, start: int, *, called: bool) -> Iterator[str]:
    """Cut a name into variables, leaving out constants and the function it may end in."""
    word = next((w for w in sorted(WORDS, key=len, reverse=True) if name.endswith(w)), "")
    if called and word:
        name = name.removesuffix(word)
    unbracketed = next((w for w in WORDS if w in name), "")
    if unbracketed:
        message = f"Put brackets after {unbracketed}: write {unbracketed}(x)."
        raise AnswerError(message, "", start)
    whole = bare(name)
    if whole.rstrip("0123456789") in GREEK_NAMES:
        yield from {whole} - {"pi"} - ({"sigma"} if called else set())
        return
    for piece in LETTER.findall(name):
        if piece != "e":
            yield bare(piece)


def name_order(name: str) -> tuple[str, int]:
    """Order names by letter, then by number."""
    letters = name.rstrip("0123456789")
    return letters, int(name[len(letters) :] or 0)
