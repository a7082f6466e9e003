"""Recurrent networks against torch.nn.RNN, packed where lengths differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.kernels import batched
from ncrevise.models.sequences import rnn, timeline
from tests.references.sequences import _peers

if TYPE_CHECKING:
    from tests.references.case import Case

COVERS = ("sequences/timeline",)
BAD = [
    *((name, -1) for name in ("x", "start", "Wx", "Wh", "b", "Wy", "by")),
    ("x", 0),
    ("start", 0),
    ("Wh", 0),
]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    B, T, d, n, k = (r.size(1, top) for top in (4, 6, 4, 5, 3))
    settings = {
        "activation": r.choice(["tanh", "relu", "sigmoid", "identity"]),
        "lengths": _peers.lengths(r, B, T) if r.k % 3 else None,
    }
    return settings, {
        "x": r.array(B, T, d),
        "start": r.array(B, n),
        "Wx": r.array(n, d),
        "Wh": r.array(n, n, scale=0.5),
        "b": r.array(n),
        "Wy": r.array(k, n),
        "by": r.array(k),
    }


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = rnn.Hidden(a["Wx"], a["Wh"], a["b"], s["activation"])
    mask = None if s["lengths"] is None else timeline.mask_of(s["lengths"], a["x"].shape[1])
    h = rnn.states(p, a["x"], a["start"], mask)
    y = rnn.read(rnn.Output(a["Wy"], a["by"], "softmax"), h[:, -1])
    return h if mask is None else batched.masked(h, where=mask[..., None], fill=0.0), h[:, -1], y


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    n, d = a["Wx"].shape
    if s["activation"] in {"tanh", "relu"}:
        module = torch.nn.RNN(
            d, n, nonlinearity=s["activation"], batch_first=True, dtype=torch.float64
        )
        weights = {"weight_ih_l0": a["Wx"], "weight_hh_l0": a["Wh"], "bias_ih_l0": a["b"]}
        weights["bias_hh_l0"] = torch.zeros(n, dtype=torch.float64)
        h, last = _peers.states(module, weights, a["x"], a["start"][None], s["lengths"])
        last = last[0]
    else:
        h, last = by_hand(s, a)
    return h, last, torch.softmax(last @ a["Wy"].T + a["by"], -1)


def by_hand(s: dict[str, Any], a: dict[str, Any]) -> tuple[Any, Any]:
    """A sequence at a time, both matrices in one."""
    import torch

    phi = {"sigmoid": torch.sigmoid, "identity": lambda z: z}[s["activation"]]
    both = torch.cat([a["Wh"], a["Wx"], a["b"][:, None]], 1)
    B, T, _ = a["x"].shape
    rows, lasts = [], []
    for e in range(B):
        h, steps = a["start"][e], []
        for t in range(T if s["lengths"] is None else int(s["lengths"][e])):
            h = phi(torch.mv(both, torch.cat([h, a["x"][e, t], torch.ones(1).double()])))
            steps.append(h)
        lasts.append(h)
        steps += [torch.zeros_like(h)] * (T - len(steps))
        rows.append(torch.stack(steps))
    return torch.stack(rows), torch.stack(lasts)
