"""Gated units against torch.nn.GRU, by other weights or by hand where it has another form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.sequences import gru, timeline
from ncrevise.models.sequences.lstm import Gate
from tests.references.sequences import _peers

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [
    *((f"{letter}_{key}", -1) for letter in "WUb" for key in "zrg"),
    *((name, axis) for name in ("x", "start") for axis in (0, -1)),
    ("u", -1),
]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    B, T, d, n = (r.size(1, top) for top in (4, 5, 4, 5))
    settings = {
        "reset": r.choice(["after", "before"]),
        "update": ["keeps", "replaces"][r.k // 2 % 2],
        "stepped": r.k % 3 == 0,
        "lengths": _peers.lengths(r, B, T),
    }
    arrays = {"x": r.array(B, T, d), "start": r.array(B, n)}
    for key in "zrg":
        arrays |= {f"W_{key}": r.array(n, d), f"U_{key}": r.array(n, n), f"b_{key}": r.array(n)}
    if settings["reset"] == "after":
        arrays["u"] = r.array(n)
    return settings, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    gates = [Gate(a[f"W_{k}"], a[f"U_{k}"], a[f"b_{k}"]) for k in "zrg"]
    p = gru.Gru(*gates, a.get("u"), s["reset"], s["update"])
    mask = timeline.mask_of(s["lengths"], a["x"].shape[1])
    start = gru.start_of(p, a["x"], a["start"], mask)
    run = gru.stepped if s["stepped"] else gru.states
    return run(p, a["x"], start, mask)[:, -1]


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    if s["reset"] == "before":
        return by_hand(s, a)
    n, d = a["W_z"].shape
    module = torch.nn.GRU(d, n, batch_first=True, dtype=torch.float64)
    sign = -1 if s["update"] == "replaces" else 1  # σ(−a) = 1 − σ(a)
    W, U, b = (
        torch.cat([a[f"{letter}_r"], sign * a[f"{letter}_z"], a[f"{letter}_g"]]) for letter in "WUb"
    )
    held = torch.cat([torch.zeros(2 * n, dtype=torch.float64), a["u"]])
    weights = {"weight_ih_l0": W, "weight_hh_l0": U, "bias_ih_l0": b, "bias_hh_l0": held}
    _, last = _peers.states(module, weights, a["x"], a["start"][None], s["lengths"])
    return last[0]


def by_hand(s: dict[str, Any], a: dict[str, Any]) -> Any:
    """A sequence at a time; the mean of old state and candidate by torch.lerp."""
    import torch
    from torch.nn.functional import linear

    ends = []
    for e, length in enumerate(s["lengths"]):
        h = a["start"][e]
        for x in a["x"][e, : int(length)]:
            z, r = (
                torch.sigmoid(linear(x, a[f"W_{k}"], a[f"b_{k}"]) + linear(h, a[f"U_{k}"]))
                for k in "zr"
            )
            new = torch.tanh(linear(x, a["W_g"], a["b_g"]) + linear(r * h, a["U_g"]))
            h = torch.lerp(new, h, z) if s["update"] == "keeps" else torch.lerp(h, new, z)
        ends.append(h)
    return torch.stack(ends)
