"""A word of a list, and a yes or no."""

from __future__ import annotations

from ncrevise.family import Family, Number, Recorder, Word, given, givens, result, results
from ncrevise.tape import raw

sign = Family["Givens", "Results"]("The sign of a number", source="none")


@givens
class Givens:
    x: Number = given("the number", draw="-9..9 by 0.5")


@results
class Results:
    sign: Word = result("the sign of it", one_of=("positive", "negative"))
    big: Word = result("whether it is larger than 3", one_of=("yes", "no"))


@sign.solve
def solve(g: Givens, tape: Recorder) -> Results:
    """Look at which side of zero it lies."""
    twice = tape.name("twice", 2 * g.x, "Twice the number", "2x")
    return Results("positive" if raw(twice) > 0 else "negative", "yes" if raw(g.x) > 3 else "no")


other_side = sign.edit("You looked at the other side of zero.", lambda g: {"x": -g.x})

PROMPT = "Consider $x = {{x}}$."
PARTS = (("sign", 1, "choice"), ("big", 1, "choice"))


def oracle(g):
    return {"sign": "negative" if g.x < 0 else "positive", "big": "no" if g.x <= 3 else "yes"}


def RIGHT(found):
    yield "sign", f" {found['sign'].upper()}. "
    yield "sign", str(1 + ("positive", "negative").index(found["sign"]))
    yield "big", {"yes": "y", "no": "FALSE"}[found["big"]]


WRONG = (
    ("sign", "neutral", "is not one of: positive, negative"),
    ("sign", "3", "is not one of"),
    ("big", "perhaps", "neither yes nor no"),
    ("sign", " ", "Nothing is typed"),
)
PRINTED = {"sign": r"the sign of it = (\w+)", "big": r"larger than 3 = (\w+)"}
