"""Any right answer: a pair of numbers with a given sum, an order that respects another."""

from __future__ import annotations

import numpy as np

from ncrevise.family import Array, Count, Family, Recorder, given, givens, result, results
from ncrevise.results.values import Words

some = Family["Givens", "Results"]("Any that are right", source="none")
NODES = ("a", "b", "c")


@givens
class Givens:
    s: Count = given("the sum", draw="3..30")


def adds_up(g: Givens, answer: Array) -> str:
    total = sum(answer.tolist())
    return "" if total == g.s else f"They add up to {total}, not to {g.s}."


def in_order(_g: Givens, answer: Words) -> str:
    found = answer.entries
    if sorted(found) != list(NODES):
        return "Each node comes once."
    return "" if found.index("a") < found.index("c") else "c comes after a."


@results
class Results:
    pair: Array = result("two whole numbers with this sum", "2", accepts=adds_up)
    order: Words = result("an order in which a is before c", "3", one_of=NODES, accepts=in_order)


@some.solve
def solve(g: Givens, tape: Recorder) -> Results:
    """Take one and what is missing."""
    rest = tape.name("rest", g.s - 1, "What is missing of one", "r")
    return Results(tape.name("pair", stacked(rest), "One and the rest", "p"), Words(NODES))


def stacked(rest):
    from ncrevise.tape.ops import stack

    return stack([1, rest])


one_more = some.edit("You went one too far.", lambda g: {"s": g.s + 1})

PROMPT = "The sum is ${{s}}$."
PARTS = (("pair", 2, "exact"), ("order", 1, "exact"))


def oracle(g):
    return {"pair": [1, g.s - 1], "order": ["a", "b", "c"]}


def RIGHT(found):
    total = int(np.sum(found["pair"]))
    yield "pair", f"0, {total}"
    yield "pair", f"{total + 5} {-5}"
    yield "order", "b, a, c"
    yield "order", "a c b"


WRONG = (("order", "a, b, d", "'d' is not one of: a, b, c"), ("pair", "1", "needs 2 numbers"))
FALSE = (("pair", "100 100", "They add up to 200"), ("order", "c, b, a", "c comes after a"))
PRINTED = {"order": r"a is before c = \((.*)\)"}
