"""Power laws against scipy's regression and least squares, on noisy measurements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.scale import powerlaw

if TYPE_CHECKING:
    from tests.references.case import Case

SOURCE = "scipy"
GRADIENTS = False
SINGLE = False
BAD = [("x", 0), ("y", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    x = np.array([2.0**k for k in range(3, 3 + r.size(6, 10))])
    y = (2 * x ** -r.number(0.3, 1.2) + r.number(0.1, 0.5)) * np.exp(r.array(len(x), scale=0.005))
    return {}, {"x": x, "y": y}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    plain, law = powerlaw.fit(a["x"], a["y"]), powerlaw.fit_with_rest(a["x"], a["y"])
    return plain.a, plain.b, plain.error, law.a, law.b, law.c, law.error, law(a["x"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from scipy.optimize import least_squares
    from scipy.stats import linregress

    u, v = np.log(a["x"]), np.log(a["y"])
    line = linregress(u, v)
    error = np.sqrt(np.mean((line.intercept + line.slope * u - v) ** 2))

    def gap(theta: Any) -> Any:
        return np.log(np.exp(theta[0] - theta[1] * u) + np.exp(theta[2])) - v

    found = min(
        (
            least_squares(
                gap,
                (line.intercept, -line.slope, np.log(c * a["y"].min())),
                xtol=1e-15,
                ftol=1e-15,
                gtol=1e-15,
                max_nfev=2000,
                method="lm",
            )
            for c in (0.5, 0.9)
        ),
        key=lambda f: f.cost,
    )
    b, rest = found.x[1], np.exp(found.x[2])
    fitted = np.exp(gap(found.x) + v)
    return (
        np.exp(line.intercept),
        -line.slope,
        error,
        np.exp(found.x[0]),
        b,
        rest,
        np.sqrt(2 * found.cost / len(u)),
        fitted,
    )
