"""Where the entries of a matrix begin and end: tokens to rows of cells.

Rows end at ``;``, at a new line or with their own brackets, entries at commas and, by
MATLAB's rule, at spaces: ``1 -2`` is two entries, while ``1 - 2`` and ``1-2`` are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.answers.limits import DEPTH
from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.answers.lexer import Token

_PARTNER = {"(": ")", "[": "]", "{": "}"}
_NEEDS_MORE = {"+", "-", "*", "/", "^", "**", "√"}
_BEGINS = {"number", "vulgar", "variable", "constant", "function"}


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells, each the tokens of one entry; rows may still differ in length."""

    rows: list[list[list[Token]]]
    listed: bool  # brackets [ ] or { }, a comma or a second row were typed


def strip_transpose(tokens: Sequence[Token]) -> tuple[Sequence[Token], bool]:
    """Take ``'`` and ``^T`` from behind a closing bracket, and say whether to transpose."""
    transposed = False
    while len(tokens) > 2:
        texts = [token.text for token in tokens[-3:]]
        if texts[-1] == "'" and texts[-2] in {")", "]", "}", "'", "T"}:
            tokens = tokens[:-1]
        elif texts[-2:] == ["^", "T"] and texts[0] in {")", "]", "}", "'", "T"}:
            tokens = tokens[:-2]
        else:
            break
        transposed = not transposed
    return tokens, transposed


def lay_out(tokens: Sequence[Token], *, spaces: bool) -> Grid:
    """Find the entries.

    Args:
        tokens: of the whole answer, names resolved.
        spaces: whether a space may part two entries.

    Raises:
        AnswerError: for brackets that don't match, and empty entries and rows.
    """
    return _Layout(tokens, spaces=spaces).grid()


class _Layout:
    def __init__(self, tokens: Sequence[Token], *, spaces: bool) -> None:
        self.tokens = tokens
        self.spaces = spaces
        self.partner = _match(tokens)

    def grid(self) -> Grid:
        low, high = self.trim(0, len(self.tokens))
        listed = False
        while high - low > 1 and self.partner.get(low) == high - 1:
            if not self.spaces and not self.is_list((low, high)):
                break  # one number in round brackets, perhaps over two lines
            listed = listed or self.tokens[low].text != "("
            low, high = self.trim(low + 1, high - 1)
        rows = [self.cells(*row) for row in self.rows(low, high)]
        if len(rows) == 1 and len(rows[0]) > 1 and self.is_list(rows[0][0]):
            rows = [[cell] for cell in rows[0]]
        if any(self.is_list(cell) for row in rows for cell in row):
            listed, rows = True, [self.inner(row) for row in rows]
        count = sum(map(len, rows))
        cells = [[self.entry(*cell) for cell in row] for row in rows]
        return Grid(cells, listed or count > 1)

    def entry(self, low: int, high: int) -> list[Token]:
        return [token for token in self.tokens[low:high] if token.kind != "newline"]

    def trim(self, low: int, high: int) -> tuple[int, int]:
        """Leave out new lines at either end."""
        while low < high and self.tokens[low].kind == "newline":
            low += 1
        while high > low and self.tokens[high - 1].kind == "newline":
            high -= 1
        return low, high

    def top(self, low: int, high: int) -> list[int]:
        """Return the indices outside any brackets, with each pair's opening one."""
        found, at = [], low
        while at < high:
            found.append(at)
            at = self.partner.get(at, at) + 1
        return found

    def rows(self, low: int, high: int) -> list[tuple[int, int]]:
        rows, start = [], low
        for at in [*self.top(low, high), high]:
            text = ";" if at == high else self.tokens[at].text
            if text not in {";", "\n"}:
                continue
            if start < at:
                rows.append((start, at))
            elif text == ";" and at < high and not self.after_newline(at, low):
                raise AnswerError(f"Row {len(rows) + 1} is empty.", "", self.tokens[at].start)
            start = at + 1
        if not rows:
            raise AnswerError("Nothing is typed here: type a number.")
        return rows

    def after_newline(self, at: int, low: int) -> bool:
        return at - 1 > low and self.tokens[at - 1].text == "\n"

    def cells(self, low: int, high: int) -> list[tuple[int, int]]:
        cells, start = [], low
        for at in self.top(low, high):
            if self.tokens[at].text == ",":
                if at == start:
                    raise AnswerError("An entry is missing here.", "", self.tokens[at].start)
                cells.append((start, at))
                start = at + 1
            elif self.spaces and at > start and self.begins(at):
                cells.append((start, at))
                start = at
        if start < high:
            cells.append((start, high))
        return cells

    def begins(self, at: int) -> bool:
        """Whether the token, not the first of its cell, begins a new one."""
        token, before = self.tokens[at], self.tokens[at - 1]
        if not token.spaced or before.text in _NEEDS_MORE:
            return False
        if token.text in {"+", "-"}:
            following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
            return following is not None and not following.spaced
        if token.text == "(" and before.kind == "function":
            return False
        return token.kind in _BEGINS or token.text in {"(", "[", "{", "√"}

    def is_list(self, cell: tuple[int, int]) -> bool:
        """Whether the cell is itself a bracketed list, and not a sum in round brackets."""
        low, high = cell
        if self.partner.get(low) != high - 1:
            return False
        if self.tokens[low].text in {"[", "{"}:
            return True
        return any(self.tokens[at].text == "," for at in self.top(low + 1, high - 1))

    def inner(self, row: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the entries of a row that has brackets of its own."""
        low, high = row[0]
        if len(row) > 1 or not self.is_list(row[0]):
            message = "Some rows have brackets and some have not: bracket each row, or none."
            raise AnswerError(message, "", self.tokens[low].start)
        parts = self.rows(*self.trim(low + 1, high - 1))
        if len(parts) > 1:
            message = "Use either ; or brackets around each row, not both."
            raise AnswerError(message, "", self.tokens[parts[1][0]].start)
        return self.cells(*parts[0])


def _match(tokens: Sequence[Token]) -> dict[int, int]:
    """Pair each opening bracket with its closing one, by index."""
    waiting: list[int] = []
    partner: dict[int, int] = {}
    for at, token in enumerate(tokens):
        if token.text in _PARTNER:
            waiting.append(at)
            if len(waiting) > DEPTH:
                message = f"That has more than {DEPTH} brackets inside one another."
                raise AnswerError(message, "", token.start)
        elif token.text in _PARTNER.values():
            if not waiting:
                raise AnswerError(f"There is a {token.text} too many.", "", token.start)
            opening = waiting.pop()
            wanted = _PARTNER[tokens[opening].text]
            if token.text != wanted:
                message = f"This bracket should be {wanted}, not {token.text}."
                raise AnswerError(message, "", token.start)
            partner[opening] = at
    if waiting:
        opening = waiting[-1]
        message = f"This bracket is not closed: add {_PARTNER[tokens[opening].text]}."
        raise AnswerError(message, "", tokens[opening].start)
    return partner
