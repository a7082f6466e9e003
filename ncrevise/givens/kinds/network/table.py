"""Layers as a table for a prompt, a row a layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.document.tree import Inlines, Maths, Table, Words
from ncrevise.maths.build import multiply
from ncrevise.maths.tree import Num
from ncrevise.models.layers import Layer, labels

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAIN = {
    "bn": "channel by channel",
    "gap": "average of every channel",
    "flatten": "to a vector",
    "dropout": "",
}


def show(value: tuple[Layer, ...]) -> Table:
    """Show layers as a table."""
    rows = tuple(
        ((Words(label),), described(layer))
        for label, layer in zip(labels(value), value, strict=True)
    )
    return Table(((Words("layer"),), (Words("details"),)), rows, "ll", caption="Layers, in order")


def described(layer: Layer) -> Inlines:
    """Say what a layer is, in words and numbers."""
    opening: Mapping[str, Inlines] = {
        "conv": (*number(layer.count), Words(" filters of ")),
        "maxpool": (Words("maximum of "),),
        "avgpool": (Words("average of "),),
        "dense": (*number(layer.count), Words(" units")),
        "dropout": (Words("rate "), *number(layer.rate)) if layer.rate else (),
    }
    plain = (Words(PLAIN.get(layer.kind, "entry by entry")),)
    slides = (*number(*layer.kernel), *sliding(layer)) if layer.slides else ()
    biases = () if layer.bias else (Words(", no biases"),)
    return (*opening.get(layer.kind, plain), *slides, *biases)


def sliding(layer: Layer) -> Inlines:
    """Say how a kernel moves."""
    step = layer.stride if len(set(layer.stride)) > 1 else layer.stride[:1]
    padding: Inlines = (Words(", no padding"),)
    if layer.same:
        padding = (Words(", same padding"),)
    elif layer.padding:
        padding = (Words(", padding "), *number(layer.padding))
    return (Words(", stride "), *number(*step), *padding)


def number(*values: float) -> Inlines:
    """Show a number, or several with × between them."""
    return (Maths(multiply(*map(Num, values), sign="×")),)
