"""Several words, such as the best action in every state; their places may have names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.errors import AnswerError
from ncrevise.results.kinds.word import known, normal
from ncrevise.results.values import Words, bare, key_of

if TYPE_CHECKING:
    from ncrevise.document.tree import Block, Inlines
    from ncrevise.results.form import Form
    from ncrevise.results.typed import Rows, Tolerance
    from ncrevise.results.values import Answer
    from ncrevise.tape import Tape
    from ncrevise.tape.value import Numpy

BETWEEN = re.compile(r"[,;|\n]+")
NAMED = re.compile(r"\s*([^:=→]+?)\s*(?::|=|->|→)\s*(.+?)\s*", re.DOTALL)
DASHES = frozenset("-–—−")
MOST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class Answered:
    """Words as they were read."""

    words: Words

    @property
    def rows(self) -> Rows:
        """The words, row by row."""
        return tuple(tuple(map(bare, row)) for row in self.words.rows)

    @property
    def value(self) -> Words:
        """The words."""
        return self.words

    def agrees(self, answer: Answer, tolerance: Tolerance) -> bool:  # noqa: ARG002
        """Say whether all words are the same."""
        return isinstance(answer, Words) and not differs(self.words, answer, 0.0, None)

    def standing(self, answer: Answer, tolerance: Tolerance) -> Numpy | None:  # noqa: ARG002
        """Say which words are right where they stand."""
        if not isinstance(answer, Words) or answer.shape != self.words.shape:
            return None
        same = [key_of(a) == key_of(b) for a, b in zip(self.words, answer, strict=True)]
        return np.array(same).reshape(answer.shape)


def read(text: str, like: Words, form: Form) -> Answered:
    """Read as many words as are asked: in order, or each after the name of its place.

    Example:
        ``left, up`` or ``left up``, and ``s1: left, s2: up`` where places have names.
    """
    if len(text) > MOST_TEXT:
        raise AnswerError(
            f"That is {len(text):,} characters: too long for {len(like.entries)} words."
        )
    wanted = len(like.entries)
    pieces = [
        piece.strip() for piece in BETWEEN.split(text.strip().strip("[](){}")) if piece.strip()
    ]
    if not pieces:
        raise AnswerError(f"Nothing is typed here: type {wanted} words.", text)
    names = form.along(len(like.shape) - 1, like.shape[-1]) if len(like.shape) == 1 else None
    if names and all(NAMED.fullmatch(piece) for piece in pieces):
        pieces = by_name(pieces, names, text)
    elif len(pieces) != wanted:
        pieces = [word.strip("[](){}") for word in re.split(r"[\s,;|]+", text.strip()) if word]
        pieces = [word for word in pieces if word]
    if len(pieces) != wanted:
        noun = "word is" if wanted == 1 else "words are"
        raise AnswerError(
            f"{wanted} {noun} needed here, with commas; you gave {len(pieces)}.", text
        )
    return Answered(Words(tuple(one(p, form) for p in pieces), like.columns))


def by_name(pieces: list[str], names: tuple[str, ...], text: str) -> list[str]:
    """Put words in the order of the names before them."""
    found: dict[str, str] = {}
    keys = [key_of(name) for name in names]
    for piece in pieces:
        match = NAMED.fullmatch(piece)
        assert match is not None  # noqa: S101 - the caller has seen to it
        key = key_of(match[1])
        if key not in keys:
            raise AnswerError(f"{match[1]!r} is not one of: {', '.join(map(bare, names))}.", text)
        if key in found:
            raise AnswerError(f"{match[1]} is answered twice.", text)
        found[key] = match[2]
    absent = [bare(name) for name, key in zip(names, keys, strict=True) if key not in found]
    if absent:
        raise AnswerError(f"Still needed: {', '.join(absent)}.", text)
    return [found[key] for key in keys]


def one(piece: str, form: Form) -> str:
    """Read one word; a dash where there is none."""
    if piece.strip() in DASHES:
        return ""
    return known(piece, form.words) if form.words else normal(piece)


def differs(a: Answer, b: Answer, tolerance: Tolerance, form: Form | None) -> bool:  # noqa: ARG001
    """Say whether two answers differ in a word."""
    if not isinstance(a, Words) or not isinstance(b, Words) or a.shape != b.shape:
        return True
    return any(key_of(x) != key_of(y) for x, y in zip(a, b, strict=True))


def blocks(tape: Tape, value: Words, form: Form, label: str) -> tuple[Block, ...]:  # noqa: ARG001
    """Print words: in a table where their places have names, else in brackets."""
    from ncrevise.document.markdown import read_inline
    from ncrevise.document.tree import Paragraph, Table
    from ncrevise.document.tree import Words as Plain
    from ncrevise.maths.tree import EQUALS, Chain, Fence, Text
    from ncrevise.results.printed import equation, name_node, row, titled

    columns = value.shape[-1]
    across = form.along(len(value.shape) - 1, columns)
    down = form.along(0, value.shape[0]) if len(value.shape) == 2 else None
    if len(value.shape) == 1 and not across:
        shown = Fence("(", row(tuple(name_node(word or "–") for word in value)), ")")
        return equation(label, Chain(Text(form.meaning), ((EQUALS, shown),)))
    head: tuple[Inlines, ...] = tuple(
        map(read_inline, across or [str(k + 1) for k in range(columns)])
    )
    rows = tuple(tuple(read_inline(word or "–") for word in row) for row in value.rows)
    align = "l" * columns
    if len(value.shape) == 2:
        left = down or tuple(str(k + 1) for k in range(len(rows)))
        head = ((Plain(""),), *head)
        rows = tuple((read_inline(name), *row) for name, row in zip(left, rows, strict=True))
        align = f"l{align}"
    drawn = Table(head, rows, align, caption=titled(form.meaning))
    return (*((Paragraph((Plain(label.strip()),)),) if label else ()), drawn)


def data(value: Words) -> list[Any]:
    """Give a list of words, or of rows of words."""
    rows = [list(map(bare, row)) for row in value.rows]
    return rows if value.columns else rows[0]


def write(value: Words) -> str:
    """Write them with commas, rows with semicolons."""
    return "; ".join(", ".join(bare(word) or "-" for word in row) for row in value.rows)
