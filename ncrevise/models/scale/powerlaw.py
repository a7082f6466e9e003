"""Power laws: how a loss falls with data or parameters (lecture notes 003 §11).

======  ======  ==========================================================
symbol  shape   meaning
======  ======  ==========================================================
x       (N,)    how much there is: examples, parameters, operations
y       (N,)    the loss with it
a, b    ()      y = a x^−b, a straight line in logarithms
c       ()      what no amount takes away: y = a x^−b + c
======  ======  ==========================================================

Fitted by least squares on ln y, so that a tenth too much counts alike everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ncrevise.errors import UsageError
from ncrevise.models.shapes import agree

ROUNDS = 200


@dataclass(frozen=True, slots=True)
class PowerLaw:
    """A fitted law ``a x^−b + c``.

    Args:
        a: the loss, beyond c, at x = 1.
        b: the exponent.
        c: the part that stays.
        error: root mean square of what ln y is missed by.
    """

    a: float
    b: float
    c: float = 0.0
    error: float = 0.0

    def __call__(self, x: Any) -> Any:
        """Foretell the loss."""
        return self.a * x**-self.b + self.c


def fit(x: Any, y: Any) -> PowerLaw:
    """Fit ``a x^−b``, a line through logarithms.

    Args:
        x: shape (N,), above 0, at least two different.
        y: shape (N,), above 0.

    Raises:
        ShapeError: where there are not as many of one as of the other.
        UsageError: where a logarithm or a line can't be had.
    """
    agree(x=(x, "N"), y=(y, "N"))
    if (np.asarray(x) <= 0).any() or (np.asarray(y) <= 0).any() or len(set(x.tolist())) < 2:
        raise UsageError("A power law needs two different x, and x and y above 0.")
    u, v = np.log(x), np.log(y)
    slope = ((u - u.mean()) * (v - v.mean())).sum() / ((u - u.mean()) ** 2).sum()
    a = float(np.exp(v.mean() - slope * u.mean()))
    return measured(PowerLaw(a, float(-slope)), x, y)


def measured(law: PowerLaw, x: Any, y: Any) -> PowerLaw:
    """Measure how far a law is off."""
    error = float(np.sqrt(np.mean((np.log(law(x)) - np.log(y)) ** 2)))
    return PowerLaw(law.a, law.b, law.c, error)


def fit_with_rest(x: Any, y: Any) -> PowerLaw:
    """Fit ``a x^−b + c`` with c ≥ 0, by damped Gauss–Newton steps (Levenberg 1944).

    Args:
        x: shape (N,), above 0, at least three different.
        y: shape (N,), above 0.

    Raises:
        ShapeError, UsageError: as ``fit``.
    """
    plain = fit(x, y)
    starts = [measured(start_at(c * float(y.min()), x, y), x, y) for c in (0.1, 0.3, 0.5, 0.7, 0.9)]
    best = refined(min(starts, key=lambda law: law.error), x, y)
    return best if best.c > 0 and best.error < plain.error else plain


def start_at(c: float, x: Any, y: Any) -> PowerLaw:
    """Fit what is left when c is taken away."""
    law = fit(x, y - c)
    return PowerLaw(law.a, law.b, c)


def refined(law: PowerLaw, x: Any, y: Any) -> PowerLaw:
    """Move a, b and c to where the squares are least."""
    theta, damping = np.array([np.log(law.a), law.b, law.c]), 1e-3
    error = law.error
    for _ in range(ROUNDS):
        tail = np.exp(theta[0] - theta[1] * np.log(x))
        whole = tail + theta[2]
        gap = np.log(whole) - np.log(y)
        J = np.stack([tail, -tail * np.log(x), np.ones_like(tail)], 1) / whole[:, None]
        H = J.T @ J
        step = np.linalg.solve(H + damping * np.diag(np.diag(H)), J.T @ gap)
        a, b, c = theta - step
        after = measured(PowerLaw(float(np.exp(a)), float(b), float(c)), x, y) if c >= 0 else None
        if after is not None and after.error <= error:
            theta, error, damping = theta - step, after.error, damping / 10
        else:
            damping *= 10
        if damping > 1e12 or np.abs(step).max() < 1e-14:
            break
    a, b, c = theta
    return measured(PowerLaw(float(np.exp(a)), float(b), float(c)), x, y)
