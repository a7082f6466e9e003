"""Formulas as an answer: one expression in the variables of the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.answers.lexer import lex
from ncrevise.answers.limits import CHARACTERS, check_length, pointing_into
from ncrevise.answers.parser import parse
from ncrevise.answers.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ncrevise.answers.tree import Tree


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
