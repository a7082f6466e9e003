"""Formulas: one, a vector or a matrix of them, compared as functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.answers import same_function, to_text
from ncrevise.formulas import Formulas

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.results.form import Form
    from ncrevise.results.typed import Json, Rows, Tolerance
    from ncrevise.results.values import Answer
    from ncrevise.tape import Tape
    from ncrevise.tape.value import Numpy


@dataclass(frozen=True, slots=True)
class Symbolic:
    """A formula in the variables of the question, or a vector or matrix of them."""

    formulas: Formulas

    @property
    def rows(self) -> Rows:
        """The formulas, as they were understood."""
        return tuple(tuple(map(to_text, row)) for row in self.formulas.rows)

    @property
    def value(self) -> Formulas:
        """The formulas."""
        return self.formulas

    def agrees(self, answer: Answer, tolerance: Tolerance) -> bool:  # noqa: ARG002
        """Say whether they are the same functions."""
        return self.formulas.same(answer)

    def standing(self, answer: Answer, tolerance: Tolerance) -> Numpy | None:  # noqa: ARG002
        """Say which entries are right."""
        if not isinstance(answer, Formulas) or len(answer.trees) == 1:
            return None
        if answer.shape != self.formulas.shape:
            return None
        pairs = zip(self.formulas.trees, answer.trees, strict=True)
        right = [same_function(a, b, self.formulas.variables) for a, b in pairs]
        return np.array(right).reshape(answer.shape)


def read(text: str, like: Formulas, form: Form) -> Symbolic:  # noqa: ARG001
    """Read formulas in the variables of ``like``, as many as there are."""
    return Symbolic(like.read(text))


def differs(a: Answer, b: Answer, tolerance: Tolerance, form: Form) -> bool:  # noqa: ARG001
    """Say whether two results are not the same functions."""
    return not (isinstance(a, Formulas) and a.same(b))


def blocks(tape: Tape, value: Formulas, form: Form, label: str) -> tuple[Block, ...]:  # noqa: ARG001
    """Print formulas after their symbol, or after what they mean."""
    from ncrevise.maths import tex
    from ncrevise.maths.tree import EQUALS, Chain, Text
    from ncrevise.results.printed import equation

    name = tex.read(value.symbol) if value.symbol else Text(form.meaning)
    return equation(label, Chain(name, ((EQUALS, value.spell()),)))


def data(value: Formulas) -> Json:
    """Give a formula as it may be typed; a vector as a list, a matrix as a list of lists."""
    rows = [list(map(to_text, row)) for row in value.rows]
    if value.columns:
        return rows
    return rows[0][0] if len(rows[0]) == 1 else rows[0]


def write(value: Formulas) -> str:
    """Write formulas as they may be typed."""
    return str(value)
