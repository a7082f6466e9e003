"""A number to some places, an exact vector and a matrix."""

from __future__ import annotations

from ncrevise.family import Array, Family, Number, Recorder, given, givens, result, results
from ncrevise.tape.ops import sigmoid

arrays = Family["Givens", "Results"]("Arrays", source="none", sizes={"n": 2})


@givens
class Givens:
    """A square matrix and a vector."""

    A: Array = given("the matrix", "n,n", draw="-5..5")
    x: Array = given("the vector", "n", draw="1..9")
    z: Number = given("the number", draw="-2..2 by 0.1")


@results
class Results:
    """Their product, the matrix turned, and a unit's answer to the number."""

    product: Array = result("the product", "n")
    turned: Array = result("the transpose of twice the matrix", "n,n")
    unit: Number = result("the unit's answer")


@arrays.solve
def solve(g: Givens, tape: Recorder) -> Results:
    """Multiply rows by the column, and apply the logistic function."""
    product = tape.name("product", g.A @ g.x, "Rows times the column", "y")
    turned = tape.name("turned", 2 * g.A.T, "Twice the matrix, turned", "B")
    return Results(product, turned, tape.name("unit", sigmoid(3 * g.z), "The unit", "a"))


arrays.dull(lambda g, _found: bool((g.A == g.A.T).all()) or g.z == 0)

columns = arrays.edit("You took columns for rows.", lambda g: {"A": g.A.T})
negated = arrays.edit("You turned the sign of the number.", lambda g: {"z": -g.z})

PROMPT = "Consider $A = {{A}}$, $x = {{x}}$ and $z = {{z}}$, with $y = A x$ and $B = 2 A^T$."
PARTS = (("product", 2, "exact"), ("turned", 4, "exact"), ("unit", 1, "4 places"))


def oracle(g):
    import math

    return {
        "product": [sum(a * b for a, b in zip(row, g.x, strict=True)) for row in g.A],
        "turned": [[2 * row[k] for row in g.A] for k in range(len(g.A))],
        "unit": 1 / (1 + math.exp(-3 * g.z)),
    }


def RIGHT(found):
    yield "product", "; ".join(map(str, found["product"].tolist()))
    yield "turned", str(found["turned"].tolist())
    yield "turned", "\n".join(" ".join(map(str, row)) for row in found["turned"].tolist())
    yield "unit", f"{found['unit']:.4f}"
    yield "unit", f"{100 * found['unit']:.4f}%"


WRONG = (
    ("product", "1 2 3", "needs 2 numbers"),
    ("turned", "1 2 3; 4 5 6", "needs 2 rows of 2"),
    ("unit", "one half", "one"),
)
PRINTED = {"unit": r"\(c\) a ≈ (?P<value>[\d.]+)"}
