"""What layers are called, and what may be said of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind of layer is written.

    Args:
        names: what it may be called, the first when it is written back.
        numbers: what its bare numbers are, in order.
        options: what else may be said of it.
        example: one written out.
    """

    names: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    example: str = ""


SLIDE = ("stride", "padding")
CONV = "conv conv2d convolution convolutional"
POOL = "pool maxpool pooling maxpooling pool2d maxpool2d maxpooling2d"
AVERAGE = "avgpool averagepool avgpooling averagepooling meanpool avgpool2d averagepooling2d"
DENSE = "dense fc linear fullyconnected affine"
NORM = "bn batchnorm batchnorm2d batchnormalisation batchnormalization"
GLOBAL = "gap globalpool globalavgpool globalaveragepool globalaveragepooling"
ACTIVATIONS = "relu leakyrelu sigmoid tanh softmax elu gelu"

FORMS: Mapping[str, Form] = {
    "conv": Form(tuple(CONV.split()), ("count", "kernel"), (*SLIDE, "bias"), "conv 16 3x3 s1 p1"),
    "maxpool": Form(tuple(POOL.split()), ("kernel",), SLIDE, "pool 2"),
    "avgpool": Form(tuple(AVERAGE.split()), ("kernel",), SLIDE, "avgpool 2"),
    "dense": Form(tuple(DENSE.split()), ("count",), ("bias",), "dense 10"),
    "bn": Form(tuple(NORM.split())),
    "gap": Form(tuple(GLOBAL.split())),
    "flatten": Form(("flatten", "flat")),
    "dropout": Form(("dropout",), ("rate",), (), "dropout 0.5"),
    **{name: Form((name,)) for name in ACTIVATIONS.split()},
}
KINDS = {name: kind for kind, form in FORMS.items() for name in form.names}

FLAGS = {"same": "padding", "valid": "padding", "nobias": "bias", "nobiases": "bias"}
OPTIONS = {
    **FLAGS,
    **dict.fromkeys(("s", "stride", "strides"), "stride"),
    **dict.fromkeys(("p", "pad", "padding"), "padding"),
    **dict.fromkeys(("k", "kernel", "size"), "kernel"),
    "rate": "rate",
}
FILLERS = frozenset("of with at and filter filters unit units neurons".split())  # noqa: SIM905
LIMITS = {"count": (1, 100_000), "kernel": (1, 99), "stride": (1, 99), "padding": (0, 99)}


def said(what: str, kind: str) -> str:
    """Call a setting by its everyday name."""
    if what == "count":
        return "number of units" if kind == "dense" else "number of filters"
    return {"rate": "dropout rate"}.get(what, what)
