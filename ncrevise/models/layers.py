"""Layers of a convolutional network: their sizes and parameters (lecture notes 003 §9).

=======  =============  ==================================================
symbol   shape          meaning
=======  =============  ==================================================
H, W, J  whole numbers  height, width and channels of the map read
I        whole number   filters, the channels of the map made
K, S, P  whole numbers  side of a kernel, its stride, zeros on every side
=======  =============  ==================================================
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from ncrevise.errors import GivensError
from ncrevise.tape import NO_TAPE, Recorder, raw
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import volume
from ncrevise.tape.tape import Formula
from ncrevise.tape.windows import along

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Size: TypeAlias = "tuple[Tensor, ...]"
"""(height, width, channels) of a map, or (units,)."""

TITLES = {
    "maxpool": "pool",
    "avgpool": "pool",
    "gap": "global pool",
    "bn": "batch norm",
    "relu": "ReLU",
    "leakyrelu": "leaky ReLU",
}
POOLS = frozenset({"maxpool", "avgpool"})


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer; what does not apply to its kind keeps its default.

    Args:
        kind: ``conv``, ``maxpool``, ``avgpool``, ``gap`` (each channel averaged), ``dense``,
            ``bn`` (batch norm), ``flatten``, ``dropout`` or the name of an activation.
        count: filters or units.
        kernel: rows and columns.
        stride: pixels down and across from window to window.
        same: whether it is padded so that the side is kept at stride 1.
        padding: zeros on every side, when not ``same``.
        bias: whether it has biases at all.
        rate: of dropout.
    """

    kind: str
    count: int = 0
    kernel: tuple[int, int] = (1, 1)
    stride: tuple[int, int] = (1, 1)
    same: bool = False
    padding: int = 0
    bias: bool = True
    rate: float = 0

    @property
    def slides(self) -> bool:
        """Whether a kernel moves over a map."""
        return self.kind == "conv" or self.pools

    @property
    def pools(self) -> bool:
        """Whether it pools groups of neighbours."""
        return self.kind in POOLS

    @property
    def cells(self) -> int:
        """The cells of a kernel on one channel."""
        return self.kernel[0] * self.kernel[1]

    @property
    def square(self) -> bool:
        """Whether rows and columns are treated alike."""
        return self.kernel[0] == self.kernel[1] and self.stride[0] == self.stride[1]


def labels(layers: Sequence[Layer]) -> tuple[str, ...]:
    """Call layers by their kind, numbered where there are several: ``conv 2``."""
    titles = [TITLES.get(layer.kind, layer.kind) for layer in layers]
    total, seen = Counter(titles), Counter[str]()
    names = []
    for title in titles:
        seen[title] += 1
        names.append(f"{title} {seen[title]}" if total[title] > 1 else title)
    return tuple(names)


def start(size: tuple[int, ...], tape: Recorder) -> Size:
    """Put the input's size on a tape; one side serves for both of a square."""
    if len(size) == 1:
        return (tape.given("units", size[0], "n"),)
    height = tape.given("H", size[0], "H")
    width = height if size[0] == size[1] else tape.given("W", size[1], "W")
    return height, width, tape.given("J", size[2], "J")


def side(tape: Recorder, key: str, pixels: Tensor, layer: Layer, axis: int) -> Tensor:
    """Count the windows of a layer along one side of a map."""

    def number(letter: str, value: int) -> Tensor:
        return tape.given(f"{letter}_{key}", value, letter)

    cells, step = layer.kernel[axis], layer.stride[axis]
    ends = cells - 1 if layer.same else 2 * layer.padding
    zeros = number("Z", ends) if ends % 2 else 2 * number("P", ends // 2) if ends else None
    stride = number("S", step) if step > 1 else None
    return tape.keep(key, along(pixels, number("K", cells), zeros, stride))


def after(layer: Layer, size: Size, tape: Recorder, key: str) -> Size:
    """Give the size of what a layer makes of a map or vector.

    Args:
        layer: the layer.
        size: of what it reads.
        tape: where to write the working.
        key: a name for the layer on the tape.
    """
    if layer.slides:
        height = side(tape, f"height_{key}", size[0], layer, 0)
        alike = size[0] is size[1] and layer.square
        width = height if alike else side(tape, f"width_{key}", size[1], layer, 1)
        return height, width, filters(layer, tape, key) if layer.count else size[2]
    if layer.kind == "gap":
        return (tape.given(f"one_{key}", 1),) * 2 + size[2:]
    if layer.kind == "flatten":
        return (tape.keep(f"units_{key}", units(size)),)
    return (filters(layer, tape, key),) if layer.kind == "dense" else size


def filters(layer: Layer, tape: Recorder, key: str) -> Tensor:
    """Put the number of filters or units on a tape."""
    return tape.given(f"I_{key}", layer.count, "I")


def units(size: Size) -> Tensor:
    """Count the numbers in a map, ``H × W × J``, or a vector."""
    return volume(*size) if len(size) > 1 else size[0]


def sizes(layers: Sequence[Layer], size: Size, tape: Recorder = NO_TAPE) -> Iterator[Size]:
    """Give the size that reaches each layer, and last of all what the last one makes."""
    yield size
    for k, layer in enumerate(layers, 1):
        size = after(layer, size, tape, str(k))
        yield size


def tell_sizes(layers: Sequence[Layer], reached: Sequence[Size], tape: Recorder) -> None:
    """Tell how the sizes come about, in a table.

    Args:
        layers: the layers.
        reached: the size that reaches each of them, and last of all what the last one makes.
        tape: where to write the working.
    """
    rows: list[tuple[str, Tensor]] = []
    for label, layer, reads, makes in zip(
        labels(layers), layers, reached, reached[1:], strict=False
    ):
        if layer.slides and makes[0] is makes[1]:
            rows.append((label, makes[0]))
        elif layer.slides:
            rows += [(f"{label}, height", makes[0]), (f"{label}, width", makes[1])]
        elif len(makes) < len(reads) and layer.kind == "flatten":
            rows.append((label, makes[0]))
    if not rows:
        return
    tape.begin("Follow the size of the map")
    if any(layer.slides for layer in layers):
        tape.remark(
            r"A kernel of $K$ pixels has $\lfloor (n - K + 2P)/S \rfloor + 1$ places along a side "
            "of $n$ pixels, with $P$ zeros at both ends and $S$ pixels from place to place."
        )
    cells = [(label, Formula(size), size) for label, size in rows]
    tape.table(("layer", "formula", "size"), cells, "llr", "Sizes of the maps")


def check(layers: Sequence[Layer], size: tuple[int, ...]) -> None:
    """Refuse a kernel that does not fit, and maps asked of vectors.

    Raises:
        GivensError: with the name of the layer.
    """
    reached: Size = size
    for k, (label, layer) in enumerate(zip(labels(layers), layers, strict=True)):
        if len(reached) == 1 and (layer.slides or layer.kind == "gap"):
            raise GivensError(
                f"Layer {k + 1} ({label}) needs a map of rows and columns, but what reaches it "
                f"is a vector of {reached[0]}."
            )
        made = after(layer, reached, NO_TAPE, "")
        if min(map(raw, made)) < 1:
            raise GivensError(
                f"Layer {k + 1} ({label}) has a kernel of {layer.kernel[0]}×{layer.kernel[1]}, "
                f"but the map that reaches it is only {reached[0]}×{reached[1]}."
            )
        reached = made
