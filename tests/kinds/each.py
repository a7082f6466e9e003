"""As many results as the givens say, and one that may be left out."""

from __future__ import annotations

from ncrevise.family import Array, Each, Family, Number, Recorder, given, givens, result, results
from ncrevise.tape import raw

each = Family["Givens", "Results"]("Running sums", source="none", sizes={"n": 3})


@givens
class Givens:
    """Numbers, and what to multiply their sum by."""

    x: Array = given("the numbers", "n", draw="1..9")
    d: Number | None = given("the factor; none by default", draw="2|4|5", default=None)


@results
class Results:
    """The sums, and a multiple of the last."""

    sums: Each = result("the sum of the first *", name="s*")
    multiple: Number | None = result("the multiple")


@each.solve
def solve(g: Givens, tape: Recorder) -> Results:
    """Add one number after another."""
    found = {}
    so_far = 0
    for k, x in enumerate(raw(g.x).tolist(), 1):
        so_far = tape.name(f"s{k}", so_far + tape.given(f"x{k}", x, f"x_{k}"), symbol=f"s_{k}")
        found[f"s{k}"] = so_far
    multiple = (
        None if g.d is None else tape.name("multiple", g.d * so_far, "So many times the sum", "q")
    )
    return Results(found, multiple)


each.dull(lambda g, _found: g.x[0] == g.x[-1])

backwards = each.edit("You started at the other end.", lambda g: {"x": g.x[::-1]})
first_twice = each.edit("You counted the first number twice.", lambda g: {"x": g.x + first(g.x)})

PROMPT = "The numbers are $x = {{x}}$, and the factor is $d = {{d}}$."
PARTS = (("s2", 2, "exact"), ("s3", 2, "exact"), ("multiple", 1, "exact"))


def first(x):
    return [value * (k == 0) for k, value in enumerate(x)]


def oracle(g):
    sums = {f"s{k}": sum(g.x[:k]) for k in (1, 2, 3)}
    return sums if g.d is None else {**sums, "multiple": sums["s3"] * g.d}


def RIGHT(found):
    yield "s2", f"{found['s2']}.0"
    yield "multiple", f"{found['multiple'] // found['s3']} * {found['s3']}"


WRONG = (("s2", "1 2", "Put a sign between"),)
PRINTED = {"s2": r"\(a\) s_2 = (\d+)", "multiple": r"\(c\) q = (\d+)"}
