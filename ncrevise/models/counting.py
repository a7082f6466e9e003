"""The parameters of a network's layers (lecture notes 003 §9, *Size of a Conv Net*).

=======  =============  =================================================
symbol   shape          meaning
=======  =============  =================================================
K        whole number   side of a kernel
J, I     whole numbers  channels read, filters or channels made
n, m     whole numbers  inputs and units of a dense layer
=======  =============  =================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.models.layers import Layer, Size, labels, units
from ncrevise.tape.tape import Formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.tape import Loose as Tensor
    from ncrevise.tape import Recorder

LEARNING = ("conv", "dense", "bn")


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted as a parameter.

    Args:
        bias: whether biases are.
        statistics: whether batch norm's running mean and variance are.
    """

    bias: bool = True
    statistics: bool = False


def parameters(
    layer: Layer, reads: Size, makes: Size, counting: Counting, tape: Recorder, key: str
) -> Tensor:
    """Count a layer's parameters.

    Args:
        layer: the layer.
        reads: the size that reaches it.
        makes: the size it gives.
        counting: what counts.
        tape: where to write the working.
        key: a name for the layer on the tape.

    Returns:
        ``(K²J + 1) I`` for a convolution, ``(n + 1) m`` for a dense layer, ``2J`` for batch
        norm, otherwise 0.
    """
    if layer.kind == "bn":
        return (4 if counting.statistics else 2) * reads[-1]
    if layer.kind not in LEARNING:
        return 0
    weights = area(layer, tape, key) * reads[-1] if layer.kind == "conv" else units(reads)
    return (weights + 1 if counting.bias and layer.bias else weights) * makes[-1]


def area(layer: Layer, tape: Recorder, key: str) -> Tensor:
    """Count the cells of a kernel, ``K²``."""
    rows, columns = (tape.given(f"K{axis}_{key}", n, "K") for axis, n in enumerate(layer.kernel))
    return rows**2 if layer.kernel[0] == layer.kernel[1] else rows * columns


def rules(layers: Sequence[Layer], counting: Counting) -> str:
    """Say how each kind of layer that is there is counted, as a list in Markdown."""
    square = all(layer.kernel[0] == layer.kernel[1] for layer in layers if layer.kind == "conv")
    area = "K^2" if square else "K_1 K_2"
    bias, one = (" and one bias", " + 1") if counting.bias else ("", "")
    conv, dense = (f"({area} J + 1) I", "(n + 1) m") if one else (f"{area} J I", "n m")
    statistics = "" if not counting.statistics else ", and a running mean and variance"
    said = {
        "conv": "Each of the $I$ filters of a convolution has a kernel for every one of the $J$ "
        f"channels it reads{bias}: ${conv}$.",
        "dense": "Each of the $m$ units of a dense layer has a weight for every one of its $n$ "
        f"inputs{bias}: ${dense}$.",
        "bn": rf"Batch norm has $\gamma$ and $\beta$ for every channel{statistics}.",
    }
    kinds = {layer.kind for layer in layers}
    found = [said[kind] for kind in LEARNING if kind in kinds]
    if one and any(layer.kind in {"conv", "dense"} and not layer.bias for layer in layers):
        found.append("A layer without biases goes without the $+ 1$.")
    if kinds - set(LEARNING):
        found.append(f"{'The other' if found else 'These'} layers have nothing to learn.")
    if "conv" in kinds and "dense" not in kinds:
        found.append("The size of a map does not matter: a kernel is used again at every place.")
    return "\n".join(f"- {sentence}" for sentence in found)


def tell_counts(
    layers: Sequence[Layer],
    sizes: Sequence[Size],
    each: Sequence[Tensor],
    counts: Tensor,
    in_all: Tensor,
    tape: Recorder,
) -> None:
    """Tell the counts in a table with a total.

    Args:
        layers: the layers.
        sizes: what reaches each layer, and last of all what the last one makes.
        each: the count of each layer, worked out.
        counts: the counts as they stand on the tape.
        in_all: their total.
        tape: where to write the working.
    """
    rows: list[tuple[str | Tensor | Formula, ...]] = [("input", Formula(units(sizes[0])), "", "")]
    for k, (label, layer) in enumerate(zip(labels(layers), layers, strict=True)):
        how = Formula(each[k]) if layer.kind in LEARNING else "none"
        rows.append((label, made(sizes[k + 1]), how, counts[k]))
    rows.append(("total", "", "", in_all))
    tape.table(("layer", "output", "parameters", "value"), rows, "lllr", "Parameters", total=True)


def made(size: Size) -> Tensor | Formula:
    """Show a map as ``H × W × J``, a vector by its length."""
    return Formula(units(size)) if len(size) > 1 else size[0]
