"""A direction: a vector up to its length, and up to its sign."""

from __future__ import annotations

import math

from ncrevise.family import Array, Family, Recorder, given, givens, result, results
from ncrevise.tape.ops import divide

ways = Family["Givens", "Results"]("Directions", source="none", sizes={"n": 2})


@givens
class Givens:
    v: Array = given("the vector", "n", draw="-5..5 by 1")


@results
class Results:
    direction: Array = result("its direction", "n", up_to="scale")
    unit: Array = result("a unit vector along it", "n", up_to="sign")


@ways.solve
def solve(g: Givens, tape: Recorder) -> Results:
    """Divide by the length."""
    length = math.sqrt(sum(float(x) ** 2 for x in _plain(g.v)))
    unit = tape.name("unit", divide(g.v, tape.given("length", length, "l")), "Divide", "u")
    return Results(tape.name("direction", 3 * g.v, "Three times as long", "d"), unit)


def _plain(v):
    from ncrevise.tape import raw

    return raw(v).tolist()


swapped = ways.edit("You took the second entry first.", lambda g: {"v": g.v[::-1]})
ways.dull(lambda g, _found: abs(_plain(g.v)[0]) == abs(_plain(g.v)[1]))

PROMPT = "The vector is $v = {{v}}$."
PARTS = (("direction", 1, "4 places"), ("unit", 2, "4 places"))


def oracle(g):
    return {"direction": [3 * x for x in g.v], "unit": [x / math.hypot(*g.v) for x in g.v]}


def RIGHT(found):
    a, b = (float(x) for x in found["direction"])
    yield "direction", f"{a / 3}, {b / 3}"
    yield "direction", f"{-a * 7} {-b * 7}"
    c, d = (float(x) for x in found["unit"])
    yield "unit", f"{-c:.4f} {-d:.4f}"


WRONG = (("unit", "1", "needs 2 numbers"),)
FALSE = (("unit", "3, 4", ""), ("direction", "0 0", ""))
PRINTED = {}
