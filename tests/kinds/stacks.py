"""A stack of matrices, such as the channels of a map."""

from __future__ import annotations

from ncrevise.family import Array, Family, Recorder, given, givens, result, results

stacks = Family["Givens", "Results"]("Stacks", source="none", sizes={"C": 2, "H": 2, "W": 3})


@givens
class Givens:
    X: Array = given("the maps, a matrix a channel", "C,H,W", draw="-9..9 by 1")


@results
class Results:
    Y: Array = result("twice the maps", "C,H,W")


@stacks.solve
def solve(g: Givens, tape: Recorder) -> Results:
    """Double every entry."""
    return Results(tape.name("Y", 2 * g.X, "Twice the maps", "Y"))


negated = stacks.edit("You turned every sign.", lambda g: {"X": -g.X})

PROMPT = "The channels are $X = {{X}}$."
PARTS = (("Y", 4, "exact"),)


def oracle(g):
    return {"Y": [[[2 * x for x in row] for row in matrix] for matrix in g.X]}


def RIGHT(found):
    nested = found["Y"].tolist()
    yield "Y", str(nested)
    yield "Y", str(nested).replace("[", "{").replace("]", "}")
    flat = ["\n".join(" ".join(map(str, row)) for row in matrix) for matrix in nested]
    yield "Y", "\n\n".join(flat)
    yield "Y", "; ".join(" ".join(map(str, row)) for matrix in nested for row in matrix)


WRONG = (
    ("Y", "1 2 3; 4 5 6 | 1 2; 3 4", "needs 2 rows of 3 numbers"),
    ("Y", "1 2 3; 4 5 6 | 1 2 3; 4 5 6 | 1 2 3; 4 5 6", "needs 2 matrices of 2 rows of 3"),
    ("Y", "[[[1, 2", ""),
)
PRINTED = {}
