"""A Pratt parser: tokens of one entry to a tree.

Binding powers: ``+ -`` 10, ``* /`` and products without a sign 15, a sign before a number
20, ``^`` 30 from the right, ``%`` 40. So ``-2^2`` is -4 and ``2/3pi`` is two thirds of pi.
"""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import TYPE_CHECKING

from ncrevise.answers.lexer import Token
from ncrevise.answers.limits import DECIMAL_EXPONENT, DEPTH, DIGITS, NODES
from ncrevise.answers.tree import Binary, Call, Constant, Name, Negative, Number, Percent, Tree
from ncrevise.answers.vocabulary import ARITIES
from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGNS = {"+": 10, "-": 10, "*": 15, "/": 15, "^": 30, "**": 30, "%": 40}
_UNARY = 20
_PRODUCT = 15
_OPERANDS = {"number", "vulgar", "variable", "constant", "function"}


def parse(tokens: Sequence[Token]) -> Tree:
    """Read one entry, whose names the vocabulary has resolved.

    Raises:
        AnswerError: where the entry stops making sense.
    """
    parser = _Parser(tokens)
    tree = parser.expression(0)
    if parser.at < len(tokens):
        raise parser.surplus()
    return tree


class _Parser:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.nodes = 0
        last = tokens[-1].end if tokens else 0
        self.end = Token("end", "", last, last)

    def expression(self, floor: int) -> Tree:
        """Read as far as signs bind more tightly than ``floor``."""
        self.deeper(1)
        left = self.operand()
        while (power := self.binding()) > floor:
            left = self.extend(left, power)
        self.depth -= 1
        return left

    def peek(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else self.end

    def take(self) -> Token:
        token = self.peek()
        self.at += 1
        return token

    def grow(self, nodes: int) -> None:
        self.nodes += nodes
        if self.nodes > NODES:
            message = "That is too long for one entry: shorten it."
            raise AnswerError(message, "", self.peek().start)

    def deeper(self, levels: int) -> None:
        self.depth += levels
        if self.depth > DEPTH:
            message = f"That is nested more than {DEPTH} deep: write it more simply."
            raise AnswerError(message, "", self.peek().start)

    def binding(self) -> int:
        token = self.peek()
        if token.kind == "sign":
            return _PRODUCT if token.text in "(√" else _SIGNS.get(token.text, 0)
        return _PRODUCT if token.kind in _OPERANDS else 0

    def extend(self, left: Tree, power: int) -> Tree:
        token = self.peek()
        self.grow(1)
        if token.kind in {"number", "vulgar"}:
            raise self.beside(token)
        if token.kind != "sign" or token.text in "(√":
            return Binary("*", left, self.expression(power), token.start)
        self.take()
        if token.text == "%":
            return Percent(left, token.start)
        if power == _SIGNS["^"]:
            return Binary("^", left, self.expression(power - 1), token.start)
        return Binary(token.text, left, self.expression(power), token.start)

    def operand(self) -> Tree:
        token = self.take()
        self.grow(token.text not in {"+", "("})
        match token.kind, token.text:
            case "number", _:
                return number(token)
            case "vulgar", _:
                return self.vulgar(token)
            case "variable", name:
                return Name(name, token.start)
            case "constant", name:
                return Constant(name, token.start)
            case "function", _:
                return self.call(token)
            case "sign", "+":
                return self.expression(_UNARY)
            case "sign", "-":
                return Negative(self.expression(_UNARY), token.start)
            case "sign", "√":
                return Call("sqrt", (self.expression(_UNARY),), token.start)
            case "sign", "(":
                body = self.expression(0)
                self.close()
                return body
            case _:
                raise self.missing(token)

    def vulgar(self, token: Token) -> Tree:
        self.deeper(2)  # it prints as (1/2)
        self.depth -= 2
        self.grow(2)
        top, bottom = unicodedata.normalize("NFKC", token.text).split("⁄")
        halves = (Number(Fraction(int(part)), 0, token.start) for part in (top, bottom))
        return Binary("/", next(halves), next(halves), token.start)

    def call(self, token: Token) -> Tree:
        self.take()
        args = [self.expression(0)]
        while self.peek().text == ",":
            self.take()
            args.append(self.expression(0))
        self.close()
        least, most = ARITIES[token.text]
        if not least <= len(args) <= most:
            wanted = "one number" if most == 1 else f"at most {most} numbers"
            message = f"{token.text} takes {wanted}; you gave {len(args)}."
            raise AnswerError(message, "", token.start)
        return Call(token.text, tuple(args), token.start)

    def close(self) -> None:
        if self.peek().text != ")":
            raise self.surplus()
        self.take()

    def beside(self, token: Token) -> AnswerError:
        """Two factors side by side of which the second is a number."""
        before = self.tokens[self.at - 1]
        slash, bottom = [*self.tokens[self.at + 1 : self.at + 3], self.end, self.end][:2]
        if before.kind == "number" and (token.kind == "vulgar" or slash.text == "/"):
            below = f"/{bottom.text}" if token.kind == "number" else ""
            part = unicodedata.normalize("NFKC", token.text + below).replace("⁄", "/")
            whole = before.text
            message = f"Is that {whole}+{part} or {whole}*{part}? Put the sign in."
        else:
            message = f"Put a sign between {before.text} and {token.text}, such as + or *."
        return AnswerError(message, "", token.start)

    def missing(self, token: Token) -> AnswerError:
        if token.kind == "end":
            message = "Something is missing at the end: type a number there."
            if not self.tokens:
                message = "Nothing is typed here: type a number."
        elif token.text in "[{":
            message = "Use round brackets ( ) inside an entry."
        else:
            message = f"A number is missing before {_shown(token)}."
        return AnswerError(message, "", token.start)

    def surplus(self) -> AnswerError:
        token = self.peek()
        messages = {
            "": "A bracket is not closed: add ).",
            ",": "A comma can't stand here: write decimals with a point, like 3.14.",
            ";": "A semicolon can't stand here: type one expression.",
            "\n": "Type this on one line.",
            "'": "Put the ' after a closing bracket, as in [1 2 3]'.",
            ")": "There is a ) too many.",
        }
        usual = f"I can't read {_shown(token)} here."
        if token.text in {"[", "{"}:
            usual = "Use round brackets ( ) inside an entry."
        return AnswerError(messages.get(token.text, usual), "", token.start)


def number(token: Token) -> Number:
    """Read a number token exactly.

    Raises:
        AnswerError: when it has too many digits or too large a power of ten.
    """
    mantissa, _, exponent = token.text.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    if len(whole.lstrip("0")) + len(decimals) > DIGITS:
        message = f"That number has more than {DIGITS} digits: round it."
        raise AnswerError(message, "", token.start)
    power = int(exponent) if len(exponent) <= 4 and exponent else 0
    if len(exponent) > 4 or abs(power) > DECIMAL_EXPONENT:
        message = f"The power of ten must be between -{DECIMAL_EXPONENT} and {DECIMAL_EXPONENT}."
        raise AnswerError(message, "", token.start)
    places = len(decimals) - power
    value = Fraction(int((whole.lstrip("0") + decimals) or "0")) / Fraction(10) ** places
    return Number(value, places, token.start)


def _shown(token: Token) -> str:
    return "the end of the line" if token.text == "\n" else token.text
