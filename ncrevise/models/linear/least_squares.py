"""Least squares in closed form, with and without ridge (lecture notes 003 §2, *direct solution*).

======  ==========  ================================================
symbol  shape       meaning
======  ==========  ================================================
X       (N, d)      inputs, a row an example
t       (N,)        targets
w       (d,)        weights
b       (1,)        bias, never penalised
λ       ()          strength of the penalty ``λ ‖w‖²``, 0 for none
======  ==========  ================================================

Where the gradient of ``‖Xw + b − t‖² + λ‖w‖²`` is 0 stand the *normal equations*,
``(XᵀX + λI) w = Xᵀt`` with X and t centred, which takes care of the bias. They square the
condition number; a QR factorisation of X does not.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import numpy as np

from ncrevise.models.linear.regression import Linear
from ncrevise.models.shapes import agree

Method: TypeAlias = Literal["qr", "normal"]


def solve(
    X: Any, t: Any, ridge: float = 0.0, method: Method = "qr", *, bias: bool = True
) -> Linear:
    """Find the weights of the least squared error.

    Args:
        X: inputs, shape (N, d), of full column rank unless there is a ridge.
        t: targets, shape (N,).
        ridge: λ.
        method: ``qr``, or ``normal`` equations.
        bias: whether there is one; without, it is 0 and nothing is centred.

    Raises:
        ShapeError: where X and t have not as many rows.
    """
    agree(X=(X, "N d"), t=(t, "N"))
    middle = X.mean(axis=0) if bias else np.zeros_like(X[0])
    height = t.mean() if bias else t.dtype.type(0)
    A, c = X - middle, t - height
    w = by_qr(A, c, ridge) if method == "qr" else by_normal_equations(A, c, ridge)
    return Linear(w, np.atleast_1d(height - middle @ w))


def by_normal_equations(A: Any, c: Any, ridge: float = 0.0) -> Any:
    """Solve ``(AᵀA + λI) w = Aᵀc``."""
    return np.linalg.solve(A.T @ A + ridge * np.eye(A.shape[1], dtype=A.dtype), A.T @ c)


def by_qr(A: Any, c: Any, ridge: float = 0.0) -> Any:
    """Solve ``R w = Qᵀc``; a ridge is rows ``√λ I`` more, whose targets are 0."""
    if ridge:
        d = A.shape[1]
        A = np.concatenate([A, np.sqrt(ridge) * np.eye(d, dtype=A.dtype)], dtype=A.dtype)
        c = np.concatenate([c, np.zeros(d, c.dtype)])
    Q, R = np.linalg.qr(A)
    return np.linalg.solve(R, Q.T @ c)
