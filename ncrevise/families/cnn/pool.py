"""Pooling a feature map: the largest or the mean entry of every group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ncrevise.errors import GivensError
from ncrevise.family import Family, given, mistake
from ncrevise.models.convolution import Slide, side
from ncrevise.tape import NO_TAPE, Recorder, raw
from ncrevise.tape.ops import pool_average, pool_max, stack

if TYPE_CHECKING:
    from ncrevise.draw import Draw
    from ncrevise.family import Results


@dataclass(frozen=True)
class Givens:
    """A map, and how it is pooled."""

    X: Any = given("the feature map", shape="H,W")
    kind: str = given("largest or mean entry", choices=("max", "average"), default="max")
    size: int = given("the side K of a pooling group", kind="count", low=1, default=2)
    stride: int = given("the stride S from group to group", kind="count", low=1, default=2)


@dataclass(frozen=True)
class Ranges:
    """Sides of the map and the group, entries, and the kind of pooling."""

    side: int = 4
    size: int = 2
    stride: int = 2
    low: int = -4
    high: int = 9
    kind: str = "max"


def draw(d: Draw, r: Ranges) -> Givens:
    """Draw whole numbers."""
    entries = d.matrix(r.side, r.side, lambda: d.integer(r.low, r.high))
    return Givens(entries, r.kind, r.size, r.stride)


def solve(g: Givens, tape: Recorder) -> Results:
    """Find the output's size, then take the largest or mean entry of every group."""
    tape.begin("Size of the output")
    slide = Slide(stride=g.stride)
    sides = zip(("height", "width"), "HW", raw(g.X).shape, strict=True)
    found = [side(tape, key, letter, pixels, g.size, slide) for key, letter, pixels in sides]
    pool = pool_max if g.kind == "max" else pool_average
    of = "largest" if g.kind == "max" else "mean"
    out = tape.name("map", pool(g.X, size=g.size, stride=g.stride), f"The {of} of every group", "Y")
    return {"size": stack(found), "map": out}


@mistake
def other_kind(g: Givens) -> Results:
    """You took the wrong number of each group: the mean for the largest, or the reverse."""
    return solve(replace(g, kind="average" if g.kind == "max" else "max"), NO_TAPE)


@mistake
def no_overlap(g: Givens) -> Results | None:
    """You set the groups side by side; with a stride smaller than the group they overlap."""
    return solve(replace(g, stride=g.size), NO_TAPE) if g.stride < g.size else None


@mistake
def stride_ignored(g: Givens) -> Results | None:
    """You moved the group one entry at a time; the stride skips some."""
    return solve(replace(g, stride=1), NO_TAPE) if g.stride > 1 else None


@mistake
def sum_for_mean(g: Givens) -> Results | None:
    """You added up each group; its mean is the sum divided by the number of entries."""
    found = solve(g, NO_TAPE)
    return {**found, "map": found["map"] * g.size**2} if g.kind == "average" else None


def check(g: Givens) -> None:
    """Refuse a group that does not fit."""
    if g.size > min(len(g.X), len(g.X[0])):
        raise GivensError(f"A group of {g.size}×{g.size} does not fit into the map X.")


FAMILY = Family(
    title="Pooling",
    source="Wei, CSC413, §9",
    givens=Givens,
    ranges=Ranges,
    draw=draw,
    solve=solve,
    results={"size": "the output's rows and columns", "map": "the pooled map"},
    mistakes=(other_kind, no_overlap, stride_ignored, sum_for_mean),
    dull=lambda _g, results: len({*results["map"].ravel().tolist()}) < 3,
    check=check,
)
