"""A short text, compared by its author with marking points."""

from __future__ import annotations

from ncrevise.family import Count, Family, Recorder, given, givens, result, results
from ncrevise.results.values import Points

Text = Points

texts = Family["Givens", "Results"]("Why", source="none")


@givens
class Givens:
    n: Count = given("the number of terms", draw="2..30")


@results
class Results:
    why: Text = result("why it grows")


@texts.solve
def solve(g: Givens, tape: Recorder) -> Results:
    """Say it."""
    tape.remark("Every term adds something.")
    return Results(Points(("Every term is **positive**.", f"There are ${g.n}$ of them.")))


fewer = texts.edit("You counted one too few.", lambda g: {"n": g.n - 1})

PROMPT = "A sum has ${{n}}$ terms."
PARTS = (("why", 4, "choice"),)


def oracle(g):
    return {"why": "1 2"}


def RIGHT(found):
    yield "why", "1, 2"
    yield "why", "all"
    yield "why", "points: 2 1"


WRONG = (("why", "7", "numbered 1 to 2"), ("why", " ", "Nothing is typed"))
FALSE = (("why", "Because it does.", "Compare it with these points"), ("why", "1", "1 of 2 points"))
PRINTED = {"why": r"1\. (Every term is positive)"}
