"""Kinds of result: how each is read, compared, printed and written as data.

``<kind>.py`` is the kind. Each module has

``read(text, like, form)``      what a person typed, as a ``Typed``, or ``AnswerError``
``differs(a, b, tolerance, form)``   whether two answers can be told apart
``blocks(tape, value, form, label)``   the answer as it is printed
``data(value)``                 the same as JSON has it
``write(value)``                the same as a person would type it
"""

from __future__ import annotations

import importlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, cast

from ncrevise.formulas import Formulas
from ncrevise.results.values import Points, Words

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.results.form import Form
    from ncrevise.results.typed import Json, Tolerance, Typed
    from ncrevise.results.values import Answer
    from ncrevise.tape import Tape

BY_TYPE: dict[type[Any], str] = {
    str: "word",
    Words: "words",
    frozenset: "members",
    Formulas: "formulas",
    Points: "text",
}


class Kind(Protocol):
    """What a module of this package offers."""

    def read(self, text: str, like: Answer, form: Form) -> Typed:
        """Read what was typed, in the shape of the true answer."""

    def differs(self, a: Answer, b: Answer, tolerance: Tolerance, form: Form) -> bool:
        """Say whether two answers can be told apart."""

    def blocks(self, tape: Tape, value: Answer, form: Form, label: str) -> tuple[Block, ...]:
        """Print the answer after a label."""

    def data(self, value: Answer) -> Json:
        """Give the answer as JSON has it."""

    def write(self, value: Answer) -> str:
        """Write the answer as a person would type it."""


@lru_cache(maxsize=16)
def module(name: str) -> Kind:
    """Load a kind by its name."""
    return cast("Kind", importlib.import_module(f"ncrevise.results.kinds.{name}"))


def kind_of(value: object) -> Kind:
    """Give the kind of a result: what is none of the others is numbers."""
    return module(BY_TYPE.get(type(value), "numbers"))
