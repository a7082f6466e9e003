"""Some of the variables: ``w, b``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from ncrevise.answers.spelling import name_tex
from ncrevise.errors import AnswerError
from ncrevise.givens.kinds.program import name_of
from ncrevise.maths import build, tex

if TYPE_CHECKING:
    from ncrevise.givens.declare import Given
    from ncrevise.maths.tree import Node

LIFTED = False
Names: TypeAlias = tuple[str, ...]


def read(text: str, given: Given) -> tuple[str, ...]:
    """Read names between commas or spaces."""
    return coerce(re.findall(r"[^\s,;]+", text), given)


def coerce(value: object, given: Given) -> tuple[str, ...]:
    """Take a list of names, or read a string."""
    if isinstance(value, str):
        return read(value, given)
    if not isinstance(value, list | tuple):
        raise AnswerError(f"Names are needed here, not {value!r}.")
    return tuple(dict.fromkeys(name_of(str(name), "Among the names") for name in value))


def write(value: tuple[str, ...]) -> str:
    """Write them to be typed again."""
    return ", ".join(value)


def show(value: tuple[str, ...]) -> Node:
    """Show them in a row."""
    return build.listed(tuple(tex.read(name_tex(name)) for name in value))
