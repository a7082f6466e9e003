"""The parameters of a network, layer by layer and in all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from ncrevise.family import Family, given, givens_of, mistake
from ncrevise.models import layers as network
from ncrevise.models.counting import Counting, parameters, rules, tell_counts
from ncrevise.tape import NO_TAPE, Recorder, Tensor
from ncrevise.tape.ops import stack, total

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.draw import Draw
    from ncrevise.family import Results


@dataclass(frozen=True)
class Givens:
    """An input, the layers it passes through, and what counts as a parameter."""

    input: tuple[int, ...] = given("the size of the input", kind="size")
    layers: tuple[network.Layer, ...] = given("the layers, in order", kind="layers")
    bias: str = given(
        "whether biases are counted", choices=("yes", "no"), convention=True, default="yes"
    )
    statistics: str = given(
        "whether batch norm's running mean and variance are counted, which are not trained",
        choices=("no", "yes"),
        convention=True,
        default="no",
    )


@dataclass(frozen=True)
class Ranges:
    """Inputs to choose from, and layers in which ``16|32`` is a choice."""

    inputs: tuple[str, ...] = ("32x32x3",)
    layers: tuple[str, ...] = ("conv 8|16 3|5", "pool 2", "conv 16|32 3")
    bias: str = "yes"


def draw(d: Draw, r: Ranges) -> Givens:
    """Choose one of the alternatives of every word."""
    from ncrevise.inputs import layers, size

    about = {name: meant for name, (_, meant) in givens_of(Givens).items()}
    words = (" ".join(d.choice(word.split("|")) for word in text.split()) for text in r.layers)
    return Givens(
        layers=layers.coerce(list(words), about["layers"]),
        input=size.read(d.choice(r.inputs), about["input"]),
        bias=r.bias,
    )


def solve(g: Givens, tape: Recorder, count: Callable[..., Tensor] = parameters) -> Results:
    """Follow the size from layer to layer, then count what each layer has to learn."""
    counting = Counting(bias=g.bias == "yes", statistics=g.statistics == "yes")
    sizes = list(network.sizes(g.layers, network.start(g.input, tape), tape))
    each = [
        count(layer, sizes[k], sizes[k + 1], counting, tape, str(k + 1))
        for k, layer in enumerate(g.layers)
    ]
    counts = tape.keep("layers", stack(each))
    in_all = tape.keep("total", total(counts))
    if any(layer.kind == "dense" for layer in g.layers):
        network.tell_sizes(g.layers, sizes, tape)
    tape.begin("Count the parameters")
    tape.remark(rules(g.layers, counting))
    tell_counts(g.layers, sizes, each, counts, in_all, tape)
    return {"layers": counts, "total": in_all}


Way: TypeAlias = "Callable[[int, network.Layer, network.Size, network.Size], int]"


def slip(g: Givens, way: Way = lambda right, *_: right, **changed: Any) -> Results | None:  # noqa: ANN401
    """Count another way, or with givens changed; None where that changes nothing.

    Args:
        g: the givens.
        way: from a layer's right count, the layer, and the sizes it reads and makes.
        **changed: givens to change.
    """

    def count(layer: network.Layer, reads: network.Size, makes: network.Size, *rest: Any) -> int:  # noqa: ANN401
        return way(int(parameters(layer, reads, makes, *rest)), layer, reads, makes)

    wrong = solve(replace(g, **changed), NO_TAPE, count)
    return wrong if (wrong["layers"] != right(g)).any() else None


@lru_cache(maxsize=1)
def right(g: Givens) -> Any:  # noqa: ANN401
    """Count the parameters of each layer: every mistake is compared with them."""
    return solve(g, NO_TAPE)["layers"]


def change(g: Givens, *kinds: str, **changed: Any) -> tuple[network.Layer, ...]:  # noqa: ANN401
    """Change all layers of some kinds."""
    return tuple(replace(x, **changed) if x.kind in kinds else x for x in g.layers)


def biased(g: Givens, layer: network.Layer) -> bool:
    """Say whether a layer has biases that count."""
    return g.bias == "yes" and layer.bias and layer.kind in {"conv", "dense"}


@mistake
def channels_forgotten(g: Givens) -> Results | None:
    """You gave a filter one kernel; it has one for every channel it reads."""
    return slip(g, lambda n, x, j, i: n - (x.kind == "conv") * x.cells * (j[-1] - 1) * i[-1])


@mistake
def biases_forgotten(g: Givens) -> Results | None:
    """You counted the weights only; every filter and every unit has a bias as well."""
    return slip(g, bias="no")


@mistake
def biases_counted(g: Givens) -> Results | None:
    """You counted biases as well; here the weights alone are asked for."""
    return slip(g, bias="yes")


@mistake
def bias_per_kernel(g: Givens) -> Results | None:
    """You gave each kernel of a filter its own bias; a filter has one, for all its channels."""
    return slip(g, lambda n, x, j, i: n + (x.kind == "conv") * biased(g, x) * (j[-1] - 1) * i[-1])


@mistake
def one_bias_a_layer(g: Givens) -> Results | None:
    """You added one bias to a whole layer; every filter and every unit has its own."""
    return slip(g, lambda n, x, _, i: n + biased(g, x) * (1 - i[-1]))


@mistake
def pooling_learns(g: Givens) -> Results | None:
    """You gave pooling weights; taking a maximum or a mean leaves nothing to learn."""
    return slip(g, lambda n, x, j, _: n + x.pools * x.cells * j[-1])


@mistake
def map_not_flattened(g: Givens) -> Results | None:
    """You let the dense layer read one number a channel; it reads every pixel of every one."""
    return slip(
        g,
        lambda n, x, j, i: n - (x.kind == "dense") * (network.units(j) - j[-1]) * i[-1],
        layers=change(g, "flatten", kind="relu"),
    )


@mistake
def shrinking_forgotten(g: Givens) -> Results | None:
    """You kept the size of the map through a convolution; without enough zeros it shrinks."""
    return slip(g, layers=change(g, "conv", same=True))


@mistake
def pooling_forgotten(g: Givens) -> Results | None:
    """You kept the size of the map through pooling, which leaves one number a group."""
    return slip(g, layers=change(g, *network.POOLS, kind="relu"))


@mistake
def batch_norm_skipped(g: Givens) -> Results | None:
    r"""You gave batch norm no parameters; it learns $\gamma$ and $\beta$ for every channel."""
    return slip(g, lambda n, x, *_: n * (x.kind != "bn"))


@mistake
def statistics_counted(g: Givens) -> Results | None:
    """You counted batch norm's running mean and variance, which are measured, not trained."""
    return slip(g, statistics="yes")


FAMILY = Family(
    title="Parameters of a convolutional network",
    source="Wei, CSC413, §9",
    givens=Givens,
    ranges=Ranges,
    draw=draw,
    solve=solve,
    results={
        "layers": "the parameters of each layer, in order",
        "total": "the parameters in all",
    },
    mistakes=(
        channels_forgotten,
        biases_forgotten,
        biases_counted,
        bias_per_kernel,
        one_bias_a_layer,
        pooling_learns,
        map_not_flattened,
        shrinking_forgotten,
        pooling_forgotten,
        batch_norm_skipped,
        statistics_counted,
    ),
    check=lambda g: network.check(g.layers, g.input),
)
