"""Which names an answer may use, and what a name typed otherwise was meant to be."""

from __future__ import annotations

import difflib
import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from ncrevise.answers.lexer import Token
from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ARITIES = {
    **dict.fromkeys(("sqrt", "exp", "ln", "log2", "log10", "sin", "cos", "tan"), (1, 1)),
    **dict.fromkeys(("tanh", "abs", "sigmoid", "relu"), (1, 1)),
    **dict.fromkeys(("max", "min"), (1, 12)),
}
_FUNCTIONS = {**{name: name for name in ARITIES}, "log": "ln", "σ": "sigmoid", "sigma": "sigmoid"}
_CONSTANTS = {"pi": "pi", "π": "pi", "e": "e"}
_GREEK_LETTERS = "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩ"
_GREEK_NAMES = (
    "alpha,beta,gamma,delta,epsilon,zeta,eta,theta,iota,kappa,lambda,mu,nu,xi,omicron,pi,rho,"
    "sigma,tau,upsilon,phi,chi,psi,omega,Gamma,Delta,Theta,Lambda,Xi,Pi,Sigma,Phi,Psi,Omega"
)
_GREEK = dict(zip(_GREEK_LETTERS, re.findall(r"\w+", _GREEK_NAMES), strict=True))
GREEK_NAMES = frozenset(_GREEK.values())
_LONGEST_SHOWN = 24


class Vocabulary:
    """The variables of one question, with pi, e and the usual functions.

    ``w1``, ``w_1`` and ``w₁`` are one name, and so are ``theta`` and ``θ``, unless the
    question has both.
    """

    def __init__(self, variables: Iterable[str] = ()) -> None:
        self.variables = tuple(variables)
        self._spellings = {bare(name): name for name in reversed(self.variables)}
        self._spellings |= {name: name for name in self.variables}

    def resolve(self, tokens: Iterable[Token]) -> list[Token]:
        """Turn every name into a variable, constant or function, splitting ``xy`` into two.

        Raises:
            AnswerError: for a name that is none of these, saying what was perhaps meant.
        """
        waiting = list(tokens)
        known: list[Token] = []
        for token, following in zip_longest(waiting, waiting[1:]):
            if token.kind == "name":
                called = following is not None and following.text == "("
                known.extend(self._split(token, waiting, called=called))
            else:
                known.append(token)
        return known

    def _split(self, token: Token, line: Sequence[Token], *, called: bool) -> Iterator[Token]:
        start = token.start
        pieces = self._pieces(token.text, called=called)
        if not pieces:
            raise self._unknown(token, line)
        for index, piece in enumerate(pieces):
            kind, name = self._meaning(piece, called=called and index == len(pieces) - 1) or (
                "",
                "",
            )
            if index == len(pieces) - 1:
                yield Token(kind, name, start, token.end, token.spaced and index == 0)
            else:
                yield Token(kind, name, start, start + len(piece), token.spaced and index == 0)
            start = min(start + len(piece), token.end - 1)

    def _meaning(self, name: str, *, called: bool) -> tuple[str, str] | None:
        for spelling in (name, bare(name)):
            if spelling in self._spellings:
                return "variable", self._spellings[spelling]
        for spelling in (name, name.lower()):
            if called and spelling in _FUNCTIONS:
                return "function", _FUNCTIONS[spelling]
            if spelling in _CONSTANTS and (spelling == name or len(name) > 1):
                return "constant", _CONSTANTS[spelling]
        return None

    def _pieces(self, name: str, *, called: bool) -> list[str]:
        """Cut a name into known ones, longest first; empty when that can't be done."""
        if self._meaning(name, called=called):
            return [name]
        if not self.variables or len(name) > 64 or name in _FUNCTIONS:
            return []
        longest = max(map(len, (*self._spellings, *_FUNCTIONS)))
        cuts: dict[int, int] = {len(name): len(name)}
        for start in reversed(range(len(name))):
            for end in range(min(len(name), start + longest), start, -1):
                last = called and end == len(name)
                if end in cuts and self._meaning(name[start:end], called=last):
                    cuts[start] = end
                    break
        pieces, at = [], 0
        while at < len(name) and at in cuts:
            pieces.append(name[at : cuts[at]])
            at = cuts[at]
        return pieces if at == len(name) else []

    def _unknown(self, token: Token, line: Sequence[Token]) -> AnswerError:
        name = token.text
        if name.lower() in _FUNCTIONS:
            return AnswerError(_call_hint(token, line), "", token.start)
        if name.lower() in {"inf", "infinity", "nan"}:
            message = "Infinity can't be marked as a number: type a finite one."
            return AnswerError(message, "", token.start)
        shown = name if len(name) <= _LONGEST_SHOWN else name[:_LONGEST_SHOWN] + "…"
        return AnswerError(f"I don't know the name {shown}: {self._hint(name)}", "", token.start)

    def _hint(self, name: str) -> str:
        digits = re.fullmatch(r"(.*?)_?([0-9]+)", name)
        if digits and self._meaning(digits[1], called=False):
            return f"write {digits[1]}^{digits[2]} or {digits[2]}*{digits[1]}."
        known = [*self.variables, *_FUNCTIONS, *_CONSTANTS]
        if len(name) <= _LONGEST_SHOWN and (close := difflib.get_close_matches(name, known, 1)):
            return f"did you mean {close[0]}?"
        if name in {"x", "X"}:
            return "write * for times."
        if self.variables:
            return f"use {_listed(self.variables)}."
        return "type a number, such as 3/4 or sqrt(2)."


def bare(name: str) -> str:
    """Without underscores, and with Greek letters spelt out."""
    if name.isascii() and "_" not in name:
        return name
    return "".join(_GREEK.get(letter, letter) for letter in name if letter != "_") or name


def _call_hint(token: Token, line: Sequence[Token]) -> str:
    following = next((other.text for other in line if other.start >= token.end), "")
    if following == "^":
        return f"Put the power last: write ({token.text}(x))^2."
    return f"Put brackets after {token.text}: write {token.text}(2)."


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    shown = [*names[:7], "…"] if len(names) > 8 else list(names)
    return ", ".join(shown[:-1]) + " and " + shown[-1]
