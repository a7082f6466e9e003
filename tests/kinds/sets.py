"""Sets: of numbers, of words, of pairs that assign a class to a point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.family import Array, Family, Recorder, given, givens, result, results
from ncrevise.tape import raw

if TYPE_CHECKING:
    from ncrevise.results.values import Set

sets = Family["Givens", "Results"]("Sets", source="none", sizes={"n": 4})


@givens
class Givens:
    x: Array = given("the numbers", "n", draw="-9..9 by 1")


@results
class Results:
    values: Set = result("the numbers above zero")
    nodes: Set = result("the places of those above zero", one_of="n")
    pairs: Set = result("the class of every place")


@sets.axis("n")
def places(g: Givens) -> tuple[str, ...]:
    return tuple("PQRSTU"[: len(g.x)])


@sets.solve
def solve(g: Givens, tape: Recorder) -> Results:
    """Compare with zero."""
    tape.name("double", 2 * g.x, "Twice the numbers", "2x")
    numbered = list(zip(places(g), raw(g.x).tolist(), strict=True))
    return Results(
        frozenset(x for _, x in numbered if x > 0),
        frozenset(name for name, x in numbered if x > 0),
        frozenset((name, 1 if x > 0 else 2) for name, x in numbered),
    )


other_side = sets.edit("You took those below zero.", lambda g: {"x": -g.x})

PROMPT = "The numbers at the places {{places}} are ${{x}}$."
PARTS = (("values", 2, "set"), ("nodes", 2, "set"), ("pairs", 4, "set"))


@sets.show
def places_listed(g: Givens) -> str:
    return ", ".join(places(g))


PROMPT = "The numbers at the places {{places_listed}} are ${{x}}$."


def oracle(g):
    named = list(zip("PQRSTU", g.x, strict=False))
    return {
        "values": sorted({x for _, x in named if x > 0}),
        "nodes": [n for n, x in named if x > 0] or "none",
        "pairs": "(" + "), (".join(f"{n}, {1 if x > 0 else 2}" for n, x in named) + ")",
    }


def RIGHT(found):
    values = sorted(found["values"], reverse=True)
    yield "values", "{" + ", ".join(map(str, values)) + "}" if values else "∅"
    yield "nodes", " ".join(sorted(found["nodes"])).lower() or "none"
    yield "pairs", ", ".join(f"{a}: {b}" for a, b in sorted(found["pairs"], reverse=True))
    yield "pairs", "; ".join(f"({a.lower()}, {b})" for a, b in sorted(found["pairs"]))


WRONG = (
    ("nodes", "P, Z", "'Z' is not one of: P, Q, R, S"),
    ("pairs", "P Q", "Pairs are needed here"),
    ("values", " ", "or {} for none"),
)
PRINTED = {
    "values": r"the numbers above zero = (\{.*\}|∅)",
    "nodes": r"those above zero = (\{.*\}|∅)",
    "pairs": r"every place = (\{.*\})",
}
