"""Pooling a feature map: the largest or the mean entry of every group."""

from __future__ import annotations

from ncrevise.family import Array, Count, Family, Recorder, Word, given, givens, result, results
from ncrevise.models.convolution import Slide, side
from ncrevise.tape import raw
from ncrevise.tape.ops import pool_average, pool_max, stack

pool = Family["Givens", "Results"]("Pooling", source="Wei, CSC413, §9", sizes={"H": 4, "W": 4})


@givens
class Givens:
    """A map, and how it is pooled."""

    X: Array = given("the feature map", "H,W", draw="-4..9")
    kind: Word = given("largest or mean entry", one_of=("max", "average"), default="max")
    size: Count = given("the side K of a pooling group", low=1, default=2)
    stride: Count = given("the stride S from group to group", low=1, default=2)


@results
class Results:
    """The size of the pooled map, and its entries."""

    size: Array = result("the output's rows and columns", "2")
    map: Array = result("the pooled map", "h,w")


@pool.solve
def solve(g: Givens, tape: Recorder) -> Results:
    """Find the output's size, then take the largest or mean entry of every group."""
    tape.begin("Size of the output")
    sides = zip(("height", "width"), "HW", raw(g.X).shape, strict=True)
    size = [side(tape, key, letter, n, g.size, Slide(stride=g.stride)) for key, letter, n in sides]
    take, word = (pool_max, "largest") if g.kind == "max" else (pool_average, "mean")
    out = take(g.X, size=g.size, stride=g.stride)
    return Results(stack(size), tape.name("map", out, f"The {word} of every group", "Y"))


pool.needs(
    lambda g: g.size <= min(g.X.shape), "A group of {size}×{size} does not fit into the map X."
)
pool.dull(lambda _g, found: len({*raw(found.map).ravel().tolist()}) < 3)

other_kind = pool.edit(
    "You took the wrong number of each group: the mean for the largest, or the reverse.",
    lambda g: {"kind": "average" if g.kind == "max" else "max"},
)
no_overlap = pool.edit(
    "You set the groups side by side; with a stride smaller than the group they overlap.",
    lambda g: {"stride": max(g.size, g.stride)},
)
stride_ignored = pool.edit(
    "You moved the group one entry at a time; the stride skips some.", stride=1
)
sum_for_mean = pool.instead(
    "You added up each group; its mean is the sum divided by the number of entries.",
    lambda g, found: {"map": found.map * g.size**2},
    when=lambda g: g.kind == "average",
)
