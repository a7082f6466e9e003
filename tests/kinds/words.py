"""Several words, a class for each of some named points, and as rows and columns."""

from __future__ import annotations

from ncrevise.family import Array, Family, Recorder, given, givens, result, results
from ncrevise.results.values import Words
from ncrevise.tape import raw

classes = Family["Givens", "Results"]("Classes of points", source="none", sizes={"n": 3})


@givens
class Givens:
    x: Array = given("the points", "n", draw="-9..9 by 1")


@results
class Results:
    classes: Words = result("the class of every point", "n", one_of=("A", "B"))
    grid: Words = result("what is where", "2,n", one_of=("up", "far up", "down"))


@classes.axis("n")
def points(g: Givens) -> tuple[str, ...]:
    return tuple(f"$x_{k + 1}$" for k in range(len(g.x)))


@classes.solve
def solve(g: Givens, tape: Recorder) -> Results:
    """Compare with zero."""
    tape.name("double", 2 * g.x, "Twice the points", "2x")
    plain = raw(g.x).tolist()
    far = tuple("far up" if x > 5 else "up" if x > 0 else "down" for x in plain)
    near = tuple("" if x > 0 else "down" for x in plain)
    return Results(
        Words(tuple("A" if x > 0 else "B" for x in plain)), Words((*far, *near), len(plain))
    )


other_class = classes.edit("You took the other class.", lambda g: {"x": -g.x})

PROMPT = "The points are ${{x}}$."
PARTS = (("classes", 3, "exact"), ("grid", 2, "exact"))


def oracle(g):
    return {
        "classes": ["B" if x < 0 else "A" for x in g.x],
        "grid": [
            [("far up" if x > 5 else "up") if x > 0 else "down" for x in g.x],
            ["-" if x > 0 else "down" for x in g.x],
        ],
    }


def RIGHT(found):
    words = found["classes"].entries
    yield "classes", " ".join(words).lower()
    yield "classes", ", ".join(f"x{k + 1}: {word}" for k, word in enumerate(words))
    yield "classes", "; ".join(f"x_{k + 1} = {words[k]}" for k in reversed(range(len(words))))
    yield "grid", "\n".join(", ".join(word or "–" for word in row) for row in found["grid"].rows)


WRONG = (
    ("classes", "A, B, C", "'C' is not one of: A, B"),
    ("classes", "A B", "3 words are needed here, with commas; you gave 2"),
    ("classes", "x1: A, x2: B", "Still needed: x3"),
    ("classes", "x1: A, x1: B, x2: A", "answered twice"),
    ("classes", "x1: A, x2: B, x9: A", "'x9' is not one of: x1, x2, x3"),
    ("classes", "", "Nothing is typed"),
)
PRINTED = {"classes": r"The class of every point\n(.*?)\n *(?P<value>[AB]\s+[AB]\s+[AB])"}
