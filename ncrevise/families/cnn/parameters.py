"""The parameters of a network, layer by layer and in all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ncrevise.family import Array, Family, Number, Recorder, Word, given, givens, result, results
from ncrevise.givens.declare import givens_of
from ncrevise.givens.kinds import layers as written
from ncrevise.givens.kinds import size as sized
from ncrevise.models import layers as network
from ncrevise.models.counting import Counting, parameters, rules, tell_counts
from ncrevise.tape.ops import stack, total

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ncrevise.draw import Draw
    from ncrevise.givens.kinds.layers import Layers
    from ncrevise.givens.kinds.size import Size

    Way = Callable[[int, network.Layer, network.Size, network.Size], int]

params = Family["Givens", "Results"](
    "Parameters of a convolutional network", source="Wei, CSC413, §9"
)


@givens
class Givens:
    """An input, the layers it passes through, and what counts as a parameter."""

    input: Size = given("the size of the input")
    layers: Layers = given("the layers, in order")
    bias: Word = given(
        "whether biases are counted", one_of=("yes", "no"), convention=True, default="yes"
    )
    statistics: Word = given(
        "whether batch norm's running mean and variance are counted, which are not trained",
        one_of=("no", "yes"),
        convention=True,
        default="no",
    )


@results
class Results:
    """The counts."""

    layers: Array = result("the parameters of each layer, in order", "l")
    total: Number = result("the parameters in all")


@params.draw
def draw(
    d: Draw,
    *,
    inputs: tuple[str, ...] = ("32x32x3",),
    layers: tuple[str, ...] = ("conv 8|16 3|5", "pool 2", "conv 16|32 3"),
) -> Mapping[str, object]:
    """Choose an input, and one of the alternatives of every word of the layers."""
    about = givens_of(Givens)
    chosen = [" ".join(d.choice(word.split("|")) for word in text.split()) for text in layers]
    found = written.coerce(chosen, about["layers"])
    return {"layers": found, "input": sized.read(d.choice(inputs), about["input"])}


@params.solve
def solve(g: Givens, tape: Recorder, *, way: Way | None = None) -> Results:
    """Follow the size from layer to layer, then count what each layer has to learn."""
    counting = Counting(bias=g.bias == "yes", statistics=g.statistics == "yes")
    sizes = list(network.sizes(g.layers, network.start(g.input, tape), tape))
    each = []
    for k, layer in enumerate(g.layers):
        reads, makes = sizes[k], sizes[k + 1]
        found = parameters(layer, reads, makes, counting, tape, str(k + 1))
        each.append(found if way is None else way(int(found), layer, reads, makes))
    counts = tape.keep("layers", stack(each))
    in_all = tape.keep("total", total(counts))
    if any(layer.kind == "dense" for layer in g.layers):
        network.tell_sizes(g.layers, sizes, tape)
    tape.begin("Count the parameters")
    tape.remark(rules(g.layers, counting))
    tell_counts(g.layers, sizes, each, counts, in_all, tape)
    return Results(counts, in_all)


@params.check
def connected(g: Givens) -> None:
    """Refuse layers that can't follow each other."""
    network.check(g.layers, g.input)


def change(
    g: Givens, changed: Callable[[network.Layer], network.Layer], *kinds: str
) -> Mapping[str, object]:
    """Change all layers of some kinds."""
    return {"layers": tuple(changed(x) if x.kind in kinds else x for x in g.layers)}


def passing(x: network.Layer) -> network.Layer:
    """Make a layer one that keeps the size and has no weights."""
    return replace(x, kind="relu")


def has_bias(x: network.Layer) -> bool:
    """Say whether a layer's weights go with biases."""
    return x.bias and x.kind in {"conv", "dense"}


channels_forgotten = params.wrong(
    "You gave a filter one kernel; it has one for every channel it reads.",
    way=lambda n, x, j, i: n - (x.kind == "conv") * x.cells * (j[-1] - 1) * i[-1],
    moot=True,
)
biases_forgotten = params.edit(
    "You counted the weights only; every filter and every unit has a bias as well.",
    bias="no",
    moot=True,
)
biases_counted = params.edit(
    "You counted biases as well; here the weights alone are asked for.", bias="yes", moot=True
)
bias_per_kernel = params.wrong(
    "You gave each kernel of a filter its own bias; a filter has one, for all its channels.",
    way=lambda n, x, j, i: n + (x.kind == "conv") * has_bias(x) * (j[-1] - 1) * i[-1],
    when=lambda g: g.bias == "yes",
    moot=True,
)
one_bias_a_layer = params.wrong(
    "You added one bias to a whole layer; every filter and every unit has its own.",
    way=lambda n, x, _, i: n + has_bias(x) * (1 - i[-1]),
    when=lambda g: g.bias == "yes",
    moot=True,
)
pooling_learns = params.wrong(
    "You gave pooling weights; taking a maximum or a mean leaves nothing to learn.",
    way=lambda n, x, j, _: n + x.pools * x.cells * j[-1],
    moot=True,
)
map_not_flattened = params.wrong(
    "You let the dense layer read one number a channel; it reads every pixel of every one.",
    lambda g: change(g, passing, "flatten"),
    way=lambda n, x, j, i: n - (x.kind == "dense") * (network.units(j) - j[-1]) * i[-1],
    moot=True,
)
shrinking_forgotten = params.edit(
    "You kept the size of the map through a convolution; without enough zeros it shrinks.",
    lambda g: change(g, lambda x: replace(x, same=True), "conv"),
    moot=True,
)
pooling_forgotten = params.edit(
    "You kept the size of the map through pooling, which leaves one number a group.",
    lambda g: change(g, passing, *network.POOLS),
    moot=True,
)
batch_norm_skipped = params.wrong(
    r"You gave batch norm no parameters; it learns $\gamma$ and $\beta$ for every channel.",
    way=lambda n, x, *_: n * (x.kind != "bn"),
    moot=True,
)
statistics_counted = params.edit(
    "You counted batch norm's running mean and variance, which are measured, not trained.",
    statistics="yes",
    moot=True,
)
