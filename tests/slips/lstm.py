"""Slips in a step of an LSTM."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.slips import Made


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))


ACTIVATION = {"f": sigmoid, "i": sigmoid, "g": np.tanh, "o": sigmoid}
OTHER = {"f": np.tanh, "i": np.tanh, "g": sigmoid, "o": np.tanh}


def gates(g: Any) -> dict[str, tuple[Any, Any, Any]]:
    """Cut the stacked weights: W x, U h and b of every gate."""
    n = np.size(g.h)
    W = np.asarray(g.W, dtype=float).reshape(4, n, -1)
    U = np.asarray(g.U, dtype=float).reshape(4, n, n)
    b = np.asarray(g.b, dtype=float).reshape(4, n)
    x, h = np.atleast_1d(g.x).astype(float), np.atleast_1d(g.h).astype(float)
    return {name: (W[k] @ x, U[k] @ h, b[k]) for k, name in enumerate(g.order.split())}


def made(question: str, g: Any) -> list[Made]:
    if question not in {"lstm.step/1", "lstm.step/2", "lstm.step/3"}:
        return []
    terms = gates(g)
    right = {k: ACTIVATION[k](sum(terms[k])) for k in terms}
    before = np.atleast_1d(g.c).astype(float)
    cell = right["f"] * before + right["i"] * right["g"]
    found = []
    for k, (wx, uh, b) in terms.items():
        act, part = ACTIVATION[k], k
        subscript = f"{k}"
        found += [
            Made(part, f"left out b_{k}", act(wx + uh), ("left out", f"b_{{{subscript}}}")),
            Made(part, f"turned the sign of b_{k}", act(wx + uh - b), ("sign", f"b_{{{k}}}")),
            Made(part, f"left out U_{k} h", act(wx + b), ("left out",)),
            Made(part, f"left out W_{k} x", act(uh + b), ("left out", "x_{t}")),
            Made(part, f"sign of U_{k} h", act(wx - uh + b), ("sign",)),
            Made(
                part,
                "activation left out",
                wx + uh + b,
                ("left out", "sigma" if k != "g" else "tanh"),
            ),
            Made(part, "the other activation", OTHER[k](wx + uh + b), ("tanh",)),
        ]
    found += [
        Made(
            "c",
            "minus for plus in the cell",
            right["f"] * before - right["i"] * right["g"],
            ("sign", "g_{t}"),
        ),
        Made("c", "left out the old cell", right["i"] * right["g"], ("left out", "c_{t - 1}")),
        Made("c", "left out the new part", right["f"] * before, ("left out", "g_{t}")),
        Made("c", "left out i", right["f"] * before + right["g"], ("left out", "i_{t}")),
        Made("c", "left out f", before + right["i"] * right["g"], ("left out", "f_{t}")),
        Made("c", "left out g", right["f"] * before + right["i"], ("left out", "g_{t}")),
        Made("h", "no tanh on the cell", right["o"] * cell, ("tanh",)),
        Made("h", "sigmoid on the cell", right["o"] * sigmoid(cell), ("sigma", "tanh")),
        Made("h", "left out o", np.tanh(cell), ("left out", "o_{t}")),
        Made("h", "the old cell", right["o"] * np.tanh(before), ("c_",)),
    ]
    return found
