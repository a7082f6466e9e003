"""A short text: its author compares it with marking points, and says which of them it makes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.results.form import Form
    from ncrevise.results.typed import Rows, Tolerance
    from ncrevise.results.values import Answer, Points
    from ncrevise.tape import Tape
    from ncrevise.tape.value import Numpy

CLAIM = re.compile(r"\s*(?:points?\s*:?)?\s*((?:\d{1,2}[\s,;]*)+|none|all)\s*", re.IGNORECASE)
MOST_TEXT = 5_000


@dataclass(frozen=True, slots=True)
class Said:
    """What was written, or which points it was then said to make.

    Attributes:
        text: what was typed.
        claimed: the points that are claimed, by number; None before they are.
        points: how many there are.
    """

    text: str
    claimed: tuple[int, ...] | None
    points: int

    @property
    def rows(self) -> Rows:
        """The text, or the points."""
        return ((self.text.strip(),),)

    @property
    def value(self) -> str:
        """What was typed."""
        return self.text

    def agrees(self, answer: Answer, tolerance: Tolerance) -> bool:  # noqa: ARG002
        """Say whether all points are claimed."""
        return self.claimed is not None and len(self.claimed) == self.points

    def standing(self, answer: Answer, tolerance: Tolerance) -> Numpy | None:  # noqa: ARG002
        """Say which points are claimed."""
        if self.claimed is None:
            return None
        return np.array([k + 1 in self.claimed for k in range(self.points)])


def read(text: str, like: Points, form: Form) -> Said:  # noqa: ARG001
    """Read a text, or the numbers of the points that it makes."""
    if not text.strip():
        raise AnswerError("Nothing is typed here: answer in a sentence or two.", text)
    if len(text) > MOST_TEXT:
        raise AnswerError(f"That is {len(text):,} characters: a sentence or two is enough.")
    many = len(like.points)
    found = CLAIM.fullmatch(text)
    if not found:
        return Said(text, None, many)
    word = found[1].casefold()
    if word in {"none", "all"}:
        return Said(text, tuple(range(1, many + 1)) if word == "all" else (), many)
    numbers = tuple(sorted({int(n) for n in re.findall(r"\d+", word)}))
    if numbers == (0,):
        return Said(text, (), many)
    if numbers[0] < 1 or numbers[-1] > many:
        raise AnswerError(f"The points are numbered 1 to {many}.", text)
    return Said(text, numbers, many)


def differs(a: Answer, b: Answer, tolerance: Tolerance, form: Form) -> bool:  # noqa: ARG001
    """Say whether other points are to be made."""
    return bool(a != b)


def blocks(tape: Tape, value: Points, form: Form, label: str) -> tuple[Block, ...]:  # noqa: ARG001
    """List the points."""
    from ncrevise.document.markdown import read_inline
    from ncrevise.document.tree import Listing, Paragraph, Words
    from ncrevise.results.printed import titled

    head = Paragraph((Words(f"{label}{titled(form.meaning)}; a good answer says:"),))
    return (head, Listing(tuple((Paragraph(read_inline(p)),) for p in value.points), ordered=True))


def data(value: Points) -> list[str]:
    """List the points."""
    return list(value.points)


def write(value: Points) -> str:
    """Claim every point."""
    return " ".join(str(k + 1) for k in range(len(value.points)))
