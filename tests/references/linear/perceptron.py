"""The perceptron rule against a loop over single numbers, and its bound on the updates."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.linear import perceptron
from ncrevise.models.linear.regression import Linear

if TYPE_CHECKING:
    from tests.references.case import Case

SOURCE = "a plain loop"
GRADIENTS = False
BAD = [("x", 0), ("t", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, d = r.size(1, 12), r.size(1, 4)
    x, true = r.array(n, d), r.array(d)
    t = np.where(x @ true >= 0, 1.0, -1.0)
    if r.k % 3 == 2 and n > 1:
        t[0] = -t[0]  # perhaps no longer to be parted
    return {"eta": r.choice([1.0, 0.5]), "rounds": r.size(1, 8)}, {"x": x, "t": t}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    x = a["x"]
    p = Linear(np.zeros(x.shape[1], x.dtype), np.zeros(1, x.dtype))
    found = list(islice(perceptron.epochs(p, x, a["t"], s["eta"]), s["rounds"]))
    made = sum(count for count, _ in found)
    last = found[-1][1]
    if found[-1][0] == 0 and s["eta"] == 1:  # from 0 the rate changes nothing
        assert made <= perceptron.most_updates(last, x, a["t"]) * (1 + 1e-5)
    return last.w, last.b, np.array([made], x.dtype)


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    rows, labels = a["x"].tolist(), a["t"].tolist()
    w, b, made = [0.0] * len(rows[0]), 0.0, 0
    for _ in range(s["rounds"]):
        wrong = 0
        for x, t in zip(rows, labels, strict=True):
            if t * (sum(p * q for p, q in zip(w, x, strict=True)) + b) <= 0:
                w = [p + s["eta"] * t * q for p, q in zip(w, x, strict=True)]
                b += s["eta"] * t
                wrong += 1
        made += wrong
        if not wrong:
            break
    return w, [b], [made]
