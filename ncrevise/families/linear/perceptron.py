"""The perceptron rule: one pass over labelled points, an update for each on the wrong side."""

from __future__ import annotations

from ncrevise.family import Count, Family, Recorder, Word, given, givens, result, results
from ncrevise.tape import Array, Number, raw
from ncrevise.tape.value import denoised

SOURCE = "Wei, CSC413, §2; Barber, Neural Nets"
perceptron = Family["Givens", "Results"](
    "The perceptron rule", source=SOURCE, sizes={"N": 3, "d": 2}
)
AT_ZERO = "what a point with z = 0 counts as"


@givens
class Givens:
    X: Array = given("the points, one a row", "N,d", draw="-4..4 by 1")
    t: Array = given("their labels, 1 or −1", "N", draw="-1..1 by 1")
    w: Array = given("the weights at the start", "d", draw="-2..2")
    b: Number = given("the bias at the start", draw="-2..2")
    eta: Number = given("the learning rate", low=0, symbol=r"\eta", draw="0.5|1", default=1)
    zero: Word = given(AT_ZERO, one_of=("wrong", "right"), convention=True, default="wrong")


@results
class Results:
    w: Array = result("the weights after the pass", "d")
    b: Number = result("the bias after the pass")
    updates: Count = result("the number of updates")


@perceptron.solve
def solve(g: Givens, tape: Recorder, *, every: bool = False) -> Results:
    """Compute $z$ for each point in turn; one on the wrong side is added to the weights."""
    w, b, updates = g.w, g.b, 0
    for k, (row, label) in enumerate(zip(raw(g.X), raw(g.t).tolist(), strict=True), 1):
        x, t = tape.given(f"x{k}", row, f"x_{{{k}}}"), tape.given(f"t{k}", label, f"t_{{{k}}}")
        z = tape.name(f"z{k}", w @ x + b, f"Point {k}", f"z_{{{k}}}")
        side = denoised(label * raw(z))  # 0.1 + 0.2 − 0.3 is zero
        if not every and (side > 0 or (side == 0 and g.zero == "right")):
            tape.remark(f"$t_{{{k}}} z_{{{k}}} = {side:g}$: on the right side, so nothing changes.")
            continue
        updates += 1
        w = tape.name(f"w{k}", w + g.eta * t * x, symbol=f"w^{{({k})}}")
        b = tape.name(f"b{k}", b + g.eta * t, symbol=f"b^{{({k})}}")
    return Results(w, b, updates)


perceptron.needs(lambda g: set(raw(g.t).tolist()) <= {1, -1}, "The labels t are 1 or −1.")
perceptron.dull(lambda g, found: not 0 < found.updates < len(g.t))

updates_always = perceptron.wrong("You updated on a point that is on the right side.", every=True)
label_forgotten = perceptron.edit("You added a point of the class −1; subtract it.", t=1)
eta_forgotten = perceptron.edit(r"You left out $\eta$, which every update is multiplied by.", eta=1)
