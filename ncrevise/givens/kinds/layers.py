"""The layers of a network, as in ``conv 16 3x3 p1, pool 2, bn, flatten, dense 10``.

Layers stand between commas, semicolons, arrows or on lines of their own. A layer is its name,
then its numbers and options in any order:

``conv 16 3x3 s2 p1``            16 filters of 3 × 3; also ``same`` and ``nobias``
``pool 2``, ``avgpool 3x3 s2``   the stride is the kernel's side unless one is given
``dense 10``                     10 units; also ``nobias``
``bn``, ``flatten``, ``dropout 0.5``, ``gap`` (global average pooling), ``relu`` …
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from ncrevise.errors import AnswerError
from ncrevise.givens.kinds.network.forms import FORMS
from ncrevise.givens.kinds.network.table import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.givens.declare import Given
    from ncrevise.models.layers import Layer

__all__ = ["LIFTED", "coerce", "read", "show", "write"]

LIFTED = False
Layers: TypeAlias = "tuple[Layer, ...]"
MOST_LAYERS = 60
MOST_TEXT = 4_000
SEPARATOR = re.compile(r"->|[,;\n→]")


def read(text: str, given: Given) -> tuple[Layer, ...]:
    """Read layers."""
    from ncrevise.givens.kinds.network.reader import Reader

    if len(text) > MOST_TEXT:
        raise AnswerError(f"Layers may take {MOST_TEXT} characters, not {len(text)}.")
    found = tuple(Reader(text, *span).layer() for span in spans(text))
    if not 1 <= len(found) <= MOST_LAYERS:
        raise AnswerError(
            f"From 1 to {MOST_LAYERS} layers are needed for {given.meaning}, such as "
            "conv 16 3x3 p1, pool 2, flatten, dense 10."
        )
    return found


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Give where every layer starts and ends; blank ones are passed over."""
    start = 0
    for found in [*SEPARATOR.finditer(text), None]:
        end = found.start() if found else len(text)
        piece = text[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), end
        start = found.end() if found else end


def coerce(value: object, given: Given) -> tuple[Layer, ...]:
    """Take a string, or a list of strings."""
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        value = ", ".join(value)
    if not isinstance(value, str):
        raise AnswerError("Layers are written as text, such as conv 16 3x3 p1, pool 2.")
    return read(value, given)


def write(value: tuple[Layer, ...]) -> str:
    """Write layers so that they can be typed again."""
    return ", ".join(map(written, value))


def written(layer: Layer) -> str:
    """Write one layer, leaving out what goes without saying."""
    form = FORMS[layer.kind]
    words = [form.names[0]]
    words += [sides(number) for what in form.numbers if (number := getattr(layer, what))]
    if layer.slides and layer.stride != (layer.kernel if layer.pools else (1, 1)):
        words.append(f"s{sides(layer.stride)}")
    if layer.same or layer.padding:
        words.append("same" if layer.same else f"p{layer.padding}")
    return " ".join([*words, *(() if layer.bias else ("nobias",))])


def sides(number: float | tuple[int, ...]) -> str:
    """Write a number, or a pair with an x between."""
    if isinstance(number, tuple):
        return "x".join(map(str, number)) if len(set(number)) > 1 else str(number[0])
    return str(number)
