"""Newton, conjugate gradients and BFGS against scipy: minima of quadratics and of logistic cost."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.generalisation.penalties import squares
from ncrevise.models.linear import losses
from ncrevise.models.optimisers import bfgs, conjugate, newton

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ncrevise.models.optimisers.line_search import Point
    from tests.references.case import Case

COVERS = ("optimisers/conjugate", "optimisers/bfgs", "optimisers/line_search")
SOURCE = "scipy"
GRADIENTS = False
SINGLE = False
BAD = [("A", 0), ("A", 1), ("b", 0)]
MOST = 400


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, rows = r.size(1, 5), r.size(2, 12)
    M = r.array(n, n)
    return {"t": 2 * r.classes(rows, of=2) - 1.0}, {
        "A": M @ M.T + np.eye(n),
        "b": r.array(n),
        "x": r.array(rows, n),
    }


def settled(points: Iterator[Point]) -> Any:
    """Follow a method until its gradient is 0, for all a float can tell, or it gives up."""
    for here in islice(points, MOST):
        last = here
        if np.abs(here.g).max() < 1e-11:
            break
    return last.x


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    A, b, x, t = a["A"], a["b"], a["x"], s["t"]
    n = len(b)

    def bowl(w: Any) -> Any:
        return w @ (A @ w) / 2 - b @ w

    def cost(w: Any) -> Any:
        return losses.logistic_signed(x @ w, t) + squares(w, 0.1)

    *_, solved = conjugate.solve(A, b, np.zeros(n))
    whole = list(islice(newton.newton(bowl, np.zeros(n), searched=False), 2))
    methods: tuple[Callable[..., Iterator[Point]], ...] = (
        newton.newton,
        conjugate.conjugate,
        bfgs.bfgs,
    )
    found = [settled(method(f, np.zeros(n))) for f in (bowl, cost) for method in methods]
    return solved, whole[1].x, *found


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from scipy.linalg import solve
    from scipy.optimize import minimize

    x, t = a["x"], s["t"]

    def cost(w: Any) -> tuple[float, Any]:
        z = t * (x @ w)
        slope = x.T @ (-t / (1 + np.exp(z))) / len(t) + 0.1 * w
        return np.logaddexp(0, -z).mean() + 0.05 * w @ w, slope

    def curvature(w: Any) -> Any:
        p = 1 / (1 + np.exp(-(x @ w)))
        return (x.T * (p * (1 - p))) @ x / len(t) + 0.1 * np.eye(x.shape[1])

    start = np.zeros(x.shape[1])
    lowest = minimize(cost, start, jac=True, hess=curvature, method="trust-exact", tol=1e-12).x
    lowest = lowest - solve(curvature(lowest), cost(lowest)[1])  # to the last digit
    bottom = solve(a["A"], a["b"], assume_a="pos")
    return (bottom,) * 5 + (lowest,) * 3
