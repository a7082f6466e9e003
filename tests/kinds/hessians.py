"""A matrix of formulas."""

from __future__ import annotations

from ncrevise.answers import read_expression
from ncrevise.family import Count, Family, Recorder, given, givens, result, results
from ncrevise.formulas import Formulas

hessian = Family["Givens", "Results"]("Second derivatives", source="none")


@givens
class Givens:
    a: Count = given("the first coefficient", draw="2..9")
    b: Count = given("the second coefficient", draw="2..9 except a")


@results
class Results:
    H: Formulas = result("the Hessian")


@hessian.solve
def solve(g: Givens, tape: Recorder) -> Results:
    """Differentiate twice."""
    tape.remark("Differentiate in one variable, then in the other.")
    texts = (f"{6 * g.a}*x", f"{2 * g.b}*y", f"{2 * g.b}*y", f"{2 * g.b}*x")
    trees = tuple(read_expression(text, "xy") for text in texts)
    return Results(Formulas(trees, ("x", "y"), "H", columns=2))


swapped = hessian.edit("You exchanged the coefficients.", lambda g: {"a": g.b, "b": g.a})

PROMPT = "Consider $f(x, y) = a x^3 + b x y^2$ with $a = {{a}}$ and $b = {{b}}$."
PARTS = (("H", 4, "algebra"),)


def oracle(g):
    return {"H": f"{6 * g.a}x, {2 * g.b}y; {2 * g.b}y, {2 * g.b}x"}


def RIGHT(found):
    rows = str(found["H"]).strip("()").split("; ")
    yield "H", f"[[{rows[0]}], [{rows[1]}]]"
    yield "H", "\n".join(rows)
    yield "H", f"[{rows[0]} + 0*y; {rows[1]}]"


WRONG = (
    ("H", "x, y", "4 formulas are needed"),
    ("H", "x, y, x, y", "2 rows of 2 formulas"),
    ("H", "q, x; x, x", "q"),
)
PRINTED = {}
