"""Closed forms against scipy.linalg.lstsq on inputs with a column of ones and rows of a ridge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.linear import least_squares

if TYPE_CHECKING:
    from tests.references.case import Case

SOURCE = "scipy"
GRADIENTS = False
BAD = [("X", 0), ("t", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    d = r.size(1, 5)
    n = d + 1 + r.size(1, 8)
    settings = {
        "ridge": r.choice([0.0, 0.1, 3.0]),
        "method": r.choice(["qr", "normal"]),
        "bias": r.k % 5 != 4,
    }
    return settings, {"X": r.array(n, d) + 1, "t": r.array(n)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = least_squares.solve(a["X"], a["t"], s["ridge"], s["method"], bias=s["bias"])
    return p.w, p.b


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from scipy.linalg import lstsq

    n, d = a["X"].shape
    ones = np.full((n, 1), float(s["bias"]))
    under = np.sqrt(s["ridge"]) * np.eye(d, d + 1)  # the bias is not penalised
    rows = np.vstack([np.hstack([a["X"], ones]), under])
    found = lstsq(rows, np.concatenate([a["t"], np.zeros(d)]))[0]
    return found[:d], found[d:]
