"""Slips in convolutions, in pooling, and in counting the parameters of a network."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.slips import Made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Says = tuple[str, ...]


def made(question: str, g: Any) -> list[Made]:
    """List the slips of a question; those that come to the right answer are left out."""
    if question in {"cnn.conv2d/1", "cnn.conv2d/2", "cnn.conv2d/3"}:
        found = [*conv_sizes(g, "a"), *conv_maps(g, "b")]
        right = {"a": Sides.of(g).both(), "b": slid(g)}
    elif question == "cnn.conv2d/same":
        found, right = list(conv_maps(g, "")), {"": slid(g)}
    elif question in {"cnn.pool/2", "cnn.pool/3"}:
        found = [*pool_sizes(g, "a"), *pool_maps(g, "b")]
        right = {"a": pool_size(g), "b": pooled(g)}
    elif question == "cnn.pool/1":
        found, right = list(pool_maps(g, "")), {"": pooled(g)}
    elif question in {"cnn.parameters/1", "cnn.parameters/2", "cnn.parameters/3"}:
        found = list(parameters(g))
        right = {"a": np.array(counts(g)), "b": np.array(sum(counts(g)))}
    else:
        return []
    return settled([one for one in found if differs(one.answer, right[one.part])])


def differs(answer: Any, right: Any) -> bool:
    """Say whether an answer is wrong."""
    return np.shape(answer) != np.shape(right) or not np.allclose(answer, right, atol=1e-9)


def settled(found: list[Made]) -> list[Made]:
    """Ask of slips that come to the same answer only what is said of all of them.

    Nothing can tell them apart, so to name another one of them is not false.
    """
    said: dict[tuple[Any, ...], list[Says]] = {}
    for one in found:
        if one.said:
            said.setdefault(answered(one), []).append(one.said)
    return [
        replace(one, said=tuple(word for word in one.said if all(word in them for them in every)))
        for one in found
        for every in [said.get(answered(one), [])]
    ]


def answered(one: Made) -> tuple[Any, ...]:
    """Give what two slips share that can't be told apart."""
    data = np.asarray(one.answer, dtype=float)
    return one.part, data.shape, tuple(np.round(data, 6).ravel().tolist())


# What may go wrong with the entries of any map.


def entries(part: str, right: Any, step: float = 1) -> Iterator[Made]:
    """Slips in writing down a map, whatever it is of."""
    height, width = right.shape
    for why, at, off in (
        ("one entry too large", (0, width - 1), step),
        ("one entry too small", (height - 1, 0), -step),
        ("another entry too large", (height // 2, width // 2), 3 * step),
    ):
        yield Made(part, why, changed(right, {at: right[at] + off}), ("right but one",))
    two = {(0, 0): right[0, 0] + step, (height - 1, width - 1): right[-1, -1] - 2 * step}
    yield Made(part, "two entries wrong", changed(right, two), ())
    two = {(0, width - 1): right[0, -1] - step, (height - 1, 0): right[-1, 0] - step}
    yield Made(part, "two other entries wrong", changed(right, two), ())
    if height == width:
        yield Made(part, "rows written as columns", right.T, ("transpose",))
    shifted = right.copy()
    shifted[0] = np.roll(right[0], 1)
    yield Made(part, "the first row shifted by one", shifted, ())
    shifted = right.copy()
    shifted[-1] = np.append(right[-1, 1:], 0)
    yield Made(part, "the last row shifted, a zero put at its end", shifted, ())
    swapped = right.copy()
    swapped[[0, -1]] = right[[-1, 0]]
    yield Made(part, "the first row exchanged with the last", swapped, ())
    repeated = right.copy()
    repeated[1] = right[0]
    yield Made(part, "the first row written twice", repeated, ())
    yield Made(part, "every sign wrong", -right, ("sign",))


def changed(right: Any, entries: dict[tuple[int, int], Any]) -> Any:
    """Change some entries."""
    out = np.array(right)
    for at, entry in entries.items():
        out[at] = entry
    return out


# The size of what a window makes.


@dataclass(frozen=True)
class Sides:
    """What the size of a convolution's output comes from, and how it is worked out.

    Attributes:
        image: rows and columns.
        kernel: rows and columns.
        zeros: at both ends of a side together, of rows and of columns.
        stride: pixels from window to window.
        dilation: pixels from cell to cell.
    """

    image: tuple[int, int]
    kernel: tuple[int, int]
    zeros: tuple[int, int]
    stride: int
    dilation: int = 1

    @staticmethod
    def of(g: Any) -> Sides:
        kernel = np.shape(g.B)
        top, bottom, left, right = border(g)
        return Sides(np.shape(g.A), kernel, (top + bottom, left + right), g.stride, g.dilation)

    def spans(self) -> list[int]:
        return [self.dilation * (k - 1) + 1 for k in self.kernel]

    def left(self, spans: Any = None) -> list[int]:
        """Count the pixels that the kernel leaves over, side by side."""
        spans = self.spans() if spans is None else spans
        return [n - k + z for n, k, z in zip(self.image, spans, self.zeros, strict=True)]

    def both(self, spans: Any = None) -> Any:
        """Give the output's rows and columns."""
        return np.array([n // self.stride + 1 for n in self.left(spans)])


def border(g: Any) -> tuple[int, int, int, int]:
    """Count the zeros at the top, bottom, left and right of an image."""
    ends: list[int] = []
    for cells in np.shape(g.B):
        more = g.dilation * (cells - 1)
        start, end = {
            "valid": (g.padding, g.padding),
            "full": (more, more),
            "same": (more - more // 2, more // 2),
        }[g.mode]
        ends += [start, end]
    return ends[0], ends[1], ends[2], ends[3]


def conv_sizes(g: Any, part: str) -> Iterator[Made]:
    """Slips in the size of a convolution's output."""
    sides = Sides.of(g)
    left, zeros = sides.left(), sides.zeros
    for one in sizes(part, sides.image, left, sides.spans(), g.stride):
        yield replace(one, said=("one short",)) if one.why == "+1 forgotten" else one
    if any(zeros):
        once = replace(sides, zeros=(zeros[0] // 2, zeros[1] // 2))
        none = replace(sides, zeros=(0, 0))
        yield from positive(part, "padding counted once", once.both(), ("left out", "$2$"))
        yield from positive(part, "padding forgotten", none.both(), ("inside the image",))
    if g.mode == "full":
        more = replace(sides, zeros=(2 * sides.kernel[0], 2 * sides.kernel[1]))
        yield Made(part, "K zeros on every side for K - 1", more.both(), ())
        summed = np.add(sides.image, sides.kernel)
        yield Made(part, "H + K, without the -1", summed, ())
    if g.mode == "valid" and not g.padding:
        more = replace(sides, zeros=(sides.spans()[0] - 1, sides.spans()[1] - 1))
        full = replace(sides, zeros=(2 * more.zeros[0], 2 * more.zeros[1]))
        yield Made(part, "same for valid", more.both(), ())
        yield Made(part, "full for valid", full.both(), ())
    if g.dilation > 1:
        apart, cells = g.dilation, sides.kernel
        for why, spans, said in (
            ("dilation ignored", cells, ("dilation",)),
            ("D(K - 1) without + 1", [apart * (k - 1) for k in cells], ("left out", "$1$")),
            ("D K", [apart * k for k in cells], ()),
            ("D pixels between the cells", [(apart + 1) * (k - 1) + 1 for k in cells], ()),
            ("K + D", [k + apart for k in cells], ()),
        ):
            yield from positive(part, why, sides.both(spans), said)


def sizes(part: str, image: Any, left: Any, spans: Any, stride: int) -> Iterator[Made]:
    """Slips in a size that the windows of any kind have."""
    right = [n // stride + 1 for n in left]
    # "left out 1", "one too few" and "one short" are all true
    yield from positive(part, "+1 forgotten", [n - 1 for n in right], ())
    kept = [(n + k) // stride + 1 for n, k in zip(left, spans, strict=True)]
    yield from positive(part, "kernel not subtracted", kept, ("left out", "K"))
    if right[0] != right[1]:
        yield Made(part, "rows and columns exchanged", np.array(right[::-1]), ())
    yield Made(part, "one row too many", np.array([right[0] + 1, right[1]]), ())
    yield from positive(part, "one column too few", [right[0], right[1] - 1], ())
    yield Made(part, "as large as the image", np.array(image), ())
    if stride == 1:
        return
    up = [-(-n // stride) + 1 for n in left]
    yield Made(part, "rounded up", np.array(up), ("ounded up",))
    if up != right:
        yield Made(part, "not rounded", np.array([n / stride + 1 for n in left]), ("round",))
    # the family says "the stride skips some", the record "did not divide by S": the first comes
    yield from positive(part, "stride not divided by", [n + 1 for n in left], ("stride",))
    yield from positive(part, "+1 before dividing", [(n + 1) // stride for n in left], ())
    yield from positive(part, "image divided by the stride", [n // stride for n in image], ())


def positive(part: str, why: str, size: Any, said: Says) -> Iterator[Made]:
    """Give a slip in a size, if it is one that there may be."""
    if min(size) > 0:
        yield Made(part, why, np.array(size), said)


# Convolution.

Window = list[tuple[int, int]]


def windows(
    A: Any, B: Any, zeros: Any, stride: Any, dilation: int, mode: Any = "constant"
) -> list[list[Window]]:
    """List, window by window, the numbers of image and kernel that lie on each other."""
    top, bottom, left, right = zeros
    padded = np.pad(np.asarray(A), ((top, bottom), (left, right)), mode=mode)
    K, L = np.shape(B)
    down, across = stride
    rows = range(0, padded.shape[0] - dilation * (K - 1), down)
    columns = range(0, padded.shape[1] - dilation * (L - 1), across)
    return [
        [
            [
                (padded[r + dilation * i, c + dilation * j], B[i, j])
                for i, j in product(range(K), range(L))
            ]
            for c in columns
        ]
        for r in rows
    ]


def summed(rows: list[list[Window]]) -> Any:
    """Multiply and add in every window."""
    return np.array([[sum(a * b for a, b in window) for window in row] for row in rows])


def turned(g: Any) -> Any:
    """Turn the kernel as it is laid on the image."""
    B = np.asarray(g.B)
    return B[::-1, ::-1] if g.flip == "yes" else B


def terms(g: Any, **other: Any) -> list[list[Window]]:
    """List the windows of a question, with something else than what is given."""
    how = {
        "A": np.asarray(g.A),
        "B": turned(g),
        "zeros": border(g),
        "stride": (g.stride, g.stride),
        "dilation": g.dilation,
    }
    return windows(**{**how, **other})


def slid(g: Any, **other: Any) -> Any:
    """Give the output."""
    return summed(terms(g, **other))


def conv_maps(g: Any, part: str) -> Iterator[Made]:
    """Slips in a convolution's output."""
    right = slid(g)
    yield from entries(part, right)
    yield from kernels(g, part)
    yield from single(part, terms(g))
    yield from slides(g, part, right)


def kernels(g: Any, part: str) -> Iterator[Made]:
    """Slips in laying the kernel on the image."""
    B, laid, flip = np.asarray(g.B), turned(g), g.flip == "yes"
    ways = [
        ("upside down only", B[::-1], ("upside down only",) if flip else ()),
        ("turned left to right only", B[:, ::-1], ("left to right only",) if flip else ()),
        ("kernel transposed", B.T, ()),
        ("kernel transposed as it is laid", laid.T, ()),
        ("kernel turned by a quarter", np.rot90(B), ()),
        ("the sign of a kernel's number misread", changed(laid, {first(laid): -max_of(laid)}), ()),
        ("a kernel's number misread", changed(laid, {(0, 0): laid[0, 0] + 1}), ()),
    ]
    if flip:
        ways.append(("kernel not flipped", B, ("did not flip",)))
    else:
        ways.append(("kernel flipped", B[::-1, ::-1], ("flipped the kernel",)))
    for why, other, said in ways:
        if other.shape == B.shape:
            yield Made(part, why, slid(g, B=other), said)
    A = np.asarray(g.A)
    yield Made(part, "a pixel misread", slid(g, A=changed(A, {(1, 1): A[1, 1] + 1})), ())
    yield Made(part, "a pixel's sign misread", slid(g, A=changed(A, {first(A): -max_of(A)})), ())


def first(data: Any) -> tuple[int, int]:
    """Find the entry that is largest in size."""
    row, column = divmod(int(np.argmax(np.abs(data))), data.shape[1])
    return row, column


def max_of(data: Any) -> Any:
    """Give the entry that is largest in size."""
    return data[first(data)]


def single(part: str, rows: list[list[Window]]) -> Iterator[Made]:
    """Slips in one window: in its first product that counts, and in its last."""
    right = summed(rows)
    for place, at in (("first", (0, 0)), ("last", (len(rows) - 1, len(rows[0]) - 1))):
        window = rows[at[0]][at[1]]
        telling = [(a, b) for a, b in window if a * b]
        if not telling:
            continue
        a, b = telling[0 if place == "last" else -1]
        for why, entry, said in (
            ("a product left out", right[at] - a * b, ("left out",)),
            ("a product's sign wrong", right[at] - 2 * a * b, ("sign",)),
            ("a product added twice", right[at] + a * b, ()),
            ("two numbers added, not multiplied", right[at] - a * b + a + b, ("added",)),
        ):
            yield Made(part, f"{why} in the {place} window", changed(right, {at: entry}), said)
    short = np.array([[sum(a * b for a, b in w[:-1]) for w in row] for row in rows])
    yield Made(part, "the last product left out of all windows", short, ())
    lost = np.array([[sum(abs(a * b) for a, b in w) for w in row] for row in rows])
    yield Made(part, "all minus signs of the products lost", lost, ())


def slides(g: Any, part: str, right: Any) -> Iterator[Made]:
    """Slips in where the kernel stands."""
    zeros, shape = border(g), right.shape
    if any(zeros):
        if min(Sides.of(g).left()) - max(zeros[0] + zeros[1], zeros[2] + zeros[3]) >= 0:
            yield Made(part, "padding forgotten", slid(g, zeros=(0,) * 4), ("inside the image",))
        top, bottom, left, across = zeros
        start, end = (top + bottom, 0, left + across, 0), (0, top + bottom, 0, left + across)
        yield Made(part, "all zeros at the top and left", slid(g, zeros=start), ())
        yield Made(part, "all zeros at the bottom and right", slid(g, zeros=end), ())
        yield Made(part, "the edge repeated for zeros", slid(g, mode="edge"), ())
    if g.stride > 1:
        whole = slid(g, stride=(1, 1))
        yield Made(part, "stride ignored", whole, ("stride",))
        for why, stride in (
            ("stride ignored, as many windows", (1, 1)),
            ("stride ignored across, as many windows", (g.stride, 1)),
            ("stride ignored down, as many windows", (1, g.stride)),
        ):
            yield Made(part, why, cropped(slid(g, stride=stride), shape), ("stride",))
    if g.dilation > 1:
        near = slid(g, dilation=1)
        yield Made(part, "dilation ignored", near, ("dilation",))
        yield Made(part, "dilation ignored, as many windows", cropped(near, shape), ("dilation",))
        if g.dilation > 2:
            nearer = cropped(slid(g, dilation=g.dilation - 1), shape)
            yield Made(part, "dilation one too small, as many windows", nearer, ())


def cropped(data: Any, shape: tuple[int, ...]) -> Any:
    """Keep as many rows and columns as there should be."""
    return data[: shape[0], : shape[1]]


# Pooling.


def pool_size(g: Any) -> Any:
    """Give the rows and columns of a pooled map."""
    return np.array([(n - g.size) // g.stride + 1 for n in np.shape(g.X)])


def groups(g: Any, *, size: int = 0, stride: int = 0) -> list[list[Any]]:
    """List the groups, each with its entries in a row."""
    X, size, stride = np.asarray(g.X), size or g.size, stride or g.stride
    rows, columns = (range(0, n - size + 1, stride) for n in X.shape)
    return [[X[r : r + size, c : c + size].ravel() for c in columns] for r in rows]


def each(rows: list[list[Any]], take: Callable[[Any], Any]) -> Any:
    """Take a number of every group."""
    return np.array([[take(group) for group in row] for row in rows])


def pooled(g: Any) -> Any:
    """Give the pooled map."""
    return each(groups(g), taking(g))


def taking(g: Any) -> Callable[[Any], Any]:
    """Give what is taken of a group."""
    return np.max if g.kind == "max" else np.mean


def pool_sizes(g: Any, part: str) -> Iterator[Made]:
    """Slips in the size of a pooled map."""
    image = np.shape(g.X)
    left, right = [n - g.size for n in image], pool_size(g)
    yield from sizes(part, image, left, [g.size] * 2, g.stride)
    off = np.array([1, 0])
    yield Made(part, "+1 forgotten in the height", right - off, ("left out", "H - K"))
    yield Made(part, "+1 forgotten in the width", right - off[::-1], ("left out", "W - K"))
    beside = [n // g.size for n in image]
    yield Made(part, "groups side by side", np.array(beside), ("side by side",))
    padded = [(n - g.size + 2) // g.stride + 1 for n in image]
    yield Made(part, "a zero on every side", np.array(padded), ())


def pool_maps(g: Any, part: str) -> Iterator[Made]:
    """Slips in a pooled map."""
    right, rows = pooled(g), groups(g)
    yield from entries(part, right, 1 if g.kind == "max" else 1 / g.size**2)
    cells = g.size**2
    if g.kind == "max":
        ways: list[tuple[str, Callable[[Any], Any], Says]] = [
            ("smallest", np.min, ("smallest",)),
            ("mean for max", np.mean, ("mean",)),
            ("largest in size, its sign lost", lambda x: np.max(np.abs(x)), ()),
            ("largest in size", largest, ("size",)),
            ("sum for max", np.sum, ("added",)),
            ("second largest", lambda x: np.sort(x)[-2], ()),
            ("first of each group", lambda x: x[0], ()),
            ("last of each group", lambda x: x[-1], ()),
            ("first row of each group only", lambda x: np.max(x[: g.size]), ()),
        ]
    else:
        ways = [
            ("sum for mean", np.sum, ("added",)),
            ("max for mean", np.max, ("largest",)),
            ("smallest for mean", np.min, ()),
            ("divided by K", lambda x: np.sum(x) / g.size, ()),
            ("divided by 4", lambda x: np.sum(x) / 4, ()),
            ("divided by one too few", lambda x: np.sum(x) / (cells - 1), ()),
            ("divided by 10", lambda x: np.sum(x) / (cells + 1), ()),
            ("divided by 2K", lambda x: np.sum(x) / (2 * g.size), ()),
            ("middle entry for mean", np.median, ()),
            ("centre of each group", lambda x: x[cells // 2], ()),
            ("minus signs lost", lambda x: np.abs(x).mean(), ()),
            ("mean of the group's first row", lambda x: x[: g.size].mean(), ()),
            ("mean of largest and smallest", lambda x: (x.max() + x.min()) / 2, ()),
            ("zeros not counted", lambda x: x.sum() / max(1, np.count_nonzero(x)), ()),
        ]
    for why, take, said in ways:
        yield Made(part, why, each(rows, take), said)
    yield from one_group(g, part, right, rows)
    yield from pool_slides(g, part, right)


def largest(group: Any) -> Any:
    """Give the entry that is largest in size, with its sign, the positive one of two."""
    most = np.max(np.abs(group))
    return most if most in group else -most


def one_group(g: Any, part: str, right: Any, rows: list[list[Any]]) -> Iterator[Made]:
    """Slips in one group."""
    for place, at in (("first", (0, 0)), ("last", (len(rows) - 1, len(rows[0]) - 1))):
        group = rows[at[0]][at[1]]
        telling = [x for x in group if x][0 if place == "last" else -1]
        if g.kind == "max":
            below = [x for x in group if x < right[at]]
            ways = [
                ("the largest overlooked", max(below, default=right[at]), ("right but one",)),
                ("the smallest taken", min(group), ("right but one",)),
                ("the sum taken", group.sum(), ("right but one",)),
            ]
        else:
            n = group.size
            ways = [
                ("an entry left out of the sum", (group.sum() - telling) / n, ("left out",)),
                ("an entry's sign wrong", (group.sum() - 2 * telling) / n, ("sign",)),
                ("the sum taken", group.sum(), ("right but one",)),
                ("divided by one too few", group.sum() / (n - 1), ("right but one",)),
            ]
        for why, entry, said in ways:
            wrong = changed(right, {at: entry})
            alone = entry == -right[at] or np.array_equal(wrong, each(rows, largest))
            yield Made(part, f"{why} in the {place} group", wrong, () if alone else said)


def pool_slides(g: Any, part: str, right: Any) -> Iterator[Made]:
    """Slips in where the groups are."""
    take, shape, n = taking(g), right.shape, np.asarray(g.X).shape
    if g.stride > 1:
        near = each(groups(g, stride=1), take)
        yield Made(part, "stride ignored", near, ("stride",))
        yield Made(part, "stride ignored, as many groups", cropped(near, shape), ("stride",))
    if g.stride < g.size:
        apart = each(groups(g, stride=g.size), take)
        yield Made(part, "groups side by side", apart, ("side by side",))
    if g.size > 2:
        small = cropped(each(groups(g, size=2), take), shape)
        yield Made(part, "groups of two by two", small, ())
    if g.stride != 1 and g.size < min(n):
        rolled = replace_map(g, np.roll(g.X, -1, (0, 1)))
        yield Made(part, "groups begun one entry too far", rolled, ())
    else:
        rolled = replace_map(g, np.roll(g.X, -1, 1))
        yield Made(part, "groups begun one column too far", rolled, ())


def replace_map(g: Any, X: Any) -> Any:
    """Pool another map."""
    return pooled(replace(g, X=X))


# Parameters.


@dataclass(frozen=True)
class Fact:
    """What a layer's parameters are counted from.

    Attributes:
        kind: of the layer.
        side: of its kernel.
        cells: of its kernel on one channel.
        reads: channels or units.
        map: rows and columns of what it reads, (1, 1) for units.
        makes: filters or units.
        bias: 1 where there are biases, else 0.
    """

    kind: str
    side: int
    cells: int
    reads: int
    map: tuple[int, int]
    makes: int
    bias: int

    @property
    def inputs(self) -> int:
        """The numbers that reach it."""
        return self.map[0] * self.map[1] * self.reads


def walk(
    g: Any,
    keeping: frozenset[int] = frozenset(),
    *,
    up: bool = False,
    plus: int = 1,
    zeros: int = 1,
    stride: bool = True,
) -> list[Fact]:
    """Follow the size of the map through the layers.

    Args:
        g: the givens.
        keeping: numbers of the layers that are taken to keep the size, but for a
            convolution's stride.
        up: whether it is rounded up.
        plus: what is added at the end.
        zeros: how many times the padding of a side counts, over two.
        stride: whether there is division by it.
    """
    height, width, channels = g.input
    found = []
    for k, layer in enumerate(g.layers):
        pools = layer.kind in {"maxpool", "avgpool"}
        makes = layer.count or channels
        rows, columns = layer.kernel
        bias = int(layer.bias and g.bias == "yes")
        found.append(Fact(layer.kind, rows, rows * columns, channels, (height, width), makes, bias))
        if layer.kind in {"dense", "flatten"}:
            channels = makes if layer.kind == "dense" else height * width * channels
            height = width = 1
        elif layer.kind == "conv" or pools:
            ends = [n - 1 if layer.same else (1 + zeros) * layer.padding for n in (rows, columns)]
            along = zip((height, width), (rows, columns), ends, layer.stride, strict=True)
            sides = [side(n - a + z, s if stride else 1, up=up) + plus for n, a, z, s in along]
            if k in keeping and not pools:
                sides = [
                    (n - 1) // s + 1 for n, s in zip((height, width), layer.stride, strict=True)
                ]
            if k not in keeping or not pools:
                height, width = sides
            channels = makes
    return found


def side(left: int, stride: int, *, up: bool) -> int:
    """Divide what is left of a side by the stride."""
    return -(-left // stride) if up else left // stride


def count(fact: Fact) -> int:
    """Count the parameters of a layer."""
    if fact.kind == "conv":
        return (fact.cells * fact.reads + fact.bias) * fact.makes
    if fact.kind == "dense":
        return (fact.inputs + fact.bias) * fact.makes
    return 2 * fact.reads if fact.kind == "bn" else 0


def counts(g: Any) -> list[int]:
    """Count the parameters of every layer."""
    assert g.statistics == "no"
    return [count(fact) for fact in walk(g)]


Way = tuple[str, "Callable[[Fact], int]", tuple[str, ...], Says, Says]
"""What is done, how, in layers of which kinds; what is said for one of them, and for all."""

LEFT_OUT = ("left out",)
WEIGHTS = ("conv", "dense")
WAYS: list[Way] = [
    (
        "biases left out",
        lambda f: count(replace(f, bias=0)),
        WEIGHTS,
        ("left out", "$1$"),
        ("bias",),
    ),
    (
        "one bias a layer",
        lambda f: count(replace(f, bias=0)) + f.bias,
        WEIGHTS,
        ("bias",),
        ("one bias",),
    ),
    ("channels forgotten", lambda f: count(replace(f, reads=1)), ("conv",), LEFT_OUT, ("channel",)),
    ("K for K²", lambda f: count(replace(f, cells=f.side)), ("conv",), ("power",), ("power",)),
    (
        "2K for K²",
        lambda f: count(replace(f, cells=2 * f.side)),
        ("conv",),
        ("exponent",),
        ("exponent",),
    ),
    ("filters left out", lambda f: count(replace(f, makes=1)), WEIGHTS, LEFT_OUT, LEFT_OUT),
    (
        "a bias for each kernel",
        lambda f: (f.cells + f.bias) * f.reads * f.makes,
        ("conv",),
        ("bias",),
        ("own bias",),
    ),
    (
        "kernel's cells left out",
        lambda f: count(replace(f, cells=1)),
        ("conv",),
        LEFT_OUT,
        LEFT_OUT,
    ),
    (
        "channels read instead of made",
        lambda f: count(replace(f, makes=f.reads)),
        ("conv",),
        (),
        (),
    ),
    ("filters read as channels", lambda f: count(replace(f, reads=f.makes)), ("conv",), (), ()),
    (
        "two biases",
        lambda f: count(f) + f.bias * f.makes,
        WEIGHTS,
        (),
        (),
    ),
    ("C for 2C", lambda f: f.reads, ("bn",), ("left out", "$2$"), ("left out", "$2$")),
    ("4C for 2C", lambda f: 4 * f.reads, ("bn",), (), ("running mean",)),
    ("2 for 2C", lambda _f: 2, ("bn",), LEFT_OUT, LEFT_OUT),
    ("batch norm skipped", lambda _f: 0, ("bn",), (), ("no parameters",)),
    ("2 for every pixel", lambda f: 2 * f.inputs, ("bn",), (), ()),
    ("pooling counted", lambda f: f.cells * f.reads, ("maxpool", "avgpool"), (), ("pooling",)),
    (
        "pooling counted as a convolution",
        lambda f: (f.cells * f.reads + 1) * f.reads,
        ("maxpool", "avgpool"),
        (),
        (),
    ),
    ("dropout counted", lambda f: f.reads, ("dropout",), (), ()),
    ("flatten counted", lambda f: f.inputs, ("flatten",), (), ()),
]


def parameters(g: Any) -> Iterator[Made]:
    """Slips in counting parameters, with the total that follows."""
    facts, right = walk(g), counts(g)
    for way in WAYS:
        yield from done(facts, right, way)
    yield from channels(facts, right)
    yield from reading(g, facts, right)
    yield from writing(right)
    yield from totals(facts, right)


def both(why: str, wrong: list[int], said: Says) -> Iterator[Made]:
    """Give a slip in the layers, and the total that follows from it."""
    yield Made("a", why, np.array(wrong), said)
    yield Made("b", f"{why}, added up", sum(wrong), said)


def done(facts: list[Fact], right: list[int], way: Way) -> Iterator[Made]:
    """Count in another way: in each layer alone where it tells, and in all of them."""
    why, found, kinds, one, every = way
    other = [found(f) if f.kind in kinds else n for f, n in zip(facts, right, strict=True)]
    where = [k for k, (a, b) in enumerate(zip(other, right, strict=True)) if a != b]
    if len(where) == 1:
        yield from both(f"{why} in the one layer", other, every)
        return
    for k in where:
        yield from both(f"{why} in layer {k + 1}", put(right, k, other[k]), one)
    if where:
        yield from both(f"{why} in all", other, every)


def put(right: list[int], k: int, number: int) -> list[int]:
    """Change the count of one layer."""
    return [*right[:k], number, *right[k + 1 :]]


def channels(facts: list[Fact], right: list[int]) -> Iterator[Made]:
    """The filters of a wrong layer used as channels."""
    at = [k for k, f in enumerate(facts) if f.kind == "conv"]
    for before, k in pairwise(at):
        early = facts[before].reads
        if early > 1:
            wrong = put(right, k, count(replace(facts[k], reads=early)))
            yield from both("the input's channels read again", wrong, ("took",))
        added = count(replace(facts[k], reads=facts[k].reads + early))
        yield from both("channels of both layers added", put(right, k, added), ())


def reading(g: Any, facts: list[Fact], right: list[int]) -> Iterator[Made]:
    """Slips in how many numbers a dense layer reads."""
    at = [k for k, f in enumerate(facts) if f.kind == "dense"]
    if not at:
        return
    k, dense = at[0], facts[at[0]]
    flat = facts[k - 1]

    def given(inputs: int) -> list[int]:
        return put(right, k, (inputs + dense.bias) * dense.makes)

    rows, columns = flat.map
    yield from both("dense reads channels only", given(flat.reads), ("dense layer",))
    yield from both("channels not flattened", given(rows * columns), LEFT_OUT)
    yield from both("one side not flattened", given(rows * flat.reads), LEFT_OUT)
    yield from both("sides added", given((rows + columns) * flat.reads), ())
    for later in at[1:]:
        wrong = (flat.reads * rows * columns + facts[later].bias) * facts[later].makes
        yield from both("the last layer reads the map", put(right, later, wrong), ())

    convs = [n for n, f in enumerate(facts) if f.kind == "conv"]
    pools = [n for n, f in enumerate(facts) if f.kind in {"maxpool", "avgpool"}]
    for why, those, all_said in (
        ("size kept through convolution", convs, ("shrinks",)),
        ("size kept through pooling", pools, ("pooling",)),
    ):
        telling = [n for n in those if walked(g, {n}) != right]
        for n in telling if len(telling) > 1 else ():
            yield from both(f"{why} {n + 1}", walked(g, {n}), ())
        yield from both(why, walked(g, set(those)), all_said)
    yield from both("padding forgotten", walked(g, zeros=-1), ("left out", "P"))
    yield from both("padding counted once", walked(g, zeros=0), ("left out", "$2$"))
    yield from both("sizes rounded up", walked(g, up=True), ("ounded up",))
    yield from both("+1 forgotten in all sizes", walked(g, plus=0), ("left out", "$1$"))
    yield from both("the input flattened", given(math.prod(g.input)), ())


def walked(g: Any, keeping: set[int] | None = None, **how: Any) -> list[int]:
    """Count after sizes worked out in another way."""
    return [count(fact) for fact in walk(g, frozenset(keeping or ()), **how)]


def writing(right: list[int]) -> Iterator[Made]:
    """Slips in writing the counts down."""
    there = [k for k, n in enumerate(right) if n]
    start, end = there[0], there[-1]
    for k, off in ((start, 1), (end, -1), (end, 10)):
        wrong = np.array(put(right, k, right[k] + off))
        yield Made("a", f"layer {k + 1} off by {off}", wrong, ("right but one",))
    two = np.array(put(put(right, start, right[start] + 2), end, right[end] - 10))
    yield Made("a", "two layers wrong", two, ())
    swapped = np.array(put(put(right, start, right[end]), end, right[start]))
    yield Made("a", "two counts exchanged", swapped, ("changed places",))


def totals(facts: list[Fact], right: list[int]) -> Iterator[Made]:
    """Slips in adding up."""
    total = sum(right)
    for k, n in enumerate(right):
        if n:
            yield Made("b", f"layer {k + 1} not added", total - n, LEFT_OUT)
            yield Made("b", f"layer {k + 1} added twice", total + n, ())
    for off, said in ((1, "one too many"), (-1, "one too few"), (10, ""), (-100, "")):
        yield Made("b", f"total off by {off}", total + off, (said,) if said else ())
    for kind in WEIGHTS:
        some = sum(n for f, n in zip(facts, right, strict=True) if f.kind == kind)
        yield Made("b", f"{kind} layers only", some, ())
