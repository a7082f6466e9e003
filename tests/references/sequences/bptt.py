"""Every error signal against torch.autograd, and truncated where states are detached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.sequences import bptt, rnn

if TYPE_CHECKING:
    from tests.references.case import Case

GRADIENTS = False
BAD = [("x", -1), ("arriving", -1), ("arriving", 1), ("start", -1), ("Wx", 1), ("Wh", 1), ("b", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    B, T, d, n = (r.size(1, top) for top in (3, 7, 3, 4))
    settings = {
        "activation": r.choice(["tanh", "relu", "sigmoid", "identity"]),
        "chunk": r.noise.integers((), T + 1, 1) if r.k % 2 else None,
    }
    arrays = {"x": r.array(B, T, d), "arriving": r.array(B, T, n), "start": r.array(B, n)}
    return settings, {**arrays, "Wx": r.array(n, d), "Wh": r.array(n, n), "b": r.array(n)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = rnn.Hidden(a["Wx"], a["Wh"], a["b"], s["activation"])
    found = bptt.signals(p, a["x"], a["arriving"], a["start"], chunk=s["chunk"])
    w = found.weights
    return found.h, found.z, w.Wx, w.Wh, w.b, found.start


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    phi = {"tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid}.get(
        s["activation"], torch.clone
    )
    h, hs, zs = a["start"], [], []
    for t in range(a["x"].shape[1]):
        if s["chunk"] and t and t % s["chunk"] == 0:
            h = h.detach()
        zs.append(a["x"][:, t] @ a["Wx"].T + h @ a["Wh"].T + a["b"])
        h = phi(zs[-1])
        hs.append(h)
    loss = sum((h * a["arriving"][:, t]).sum() for t, h in enumerate(hs))
    wanted = [*hs, *zs, a["Wx"], a["Wh"], a["b"], a["start"]]
    found = torch.autograd.grad(loss, wanted, allow_unused=True)
    T = len(hs)
    return torch.stack(found[:T], 1), torch.stack(found[T : 2 * T], 1), *found[2 * T :]
