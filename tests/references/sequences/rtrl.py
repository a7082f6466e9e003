"""Gradients run forwards against torch.autograd's backwards, after every step; and our BPTT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.sequences import bptt, rnn, rtrl

if TYPE_CHECKING:
    from tests.references.case import Case

GRADIENTS = False
BAD = [("x", -1), ("arriving", -1), ("arriving", 1), ("start", -1), ("Wx", 1), ("Wh", 1), ("b", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    B, T, d, n = (r.size(1, top) for top in (3, 5, 3, 4))
    arrays = {"x": r.array(B, T, d), "arriving": r.array(B, T, n), "start": r.array(B, n)}
    arrays |= {"Wx": r.array(n, d), "Wh": r.array(n, n), "b": r.array(n)}
    return {"activation": r.choice(["tanh", "relu", "sigmoid", "identity"])}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = rnn.Hidden(a["Wx"], a["Wh"], a["b"], s["activation"])
    found = list(rtrl.gradients(p, a["x"], a["arriving"], a["start"]))
    back = bptt.signals(p, a["x"], a["arriving"], a["start"]).weights
    by_step = [np.stack([getattr(each, name) for each in found]) for name in ("Wx", "Wh", "b")]
    return *by_step, back.Wx, back.Wh, back.b


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    phi = {"tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid}.get(
        s["activation"], torch.clone
    )
    wanted = [a["Wx"], a["Wh"], a["b"]]
    h, loss, found = a["start"], 0, []
    for t in range(a["x"].shape[1]):
        h = phi(a["x"][:, t] @ a["Wx"].T + h @ a["Wh"].T + a["b"])
        loss = loss + (h * a["arriving"][:, t]).sum()
        found.append(torch.autograd.grad(loss, wanted, retain_graph=True))
    return *(torch.stack(each) for each in zip(*found, strict=True)), *found[-1]
