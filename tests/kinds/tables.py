"""Numbers in tables whose rows and columns have names."""

from __future__ import annotations

from ncrevise.family import Array, Family, Recorder, given, givens, result, results

tables = Family["Givens", "Results"]("Tables", source="none", sizes={"S": 2, "A": 3})


@givens
class Givens:
    Q: Array = given("the values", "S,A", draw="-9..9 by 0.5")


@results
class Results:
    doubled: Array = result("twice the values", "S,A")
    best: Array = result("the sum of every state's values", "S")


@tables.axis("S")
def states(g: Givens) -> tuple[str, ...]:
    return tuple(f"$s_{k + 1}$" for k in range(len(g.Q)))


@tables.axis("A")
def actions(_g: Givens) -> tuple[str, ...]:
    return ("left", "right", "stay")


@tables.solve
def solve(g: Givens, tape: Recorder) -> Results:
    """Double."""
    twice = tape.name("doubled", 2 * g.Q, "Twice the values", "D")
    ones = tape.given("ones", [1, 1, 1], r"\mathbf{1}")
    return Results(twice, tape.name("best", twice @ ones, "Add up every row", "v"))


halved = tables.edit("You halved the values.", lambda g: {"Q": g.Q / 4})

PROMPT = "The values are $Q = {{Q}}$."
PARTS = (("doubled", 3, "exact"), ("best", 2, "exact"))


def oracle(g):
    return {
        "doubled": [[2 * x for x in row] for row in g.Q],
        "best": [2 * sum(row) for row in g.Q],
    }


def RIGHT(found):
    rows = found["doubled"].tolist()
    yield "doubled", "[" + ", ".join(str(row) for row in rows) + "]"


WRONG = (("doubled", "1 2; 3 4", "needs 2 rows of 3 numbers"),)
PRINTED = {}
